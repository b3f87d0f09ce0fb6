// The built executable, run as a person or a script would run it.

import Foundation

/// `opstracker` with an environment of its own.
package struct Program: Sendable {
    package let environment: [String: String]

    /// `settings` are added to what the machine's environment says.
    package init(_ settings: [String: String]) {
        environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
    }

    /// What a run printed, and how it ended.
    package struct Run: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String

        /// The lines of standard output as JSON objects.
        package func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                else {
                    throw NotJSON(line: String(line))
                }
                return object
            }
        }
    }

    package struct NotJSON: Error { let line: String }
    package struct Failed: Error { let run: Run }

    /// Runs to the end.
    package func run(_ arguments: [String], input: [UInt8] = []) async throws -> Run {
        try await withTemporaryFolder { folder in
            // Files rather than pipes: nothing that it prints can block it.
            let status = try await start(arguments, input: input, folder: folder).status()
            func read(_ name: String) throws -> String {
                String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + name)), as: UTF8.self)
            }
            return Run(
                status: status, output: try read("output"), errors: try read("errors"))
        }
    }

    /// Runs with `--json` and gives its lines; throws `Failed` where it does not end with 0.
    package func json(_ arguments: String..., input: [UInt8] = []) async throws -> [[String: Any]] {
        let run = try await run(arguments + ["--json"], input: input)
        guard run.status == 0 else { throw Failed(run: run) }
        return try run.objects()
    }

    /// Runs `body` while the program serves, then asks it to stop, and gives the status with which it ended.
    package func serving(
        _ arguments: [String], until isReady: () async -> Bool, _ body: () async throws -> Void
    ) async throws -> Int32 {
        try await withTemporaryFolder { folder in
            let process = try start(arguments, input: [], folder: folder)
            do {
                try await eventually("the program serves") { await isReady() }
                try await body()
            } catch {
                process.end()
                throw error
            }
            process.terminate()
            return await process.status()
        }
    }

    /// Begins to run, and returns at once; what it prints is thrown away. The caller ends it.
    package func begin(_ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(Self.executable, arguments, environment: environment)
    }

    /// The same, with what a shell does first ("ulimit …").
    package func begin(_ arguments: [String], after shell: String) throws -> ChildProcess {
        try ChildProcess(
            "/bin/bash", ["-c", shell + "\nexec \"$0\" \"$@\"", Self.executable] + arguments,
            environment: environment)
    }

    private func start(_ arguments: [String], input: [UInt8], folder: String) throws -> ChildProcess {
        for (name, content) in [("output", []), ("errors", []), ("input", input)] {
            try Data(content).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        return try ChildProcess(
            Self.executable, arguments, environment: environment,
            streams: .init(
                input: folder + "/input", output: folder + "/output", errors: folder + "/errors"))
    }

    /// The product lies beside the tests that were built with it.
    private static let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "opstracker").path
}

package struct NeverHappened: Error { let what: String }

/// Waits until a condition holds, and gives up after a minute, unless told to wait longer.
package func eventually(
    _ what: String, within patience: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + patience
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what) }
        try await Task.sleep(for: .milliseconds(20))
    }
}
