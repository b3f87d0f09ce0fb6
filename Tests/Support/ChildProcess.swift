// Programs that tests start, and end by their number.

import Foundation

/// A running program. Not Foundation's `Process`: started from a pool's thread, its children inherit a mask that blocks
/// SIGTERM, and waiting for them needs a run loop.
package struct ChildProcess: Sendable {
    private let pid: pid_t

    /// The process's number.
    package var number: Int32 { pid }

    package struct NotStarted: Error {
        let program: String
        let code: Int32
    }

    /// The files that a program's three streams are; what it prints is thrown away unless said otherwise.
    package struct Streams: Sendable {
        let input: String
        let output: String
        let errors: String

        package init(input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null")
        {
            self.input = input
            self.output = output
            self.errors = errors
        }
    }

    /// Starts a program, with this process's environment unless another is given.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil,
        streams: Streams = Streams()
    ) throws {
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
        posix_spawn_file_actions_addopen(&files, 0, streams.input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, streams.output, O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, 2, streams.errors, O_WRONLY, 0)
        let variables = environment ?? ProcessInfo.processInfo.environment
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &files, &attributes, words, settings)
        guard code == 0 else { throw NotStarted(program: program, code: code) }
        self.pid = pid
    }

    /// Ends the program, and waits until it is gone.
    package func end() {
        terminate()
        _ = wait()
    }

    /// Asks the program to end.
    package func terminate() { Foundation.kill(pid, SIGTERM) }

    /// Ends the program as a power cut would: it can finish nothing (SIGKILL).
    package func kill() { Foundation.kill(pid, SIGKILL) }

    /// Waits until the program has ended; returns its exit status, or the negated number of the signal that ended it.
    package func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            // Waiting blocks, so it is done on a thread of its own.
            Thread.detachNewThread { continuation.resume(returning: wait()) }
        }
    }

    /// Waits here until the program has ended; as `status`.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }
}
