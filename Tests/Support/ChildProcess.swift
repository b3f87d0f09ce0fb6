// Programs that tests start, and end by their number.

import Foundation

/// A running program. Not Foundation's `Process`: started from a pool's thread, its children inherit a mask that blocks
/// SIGTERM, and waiting for them needs a run loop.
package struct ChildProcess: Sendable {
    private let pid: pid_t

    package struct NotStarted: Error {
        let program: String
        let code: Int32
    }

    /// Starts a program with nothing on its standard input and its standard error thrown away.
    package init(_ program: String, _ arguments: [String]) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &files, &attributes, words, environ)
        guard code == 0 else { throw NotStarted(program: program, code: code) }
        self.pid = pid
    }

    /// Ends the program, and waits until it is gone.
    package func end() {
        kill(pid, SIGTERM)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    }
}
