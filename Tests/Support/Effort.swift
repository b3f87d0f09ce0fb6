// How far tests go that break things again and again.

import Foundation

/// A short run by default, the full one under `scripts/test --long`.
package enum Effort {
    package static let isLong = ProcessInfo.processInfo.environment["OPSTRACKER_TEST_LONG"] == "1"

    /// `short`, or `full` in a long run.
    package static func count(_ short: Int, full: Int) -> Int { isLong ? full : short }
}
