// One open stream, from the page's opening to its end.

internal import Core
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Tells one open page of changes. What is written is the latest alone: a reader who is slow holds no memory.
struct LiveStream: Sendable {
    let routes: LiveRoutes
    let link: SignedLink
    let campaign: Campaign.ID
    let language: Language?
    let visitor: String
    let channel: any Channel
    let logger: Logger
    /// The version that the page was made from.
    let seen: String?

    /// How often a link is asked whether it still stands, and a quiet stream is written to.
    private static let checkEvery = Span(milliseconds: 5000)
    private static let beatEvery = Span(milliseconds: 15_000)

    /// Writes until the reader leaves, the link ends, or the process is asked to stop.
    func run(_ writer: inout any ResponseBodyWriter) async throws {
        guard routes.limits.enter(visitor) else { return }
        defer { routes.limits.leave(visitor) }
        let pulse = StreamPulse()
        async let _: Void = pulse.watch(channel)
        var (seen, written, checked) = (seen, routes.clock(), routes.clock())
        try await writer.write(ServerEvent.opening)
        try await writer.write(ServerEvent(name: .beat).bytes)
        for await revision in await routes.changes.revisions(of: campaign).cancelOnGracefulShutdown() {
            let now = routes.clock()
            if now - checked >= Self.checkEvery || now >= link.expires {
                checked = now
                guard try await routes.standing(of: link, now: now)?.epoch == link.epoch else {
                    try await writer.write(ServerEvent(name: .gone).bytes)
                    break
                }
            }
            // A fault passes, or the next look finds it again: the page stays open meanwhile.
            guard let event = await event(revision, now: now) else { continue }
            if event.version != seen {
                try await pulse.writing { try await writer.write(event.bytes) }
                (seen, written) = (event.version, now)
            } else if now - written >= Self.beatEvery {
                try await pulse.writing { try await writer.write(ServerEvent(name: .beat).bytes) }
                written = now
            }
        }
    }

    private func event(_ revision: Int, now: Instant) async -> LiveEvent? {
        do {
            return link.purpose == .share
                ? try await routes.boards.board(of: campaign, at: revision, in: language, now: now).event
                : LiveEvent(version: "\(revision)", data: "")
        } catch {
            logger.warning("an open page cannot be told of a change yet: \(error)")
            return nil
        }
    }
}

/// What a change tells an open page.
struct LiveEvent: Sendable {
    /// What the page is made from: the revision, and the day where it shows days.
    let version: String
    let bytes: ByteBuffer

    init(version: String, data: String) {
        self.version = version
        bytes = ServerEvent(name: .change, id: version, data: data).bytes
    }
}
