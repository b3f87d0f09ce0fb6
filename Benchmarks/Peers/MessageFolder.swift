// The messages that a peer works on, read before its clock starts.

import Foundation

enum MessageFolder {
    /// Every file of a folder, in the order of their names. Throws where it cannot be read or is empty.
    static func load(_ path: String) throws -> [Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        guard !names.isEmpty else { throw PeerError(description: "\(path) is empty") }
        return try names.map { try Data(contentsOf: URL(filePath: path + "/" + $0)) }
    }
}

struct PeerError: Error, CustomStringConvertible {
    let description: String
}

/// Runs `work`, and prints how many seconds it took.
func printSeconds(of work: () throws -> Void) rethrows {
    let elapsed = try ContinuousClock().measure(work)
    print(elapsed / .seconds(1))
}
