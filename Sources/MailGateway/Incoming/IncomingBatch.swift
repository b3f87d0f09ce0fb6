// How much is taken from a source at a time.

/// What every source that fetches keeps to: one commit for many mails, and bounded memory.
enum IncomingBatch {
    /// Mails stored in one commit, and read while those before them are settled.
    static let mostMails = 250
    /// Bytes held at a time, unless one mail alone is larger.
    static let mostBytes = 16 << 20
}
