// opstracker import …

internal import ArgumentParser
internal import Core
internal import Foundation

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Look at a CSV of people, or bring it into a campaign.",
        subcommands: [Preview.self, Run.self])

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a file holds, and what would be skipped; nothing is changed.")

        @Argument(help: "A CSV file, in any usual encoding.", completion: .file()) var file: String
        @Option(help: "COLUMN=ROLE, to override a guess; may be repeated.") var map: [String] = []
        @OptionGroup var common: CommonOptions

        func run() throws {
            let preview = try Population(file: file, map: map).file.preview(Terminal.language)
            if common.json {
                try Terminal.printJSON(preview)
            } else {
                show(preview)
            }
        }

        private func show(_ preview: ImportPreview) {
            let separator = preview.separator == "\t" ? "tab" : preview.separator
            print("\(preview.encoding.rawValue)  \(separator)")
            print()
            Terminal.printTable(
                [Terminal.text(fr: "COLONNE", en: "COLUMN"), Terminal.text(fr: "RÔLE", en: "ROLE")],
                preview.columns.map { [$0.name, $0.role.rawValue] })
            print()
            Terminal.printTable(preview.columns.map(\.name), preview.rows)
            print()
            print(
                Terminal.text(
                    fr: "✓ \(preview.valid) lignes valides, \(preview.segments) segments",
                    en: "✓ \(preview.valid) valid rows, \(preview.segments) segments"))
            if preview.skipped > 0 {
                print(
                    Terminal.text(
                        fr: "⚠ \(preview.skipped) lignes ignorées", en: "⚠ \(preview.skipped) rows skipped"))
            }
            for problem in preview.problems {
                print(
                    Terminal.text(fr: "  ligne ", en: "  line ")
                        + "\(problem.line)  \(problem.field)  \(problem.reason)")
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the people of a file into a campaign.",
            discussion: "Run again after an interruption, or with the corrected log: nobody is doubled.")

        @Argument var campaign: CampaignArgument
        @Argument(help: "A CSV file.", completion: .file()) var file: String
        @Option(
            help: "Where to write the log of skipped rows; beside the file by default.", completion: .file())
        var log: String?
        @Option(help: "COLUMN=ROLE, to override a guess; may be repeated.") var map: [String] = []
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let population = try Population(file: file, map: map)
            try await common.withInstallation { installation in
                guard try await CampaignDesk(installation.database).load(campaign.id) != nil else {
                    throw campaign.unknown
                }
                let report = try await population.run(into: campaign.id, installation, log: log)
                if common.json {
                    try Terminal.printJSON(report)
                } else {
                    report.say()
                }
            }
        }
    }
}

/// A file of people that has been read and found fit.
struct Population {
    let path: String
    let file: ImportFile

    /// Reads a file. Throws `Refused` where it is none that can be imported.
    init(file path: String, map: [String]) throws {
        self.path = path
        switch ImportFile.read(try Input.file(path), mapping: map) {
        case .success(let file): self.file = file
        case .failure(let refusal): throw Refused("\(path) : \(refusal.text(Terminal.language))")
        }
    }

    /// What an import did, as scripts read it.
    struct Report: Encodable {
        let imported: Int
        let skipped: Int
        /// Where the log of skipped rows was written; null where no row was in error.
        let log: String?

        private enum CodingKeys: CodingKey { case imported, skipped, log }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(imported, forKey: .imported)
            try container.encode(skipped, forKey: .skipped)
            try container.encode(Nullable(log), forKey: .log)
        }

        func say() {
            Terminal.say(
                fr: "✓ \(imported) personnes importées, \(skipped) lignes ignorées.",
                en: "✓ \(imported) people imported, \(skipped) rows skipped.")
            if let log {
                Terminal.say(
                    fr: "Corrigez « \(log) » et importez-le : personne ne sera doublé.",
                    en: "Correct '\(log)' and import it: nobody will be doubled.")
            }
        }
    }

    /// Imports into a campaign, and writes the log of skipped rows to `log`, or beside the file (RG-092).
    func run(
        into campaign: Campaign.ID, _ installation: Installation, log: String?, keepingLog: Bool = true
    ) async throws -> Report {
        let progress = Progress()
        let result = try await Importer(installation.database).run(
            file, into: campaign, by: .console, now: .now(), language: Terminal.language,
            progress: progress.show)
        progress.end()
        switch result {
        case .failure(let refusal):
            throw Refused("\(path) : \(refusal.text(Terminal.language))")
        case .success(let report):
            let written =
                try !keepingLog ? nil : report.log.map { try Self.write($0, to: log ?? "\(path).log.csv") }
            return Report(imported: report.imported, skipped: report.skipped, log: written)
        }
    }

    private static func write(_ log: [UInt8], to path: String) throws -> String {
        guard FileManager.default.createFile(atPath: path, contents: Data(log)) else {
            throw Refused(
                fr:
                    "L'import est fait, mais le journal ne peut pas être écrit dans « \(path) » : indiquez --log.",
                en: "The import is done, but its log cannot be written to '\(path)': give --log.")
        }
        return path
    }
}

/// A line that counts, at a terminal only.
private struct Progress {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    func show(done: Int, total: Int) {
        guard isTerminal, total > 0 else { return }
        FileHandle.standardError.write(Data("\r\(done * 100 / total) %".utf8))
    }

    func end() {
        if isTerminal { FileHandle.standardError.write(Data("\r     \r".utf8)) }
    }
}
