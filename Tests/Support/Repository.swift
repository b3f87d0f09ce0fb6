// Where the project's own files lie, for tests that read them.

import Foundation

package enum Repository {
    /// The folder of `Package.swift`.
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    package static let mailTemplates = root + "/templates/mail"
}
