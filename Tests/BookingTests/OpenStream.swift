// A stream of events as a browser holds it open, read by curl, which knows nothing of our code.

import Foundation
import Synchronization

final class OpenStream: Sendable {
    private let process: Mutex<Process>
    private let gathered = Mutex<(text: String, isOver: Bool)>(("", false))

    init(port: Int, path: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = ["-sN", "http://127.0.0.1:\(port)\(path)"]
        process.standardOutput = pipe
        self.process = Mutex(process)
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            self?.gathered.withLock { gathered in
                gathered.text += String(decoding: data, as: UTF8.self)
                gathered.isOver = data.isEmpty
            }
            if data.isEmpty { handle.readabilityHandler = nil }
        }
        try? self.process.withLock { try $0.run() }
    }

    deinit { process.withLock { if $0.isRunning { $0.terminate() } } }

    /// What has come so far.
    var text: String { gathered.withLock { $0.text } }
    /// Whether the server has ended the stream.
    var isOver: Bool { gathered.withLock { $0.isOver } }
}
