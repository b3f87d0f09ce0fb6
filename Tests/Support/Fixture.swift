// The files of Tests/Fixtures.

import Foundation

/// Reads what the tests keep as files.
package enum Fixture {
    /// Where a fixture lies: `csv/NAME.csv`.
    package static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(name)").path
    }

    /// The bytes of a fixture.
    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }
}
