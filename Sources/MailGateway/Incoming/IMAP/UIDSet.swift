// Which messages a command is about.

/// The unique identifier of a message in a mailbox, meaningful together with the mailbox's UIDVALIDITY.
typealias UID = UInt32

enum UIDSet {
    /// `1:3,7`: a sequence-set (RFC 3501 §9) of identifiers in any order; empty for none.
    static func text(_ uids: some Collection<UID>) -> String {
        var ranges: [ClosedRange<UID>] = []
        for uid in uids.sorted() {
            if let last = ranges.last, uid > 0, last.upperBound >= uid - 1 {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
            .joined(separator: ",")
    }
}
