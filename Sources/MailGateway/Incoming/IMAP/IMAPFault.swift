// Why a mailbox could not be read, as far as it matters to what is done next.

/// What went wrong between the server and us.
enum IMAPFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The server answered NO or BAD to a command: its words.
    case refused(String)
    /// There is no connection, or it is of no use any more: who said what.
    case broken(String)
    /// The process is asked to stop.
    case stopped

    var description: String {
        switch self {
        case .refused(let words): "the server refused: \(words)"
        case .broken(let words): words
        case .stopped: "stopped"
        }
    }
}
