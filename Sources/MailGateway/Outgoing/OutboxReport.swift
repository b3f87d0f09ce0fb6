// What one emptying of the outbox did.

package struct OutboxReport: Sendable, Hashable {
    /// Taken by the other side.
    package var sent = 0
    /// To be tried again.
    package var retry = 0
    /// Never to arrive.
    package var failed = 0
    /// What is wrong with the server, in its words, where that ended the run; no attempt was counted for it.
    package var trouble: String?
}
