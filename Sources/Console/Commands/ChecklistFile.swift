// Checklists in files: those that somebody wrote, and those that are shipped; and what is said where one cannot be used.

internal import Core
internal import Foundation

enum ChecklistFile {
    /// Throws `Refused` where the file is no checklist, with what is wrong and where.
    static func read(_ path: String) throws -> Checklist {
        guard let text = String(validating: try Input.file(path), as: UTF8.self) else {
            throw Refused(
                fr: "« \(path) » n'est pas en UTF-8 : enregistrez-le dans cet encodage.",
                en: "'\(path)' is not in UTF-8: save it in that encoding.")
        }
        do { return try Checklist(yaml: text) } catch let fault as ChecklistTextFault {
            throw fault.refused(in: path)
        }
    }

    /// A checklist that is shipped, by its file's name or its own; nil where there is none.
    static func shipped(_ name: String, in templates: String) throws -> Checklist? {
        let folder = templates + "/checklists"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files.sorted() where file.hasSuffix(".yaml") {
            let checklist = try read(folder + "/" + file)
            if [checklist.name, file, String(file.dropLast(5))].contains(where: { $0.folded == name.folded })
            {
                return checklist
            }
        }
        return nil
    }
}

extension Installation {
    /// The name under which a checklist is kept: one that was added, or one that is shipped, which is added thereby.
    /// Throws `Refused`.
    @discardableResult
    func findChecklist(_ name: String) async throws -> String {
        let desk = ChecklistDesk(database)
        let known = try await desk.list().map(\.name)
        if let kept = known.first(where: { $0.folded == name.folded }) { return kept }
        guard let shipped = try ChecklistFile.shipped(name, in: templates()) else {
            throw ChecklistRefusal.unknown(name).refused
        }
        if let kept = known.first(where: { $0.folded == shipped.name.folded }) { return kept }
        return try await desk.add(shipped, by: .console, now: .now()).body.name
    }

    /// Gives a campaign a checklist by name. Throws `Refused`.
    func giveChecklist(_ name: String, to campaign: Campaign.ID) async throws {
        let kept = try await findChecklist(name)
        do {
            try await ChecklistDesk(database).assign(kept, to: campaign, by: .console, now: .now())
        } catch let refusal as ChecklistRefusal { throw refusal.refused }
    }
}

extension ChecklistRefusal {
    var refused: Refused {
        switch self {
        case .unknown(let name):
            Refused(
                fr:
                    "Aucune checklist ne s'appelle « \(name) » : « opstracker checklist list » les montre, « checklist add » en ajoute.",
                en:
                    "No checklist is called '\(name)': 'opstracker checklist list' shows them, 'checklist add' adds one."
            )
        case .nameTaken(let name):
            Refused(
                fr:
                    "Une checklist s'appelle déjà « \(name) » : changez le nom, ou faites-en une nouvelle version (« opstracker checklist change »).",
                en:
                    "A checklist is called '\(name)' already: use another name, or make a new version ('opstracker checklist change')."
            )
        case .inUse(let campaigns, let runs):
            Refused(
                fr:
                    "La checklist sert à \(campaigns) campagne(s) et \(runs) intervention(s) : elle reste, pour que leur suivi se lise encore.",
                en:
                    "The checklist is used by \(campaigns) campaign(s) and \(runs) operation(s): it stays, so that their record can still be read."
            )
        case .unknownCampaign:
            Refused(
                fr: "Cette campagne n'existe pas : « opstracker campaign list » les montre toutes.",
                en: "There is no such campaign: 'opstracker campaign list' shows them all.")
        case .archived:
            Refused(
                fr: "La campagne est archivée : « opstracker campaign restore » la rouvre.",
                en: "The campaign is archived: 'opstracker campaign restore' brings it back.")
        }
    }
}

extension ChecklistTextFault {
    fileprivate func refused(in file: String) -> Refused {
        switch self {
        case .notYAML(let words):
            Refused(fr: "« \(file) » n'est pas du YAML : \(words)", en: "'\(file)' is not YAML: \(words)")
        case .shape(let what, let line):
            Refused(
                fr: "« \(file) », ligne \(line) : « \(what) » manque, ou n'a pas la forme attendue.",
                en: "'\(file)', line \(line): '\(what)' is missing, or not of the shape expected.")
        case .unknownKey(let key, let line):
            Refused(
                fr:
                    "« \(file) », ligne \(line) : la clé « \(key) » n'existe pas (name, phases, steps, id, label, help, document).",
                en:
                    "'\(file)', line \(line): there is no key '\(key)' (name, phases, steps, id, label, help, document)."
            )
        case .tooLarge:
            Refused(
                fr: "« \(file) » dépasse 256 Ko : une checklist se lit sur un téléphone.",
                en: "'\(file)' is over 256 KB: a checklist is read on a telephone.")
        case .unusable(let fault): Refused("\(file): " + fault.words)
        }
    }
}

extension Checklist.Fault {
    fileprivate var words: String {
        switch self {
        case .name:
            Terminal.text(
                fr: "donnez à la checklist un nom de 200 caractères au plus.",
                en: "give the checklist a name of 200 characters at most.")
        case .phases:
            Terminal.text(fr: "il faut de 1 à 50 phases.", en: "there must be 1 to 50 phases.")
        case .phaseName:
            Terminal.text(
                fr: "chaque phase porte un nom de 200 caractères au plus.",
                en: "each phase has a name of 200 characters at most.")
        case .steps(let phase):
            Terminal.text(
                fr: "la phase « \(phase) » doit avoir de 1 à 200 étapes.",
                en: "the phase '\(phase)' must have 1 to 200 steps.")
        case .step(let label):
            Terminal.text(
                fr: "l'étape « \(label) » est vide ou trop longue.",
                en: "the step '\(label)' is empty or too long.")
        case .repeated(let id):
            Terminal.text(
                fr: "deux étapes ont l'identifiant « \(id) » : donnez-leur chacune un « id ».",
                en: "two steps have the identifier '\(id)': give each an 'id' of its own.")
        }
    }
}
