// opstracker mail outbox|inbox|quarantine: looking at what waits, went and came.

internal import ArgumentParser
internal import Core
internal import MailGateway

extension MailCommand {
    struct OutboxList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "outbox", abstract: "What will be sent, was sent, or failed.")
        @Option(help: "Put a failed message back in the queue.") var retry: String?
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let id: String
            let kind: String
            let to: String
            let state: String
            let attempts: Int
            let messageId: String
            let error: Nullable<String>
        }

        func run() async throws {
            try await common.withInstallation { installation in
                if let retry {
                    guard let id = OutboxRow.ID(retry),
                        try await installation.database.transaction({
                            try Outbox.requeue(id, now: .now(), on: $0)
                        })
                    else {
                        throw Refused(
                            fr: "Aucun message en échec ne porte l'identifiant \(retry).",
                            en: "No failed message has the identifier \(retry).")
                    }
                }
                let domain = try installation.mailAddress().address.domain
                let lines = try await installation.database.read { try Outbox.list(on: $0) }.map { row in
                    Line(
                        id: row.id.text, kind: row.kind.rawValue, to: row.recipient.text,
                        state: row.state.rawValue,
                        attempts: row.attempts, messageId: "<\(row.messageLocalPart)@\(domain)>",
                        error: Nullable(row.error))
                }
                if common.json {
                    for line in lines { try Terminal.printJSON(line) }
                } else {
                    Terminal.printTable(
                        ["ID", "KIND", "STATE", "ATTEMPTS", "TO", "ERROR"],
                        lines.map {
                            [$0.id, $0.kind, $0.state, "\($0.attempts)", $0.to, $0.error.value ?? ""]
                        })
                }
            }
        }
    }

    struct InboxList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inbox", abstract: "What came in, and what became of it.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                try await list(nil, installation, json: common.json)
            }
        }
    }

    struct Quarantine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What could not be read, set aside with its reason.")
        @Option(help: "Show a message: what it says, and why it was set aside.") var show: String?
        @Option(help: "Read a message again.") var release: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                if let show { return try await showMail(show, installation, json: common.json) }
                if let release {
                    guard let id = InboxRow.ID(release),
                        try await installation.database.transaction({ try Inbox.release(id, on: $0) })
                    else {
                        throw noQuarantined(release)
                    }
                }
                try await list(.quarantined, installation, json: common.json)
            }
        }
    }
}

/// An incoming message as scripts read it.
private struct InboxLine: Encodable {
    let id: String
    let state: String
    let receivedAt: String
    let attempts: Int
    let outcome: Nullable<String>
    let reason: Nullable<String>
    let booking: Nullable<String>
    let messageId: Nullable<String>
}

private func list(_ state: InboxRow.State?, _ installation: Installation, json: Bool) async throws {
    let lines = try await installation.database.read { try Inbox.list(state: state, on: $0) }.map { row in
        InboxLine(
            id: row.id.text, state: row.state.rawValue, receivedAt: row.receivedAt.iso8601,
            attempts: row.attempts,
            outcome: Nullable(row.outcome?.rawValue), reason: Nullable(row.reason),
            booking: Nullable(row.booking),
            messageId: Nullable(row.messageID))
    }
    if json {
        for line in lines { try Terminal.printJSON(line) }
    } else {
        Terminal.printTable(
            ["ID", "STATE", "RECEIVED", "OUTCOME", "REASON"],
            lines.map { [$0.id, $0.state, $0.receivedAt, $0.outcome.value ?? "", $0.reason.value ?? ""] })
    }
}
