// When every recipient is refused alike, it is the server that is wrong, not the addresses.

/// Permanent refusals that came while no message was taken, held back until it is clear whose fault they are.
struct Suspicion<Row> {
    struct Suspect {
        let row: Row
        let reason: String
        let scope: DeliveryError.Scope
    }

    private var suspects: [Suspect] = []

    /// As many refusals by one reply code, with no message taken between them, are the server's.
    private var limit: Int { 5 }

    /// Holds a refusal. True where there are now enough alike to blame the server.
    mutating func holds(_ suspect: Suspect) -> Bool {
        suspects.append(suspect)
        return suspects.count >= limit
            && suspects.allSatisfy { $0.reason.prefix(3) == suspect.reason.prefix(3) }
    }

    /// Lets go of what is held.
    mutating func clear() -> [Suspect] {
        defer { suspects = [] }
        return suspects
    }
}
