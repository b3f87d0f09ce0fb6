// opstracker document …

internal import ArgumentParser
internal import Core
internal import Foundation

struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "The procedures and guides of a campaign, for its technicians.",
        subcommands: [Add.self, List.self, Show.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a campaign a document: pdf, docx, ps1, bat, zip, exe, md or txt, 50 MB at most.",
            discussion:
                "Steps of checklists name it by its name; its content is checked, not its ending alone.")
        @Argument var campaign: CampaignArgument
        @Argument(help: "The file.", completion: .file()) var file: String
        @Option(help: "What it is called; by default as its file, without the ending.") var name: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let document = try await campaign.refusingDocument {
                    try await DocumentDesk(installation.database).add(
                        try Input.file(file), fileName: URL(fileURLWithPath: file).lastPathComponent,
                        name: name, to: campaign.id, by: .console, now: .now())
                }
                if common.json {
                    try Terminal.printJSON(["id": document.id.text, "name": document.name])
                } else {
                    Terminal.say(
                        fr: "Document « \(document.name) » ajouté.", en: "Document '\(document.name)' added.")
                    if document.kind.isExecutable { Terminal.say(ExecutableWarning.words) }
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every document, how often it was opened, and whether it helped.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let views = try await campaign.refusingDocument {
                    try await DocumentDesk(installation.database).list(of: campaign.id)
                }
                if common.json {
                    for view in views { try Terminal.printJSON(DocumentLine(view)) }
                } else {
                    Terminal.printTable(
                        Terminal.language == .french
                            ? ["NOM", "TYPE", "OCTETS", "EXÉCUTABLE", "VUES", "TÉLÉCHARGEMENTS", "UTILE"]
                            : ["NAME", "KIND", "BYTES", "EXECUTABLE", "VIEWS", "DOWNLOADS", "USEFUL"],
                        views.map { view in
                            let kind = view.document.kind
                            return [
                                view.document.name, kind.rawValue, "\(view.document.size)",
                                kind.isExecutable ? Terminal.text(fr: "⚠ oui", en: "⚠ yes") : "",
                                "\(view.views)", "\(view.downloads)",
                                view.usefulPercent.map { "\($0) %" } ?? "",
                            ]
                        })
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One document, and its content into a file where --output says which.")
        @Argument var campaign: CampaignArgument
        @Argument(help: "The document's name or identifier.") var name: String
        @Option(help: "Where to write its content.", completion: .file()) var output: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let (view, bytes) = try await campaign.refusingDocument {
                    try await DocumentDesk(installation.database).find(name, in: campaign.id)
                }
                if let output, !FileManager.default.createFile(atPath: output, contents: Data(bytes)) {
                    throw Refused(
                        fr: "« \(output) » ne peut pas être écrit : vérifiez le chemin et les droits.",
                        en: "'\(output)' cannot be written: check the path and its permissions.")
                }
                if common.json {
                    try Terminal.printJSON(DocumentLine(view))
                } else {
                    let useful =
                        view.usefulPercent.map {
                            Terminal.text(fr: "utile à \($0) %", en: "useful to \($0)%")
                        } ?? Terminal.text(fr: "sans avis", en: "no opinion")
                    print(
                        "\(Terminal.harmless(view.document.fileName))  \(view.document.size)  "
                            + Terminal.text(
                                fr: "\(view.views) vues, \(view.downloads) téléchargements, \(useful)",
                                en: "\(view.views) views, \(view.downloads) downloads, \(useful)"))
                    if view.document.kind.isExecutable { Terminal.say(ExecutableWarning.words) }
                }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a document back, with what was said of it.")
        @Argument var campaign: CampaignArgument
        @Argument(help: "The document's name or identifier.") var name: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                try await campaign.refusingDocument {
                    try await DocumentDesk(installation.database).remove(
                        name, from: campaign.id, by: .console, now: .now())
                }
                if common.json {
                    try Terminal.printJSON(["removed": name])
                } else {
                    Terminal.say(fr: "Document « \(name) » retiré.", en: "Document '\(name)' removed.")
                }
            }
        }
    }
}

/// RG-050: an executable is flagged.
private enum ExecutableWarning {
    static let words = Terminal.text(
        fr: "⚠ Ce document s'exécute : les techniciens en sont avertis avant de l'ouvrir.",
        en: "⚠ This document runs: technicians are warned before they open it.")
}

private struct DocumentLine: Encodable {
    let id: String
    let name: String
    let kind: String
    let size: Int
    let executable: Bool
    let views: Int
    let downloads: Int
    let useful: Int
    let useless: Int
    let usefulPercent: Nullable<Int>

    init(_ view: DocumentView) {
        id = view.document.id.text
        name = view.document.name
        kind = view.document.kind.rawValue
        size = view.document.size
        executable = view.document.kind.isExecutable
        views = view.views
        downloads = view.downloads
        useful = view.useful
        useless = view.useless
        usefulPercent = Nullable(view.usefulPercent)
    }
}

extension CampaignArgument {
    /// Runs a use case of documents, and tells its refusal in words.
    fileprivate func refusingDocument<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let refusal as DocumentRefusal { throw told(refusal) }
    }

    private func told(_ refusal: DocumentRefusal) -> Refused {
        switch refusal {
        case .unknownCampaign: unknown
        case .archived: archived
        case .unknownKind:
            Refused(
                fr: "Seuls pdf, docx, ps1, bat, zip, exe, md et txt sont acceptés.",
                en: "Only pdf, docx, ps1, bat, zip, exe, md and txt are accepted.")
        case .otherContent(let kind):
            Refused(
                fr:
                    "Le contenu n'est pas celui d'un fichier .\(kind.rawValue) : enregistrez-le de nouveau, ou corrigez son extension.",
                en:
                    "The content is not that of a .\(kind.rawValue) file: save it again, or correct its ending."
            )
        case .empty: Refused(fr: "Le fichier est vide.", en: "The file is empty.")
        case .tooLarge:
            Refused(
                fr: "Le fichier dépasse 50 Mo : compressez-le, ou découpez-le.",
                en: "The file is over 50 MB: compress it, or split it.")
        case .unusableName:
            Refused(
                fr: "Donnez-lui un nom de 1 à 200 caractères, sans / ni \\ (--name).",
                en: "Give it a name of 1 to 200 characters, without / or \\ (--name).")
        case .nameTaken(let name):
            Refused(
                fr:
                    "La campagne a déjà un document « \(name) » : donnez un autre nom (--name), ou retirez-le d'abord.",
                en:
                    "The campaign has a document '\(name)' already: use another name (--name), or remove it first."
            )
        case .unknown(let name):
            Refused(
                fr: "La campagne n'a pas de document « \(name) » : « opstracker document list » les montre.",
                en: "The campaign has no document '\(name)': 'opstracker document list' shows them.")
        }
    }
}
