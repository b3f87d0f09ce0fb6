// opstracker settings …, opstracker migrate

internal import ArgumentParser
internal import Core

struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Show the settings as they stand.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Each setting and where it came from: environment, file or default. Passwords are hidden.")
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let name: String
            let value: Nullable<String>
            let origin: Nullable<String>
        }

        func run() async throws {
            let settings = try await Settings(file: common.configuration)
            let lines = Setting.all.map { setting in
                let found = settings.value(setting)
                return Line(
                    name: setting.environment, value: Nullable(setting.shown(found?.value)),
                    origin: Nullable(found?.origin.rawValue))
            }
            if common.json {
                for line in lines { try Terminal.printJSON(line) }
            } else {
                Terminal.printTable(
                    ["SETTING", "FROM", "VALUE"],
                    lines.map { [$0.name, $0.origin.value ?? "", $0.value.value ?? ""] })
            }
        }
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this version's schema.")
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let installation = try await Installation(Settings(file: common.configuration), migrating: true)
        await installation.database.close()
        if common.json { try Terminal.printJSON(["pending": 0]) }
        Terminal.say(fr: "La base est à jour.", en: "The database is up to date.")
    }
}
