// The executable: which commands there are, and how it ends.

internal import ArgumentParser
internal import Core
internal import Foundation

@main
struct Opstracker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opstracker",
        abstract: "Runs mass IT operations by mail: campaigns, slots, invitations, answers.",
        discussion:
            "Every command takes --config FILE and --json. Exit codes: 0 done, 1 refused, 2 usage, 69 unavailable, "
            + "75 try again later.",
        version: "0.1.0",
        subcommands: [
            Serve.self, Demo.self, CampaignCommand.self, ImportCommand.self, SlotsCommand.self,
            OperationCommand.self, TechnicianCommand.self, ChecklistCommand.self, DocumentCommand.self,
            DelegateCommand.self, TickCommand.self,
            MailCommand.self, LinkCommand.self, DashboardCommand.self, AuditCommand.self,
            SettingsCommand.self,
            MigrateCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Ending(of: error).exit()
        }
    }
}

/// How the process ends after an error: its exit code, and what is said on the way out.
private struct Ending {
    let code: Int32
    let message: String
    let toStandardOutput: Bool

    init(of error: any Error) {
        switch error {
        case let refused as Refused:
            self.init(1, refused.message)
        case let unavailable as Unavailable:
            self.init(unavailable.code, unavailable.message)
        case SQLError.transient(let reason):
            self.init(
                75,
                Terminal.text(
                    fr:
                        "La base de données ne répond pas ou est occupée : réessayez dans un instant. (\(reason))",
                    en: "The database does not answer or is busy: try again in a moment. (\(reason))"))
        case SQLError.other(let reason), SQLError.uniqueViolation(let reason):
            self.init(
                69,
                Terminal.text(
                    fr: "La base de données a refusé le travail ; rien n'a été changé. (\(reason))",
                    en: "The database refused the work; nothing was changed. (\(reason))"))
        default:
            let exit = Opstracker.exitCode(for: error)
            let code: Int32 = exit == .validationFailure ? 2 : exit.rawValue
            self.init(code, Opstracker.fullMessage(for: error), toStandardOutput: exit.isSuccess)
        }
    }

    private init(_ code: Int32, _ message: String, toStandardOutput: Bool = false) {
        self.code = code
        self.message = message
        self.toStandardOutput = toStandardOutput
    }

    func exit() -> Never {
        if toStandardOutput {
            print(message)
        } else if !message.isEmpty {
            Terminal.say(message)
        }
        Foundation.exit(code)
    }
}

/// What was asked is refused, in words that say what to do (exit 1).
struct Refused: Error, CustomStringConvertible {
    let message: String
    var description: String { message }

    init(fr: String, en: String) { message = Terminal.text(fr: fr, en: en) }
    init(_ message: String) { self.message = message }
}

/// Something that is needed does not answer: exit 69, or 75 where it will by itself.
struct Unavailable: Error, CustomStringConvertible {
    let code: Int32
    let message: String
    var description: String { message }

    init(_ message: String, code: Int32 = 69) {
        self.code = code
        self.message = message
    }
}
