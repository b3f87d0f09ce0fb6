// When every recipient is refused alike, it is the server that is wrong, not the addresses.

internal import Core

/// Permanent refusals that came while no message was taken, held back until it is clear whose fault they are.
struct Suspicion {
    private var suspects: [(row: OutboxRow, reason: String)] = []

    /// As many refusals by one reply code, with no message taken between them, are the server's.
    private static let limit = 5

    /// Whether a refusal might be meant for everyone. Enhanced codes of addresses and mailboxes (RFC 3463 §3.2, §3.3)
    /// are not.
    static func mayConcernEveryone(_ reason: String) -> Bool {
        guard let status = reason.dropFirst(3).split(whereSeparator: { $0 == " " || $0 == "-" }).first else {
            return true
        }
        return !status.hasPrefix("5.1.") && !status.hasPrefix("5.2.")
    }

    /// Holds a refusal. True where there are now enough alike to blame the server.
    mutating func holds(_ row: OutboxRow, _ reason: String) -> Bool {
        suspects.append((row, reason))
        return suspects.count >= Self.limit && suspects.allSatisfy { $0.reason.prefix(3) == reason.prefix(3) }
    }

    /// Lets go of what is held.
    mutating func clear() -> [(row: OutboxRow, reason: String)] {
        defer { suspects = [] }
        return suspects
    }
}
