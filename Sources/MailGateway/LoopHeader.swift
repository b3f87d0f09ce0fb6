// The header by which we know our own mail when it comes back.

package import Core

/// `X-OpsTracker-Loop`: on everything that we send. What bears our own value is never answered or acted on.
package enum LoopHeader {
    package static let name = "X-OpsTracker-Loop"

    /// What this installation writes: only who holds its keys can make it, so that nobody can have an answer ignored
    /// by claiming that it is ours.
    package static func value(_ keys: SigningKeys) -> String { keys.formToken(for: page) }

    /// Whether a value found in an incoming mail is ours, under any key still known.
    package static func isOurs(_ value: some StringProtocol, _ keys: SigningKeys) -> Bool {
        keys.isFormToken(String(value.filter { !$0.isWhitespace }), for: page)
    }

    private static let page = "mail loop"
}
