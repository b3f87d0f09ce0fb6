// Where open pages hear that their campaign has changed.

internal import Core
internal import Logging

/// Looks at the revisions of the campaigns that somebody watches, a few times a second, and tells their watchers.
///
/// A revision is raised in the transaction of every change, whoever makes it: this process, another one, the mail
/// gateway. So one indexed row a campaign is read, on either engine, and only while somebody watches. *Promise: a change
/// that was committed is told within `interval`, and at most once in it.*
actor ChangeBoard {
    /// Five updates a second at the most.
    static let interval = Duration.milliseconds(200)
    /// How often watchers are woken where nothing changes, in looks: every five seconds.
    private static let looksABeat = 25

    private struct Watch {
        var watchers: [Int: AsyncStream<Int>.Continuation] = [:]
        var revision: Int?
        var looking: Task<Void, Never>?
    }

    private let database: any SQLDatabase
    private let logger: Logger
    private var watches: [Campaign.ID: Watch] = [:]
    private var lastWatcher = 0

    init(_ database: any SQLDatabase, logger: Logger = Logger(label: "live")) {
        self.database = database
        self.logger = logger
    }

    /// The campaign's revision: at once where it is known, then whenever it has changed, and every few seconds in any case,
    /// until whoever iterates is cancelled. A reader who is slow hears the latest alone.
    func revisions(of campaign: Campaign.ID) -> AsyncStream<Int> {
        let (stream, watcher) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        lastWatcher += 1
        let number = lastWatcher
        watcher.onTermination = { [weak self] _ in
            Task { await self?.leave(campaign, number) }
        }
        var watch = watches[campaign] ?? Watch()
        watch.watchers[number] = watcher
        if let revision = watch.revision { watcher.yield(revision) }
        if watch.looking == nil {
            watch.looking = Task { [weak self] in await self?.look(at: campaign) }
        }
        watches[campaign] = watch
        return stream
    }

    /// How many watch a campaign.
    func watchers(of campaign: Campaign.ID) -> Int { watches[campaign]?.watchers.count ?? 0 }

    private func leave(_ campaign: Campaign.ID, _ number: Int) {
        watches[campaign]?.watchers[number] = nil
        guard watches[campaign]?.watchers.isEmpty == true else { return }
        watches.removeValue(forKey: campaign)?.looking?.cancel()
    }

    private func look(at campaign: Campaign.ID) async {
        var quiet = 0
        while !Task.isCancelled {
            do {
                let revision = try await database.read { try CampaignStore.revision(of: campaign, on: $0) }
                guard !Task.isCancelled else { return }
                quiet = revision == watches[campaign]?.revision ? quiet + 1 : 0
                watches[campaign]?.revision = revision
                if quiet % Self.looksABeat == 0, let revision { tell(campaign, revision) }
            } catch {
                logger.warning("the revision cannot be read, and will be asked for again: \(error)")
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func tell(_ campaign: Campaign.ID, _ revision: Int) {
        for watcher in (watches[campaign]?.watchers ?? [:]).values { watcher.yield(revision) }
    }
}
