// Which messages of a mailbox are next, and which wait because they failed.

internal import Core

/// What is known about the messages that a search finds. Forgotten when the mailbox is made anew, since its UIDs then
/// name other messages.
///
/// A message that fails among others is tried alone afterwards; one that fails alone waits, longer each time. So a message
/// that no server can deliver or no database can keep delays nobody.
struct IMAPWorklist {
    /// Safe here, but perhaps not yet marked there: to be marked again, not to be fetched again.
    private(set) var stored: Set<UID> = []
    private var validity: UInt32 = 0
    /// Times that a message failed alone, and until when it is left alone; 0 times for one that failed among others.
    private var troubles: [UID: (times: Int, until: Instant)] = [:]
    private var queue: ArraySlice<UID> = []
    private var alone: ArraySlice<UID> = []

    /// Begins a round over what a search found.
    mutating func begin(_ found: [UID], validity: UInt32, now: Instant) {
        if validity != self.validity {
            self = IMAPWorklist()
            self.validity = validity
        }
        stored.formIntersection(found)
        let found = found.filter { !stored.contains($0) }
        let known = troubles
        let present = Set(found)
        troubles = troubles.filter { present.contains($0.key) }
        queue = found.filter { known[$0] == nil }[...]
        alone = found.filter { known[$0].map { $0.until <= now } ?? false }[...]
    }

    /// The messages to try next, together; nil at the end of the round.
    mutating func next() -> [UID]? {
        if !queue.isEmpty {
            let batch = queue.prefix(IncomingBatch.mostMails)
            queue = queue.dropFirst(batch.count)
            return Array(batch)
        }
        return alone.popFirst().map { [$0] }
    }

    /// These are safe here.
    mutating func keep(_ uids: [UID]) {
        stored.formUnion(uids)
        for uid in uids { troubles[uid] = nil }
    }

    /// These failed: together, so that any may be to blame, or one alone.
    mutating func fail(_ uids: [UID], now: Instant) {
        guard uids.count == 1, let uid = uids.first else {
            for uid in uids where troubles[uid] == nil { troubles[uid] = (0, now) }
            alone += uids
            return
        }
        let times = (troubles[uid]?.times ?? 0) + 1
        troubles[uid] = (times, now + .minutes(min(1 << (times - 1), 60)))
    }
}
