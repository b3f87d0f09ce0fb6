// Trying a transaction again when the engine says that it lost a race.

/// Transient faults are tried again a few times, later each time, with jitter so that rivals do not meet again.
enum Retry {
    static let attempts = 8

    static func transient<T>(_ work: () async throws -> T) async throws -> T {
        var attempt = 1
        while true {
            do {
                return try await work()
            } catch SQLError.transient(let message) {
                guard attempt < attempts else { throw SQLError.transient(message) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(4 << attempt))))
                attempt += 1
            }
        }
    }
}
