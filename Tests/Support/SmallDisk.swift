// A disk that is soon full.

import Foundation

/// A folder with room for a few megabytes: a file system of its own where the tests may make one, and otherwise a limit on
/// the size of the files that a program writes.
package final class SmallDisk: Sendable {
    package let folder: String
    private let isMounted: Bool

    package static func with<T>(megabytes: Int, _ body: (SmallDisk) async throws -> T) async throws -> T {
        try await withTemporaryFolder { folder in
            let options = "size=\(megabytes)m"
            let mount = try ChildProcess("/usr/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder])
            let isMounted = await mount.status() == 0
            let disk = SmallDisk(folder: folder, isMounted: isMounted)
            let result: Result<T, any Error>
            do { result = .success(try await body(disk)) } catch { result = .failure(error) }
            if isMounted { _ = await (try ChildProcess("/usr/bin/umount", [folder])).status() }
            return try result.get()
        }
    }

    private init(folder: String, isMounted: Bool) {
        self.folder = folder
        self.isMounted = isMounted
        // A program that meets its limit is otherwise ended by a signal; those that tests start inherit this.
        if !isMounted { signal(SIGXFSZ, SIG_IGN) }
    }

    /// Takes what room is left. `programs` are those that write here, where only they can be limited.
    package func fill(for programs: [Int32]) async throws {
        guard isMounted else { return try await limit(programs, to: "65536") }
        let file = try FileHandle(forWritingTo: filler())
        // Down to the last page: a write of one byte fails at the end.
        for size in [1 << 20, 1 << 12] {
            while (try? file.write(contentsOf: Data(repeating: 0, count: size))) != nil {}
        }
        try file.close()
    }

    /// Gives the room back.
    package func free(for programs: [Int32]) async throws {
        guard isMounted else { return try await limit(programs, to: "unlimited") }
        try FileManager.default.removeItem(at: filler())
    }

    private func filler() -> URL {
        let url = URL(filePath: folder + "/filler")
        if !FileManager.default.fileExists(atPath: url.path) {
            _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        }
        return url
    }

    private struct NotLimited: Error {}

    private func limit(_ programs: [Int32], to size: String) async throws {
        for program in programs {
            let words = ["--pid", "\(program)", "--fsize=\(size):unlimited"]
            guard await (try ChildProcess("/usr/bin/prlimit", words)).status() == 0 else {
                throw NotLimited()
            }
        }
    }
}
