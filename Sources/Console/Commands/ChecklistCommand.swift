// opstracker checklist …

internal import ArgumentParser
internal import Core

struct ChecklistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: "What technicians work through: add, look at, change, remove.",
        subcommands: [Add.self, List.self, Show.self, Change.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a checklist written in YAML.",
            discussion: "'checklist show' prints one to start from; templates/checklists holds those shipped."
        )
        @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let body = try ChecklistFile.read(file)
                let version = try await refusing {
                    try await ChecklistDesk(installation.database).add(body, by: .console, now: .now())
                }
                try ChecklistAnswer(version).tell(json: common.json)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every checklist, with how many operations are under way with it.")
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let name: String
            let version: Int
            let phases: Int
            let steps: Int
            let campaigns: Int
            let underWay: Int
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let lines = try await ChecklistDesk(installation.database).list().map {
                    Line(
                        name: $0.name, version: $0.version, phases: $0.phases, steps: $0.steps,
                        campaigns: $0.campaigns, underWay: $0.underWay)
                }
                if common.json {
                    for line in lines { try Terminal.printJSON(line) }
                } else {
                    Terminal.printTable(
                        Terminal.language == .french
                            ? ["NOM", "VERSION", "PHASES", "ÉTAPES", "CAMPAGNES", "EN COURS"]
                            : ["NAME", "VERSION", "PHASES", "STEPS", "CAMPAIGNS", "UNDER WAY"],
                        lines.map {
                            [
                                $0.name, "\($0.version)", "\($0.phases)", "\($0.steps)", "\($0.campaigns)",
                                "\($0.underWay)",
                            ]
                        })
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest version of a checklist, as YAML to change.")
        @Argument(help: "The checklist's name.") var name: String
        @OptionGroup var common: CommonOptions

        private struct Shown: Encodable {
            let version: Int
            let underWay: Int
            let checklist: Checklist
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let (version, underWay) = try await refusing {
                    try await ChecklistDesk(installation.database).show(name)
                }
                if common.json {
                    try Terminal.printJSON(
                        Shown(version: version.number, underWay: underWay, checklist: version.body))
                } else {
                    Terminal.show(try version.body.yaml())
                    Terminal.say(
                        fr: "Version \(version.number), \(underWay) intervention(s) en cours.",
                        en: "Version \(version.number), \(underWay) operation(s) under way.")
                }
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new version; what is under way keeps its own.",
            discussion: "A step that keeps its id is the same step, whatever its label.")
        @Argument(help: "The checklist's name.") var name: String
        @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let desk = ChecklistDesk(installation.database)
                let body = try ChecklistFile.read(file)
                let (version, underWay) = try await refusing {
                    let version = try await desk.change(name, to: body, by: .console, now: .now())
                    return (version, try await desk.show(version.body.name).underWay)
                }
                try ChecklistAnswer(version, underWay: underWay).tell(json: common.json)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a checklist that nothing uses.")
        @Argument(help: "The checklist's name.") var name: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                try await refusing {
                    try await ChecklistDesk(installation.database).remove(name, by: .console, now: .now())
                }
                if common.json {
                    try Terminal.printJSON(["removed": name])
                } else {
                    Terminal.say(fr: "Checklist « \(name) » retirée.", en: "Checklist '\(name)' removed.")
                }
            }
        }
    }
}

extension AsyncParsableCommand {
    /// Runs a use case of checklists, and tells its refusal in words.
    fileprivate func refusing<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let refusal as ChecklistRefusal { throw refusal.refused }
    }
}

/// What became of a checklist that was added or changed.
private struct ChecklistAnswer: Encodable {
    let name: String
    let version: Int
    let steps: Int
    let underWay: Int

    init(_ version: ChecklistVersion, underWay: Int = 0) {
        name = version.body.name
        self.version = version.number
        steps = version.body.steps.count
        self.underWay = underWay
    }

    func tell(json: Bool) throws {
        guard !json else { return try Terminal.printJSON(self) }
        Terminal.say(
            fr: "Checklist « \(name) », version \(version) : \(steps) étapes.",
            en: "Checklist '\(name)', version \(version): \(steps) steps.")
        if underWay > 0 {
            Terminal.say(
                fr:
                    "\(underWay) intervention(s) en cours gardent la version avec laquelle elles ont commencé.",
                en: "\(underWay) operation(s) under way keep the version that they began with.")
        }
    }
}
