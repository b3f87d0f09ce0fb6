// opstracker dashboard: the figures of a campaign, once or as they change.

internal import ArgumentParser
internal import Core
internal import Foundation
internal import UnixSignals

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "The figures of a campaign.")

    @Argument var campaign: CampaignArgument
    @Flag(help: "Show them again whenever they change, until Ctrl-C.") var watch = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withInstallation { installation in
            if watch {
                try await follow(installation.database)
            } else {
                try show(try await load(installation.database))
            }
        }
    }

    private func load(_ database: any SQLDatabase) async throws -> Dashboard {
        guard let board = try await Dashboard.load(campaign.id, now: .now(), from: database) else {
            throw campaign.unknown
        }
        return board
    }

    private func show(_ board: Dashboard) throws {
        if common.json {
            try Terminal.printJSON(board)
        } else {
            DashboardTables(board: board).show()
        }
        // A pipe is to have each line as it comes.
        fflush(nil)
    }

    /// Until SIGINT or SIGTERM, which end it well: whoever watched has seen what there was.
    private func follow(_ database: any SQLDatabase) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return }
            }
            group.addTask { try await redraw(database) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// A terminal is drawn over; what is not one gets a line, or a table, a change.
    private func redraw(_ database: any SQLDatabase) async throws {
        let isTerminal = !common.json && isatty(STDOUT_FILENO) == 1
        var shown: Int?
        while !Task.isCancelled {
            let id = campaign.id
            let revision = try await database.read { try CampaignStore.revision(of: id, on: $0) }
            if revision != shown || revision == nil {
                let board = try await load(database)
                if isTerminal { print("\u{1B}[H\u{1B}[2J", terminator: "") }
                if !isTerminal, !common.json, shown != nil { print() }
                try show(board)
                shown = board.figures.revision
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }
}
