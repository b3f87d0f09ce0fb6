// Whom a server that tests start runs as.

import Foundation

/// The user of the tests, or nobody where that is root: servers refuse to run as root.
package enum ServerUser {
    package static let name = getuid() == 0 ? "nobody" : NSUserName()
    package static let uid: UInt32 = getpwnam(name)?.pointee.pw_uid ?? getuid()
    package static let gid: UInt32 = getpwnam(name)?.pointee.pw_gid ?? getgid()
    package static let group: String = getgrgid(gid).map { String(cString: $0.pointee.gr_name) } ?? "nogroup"

    /// Gives a file or a folder to the server.
    package static func own(_ path: String) { chown(path, uid, gid) }

    /// Makes a folder that the server may write in.
    package static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        own(path)
    }
}
