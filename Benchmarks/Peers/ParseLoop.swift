// Parsing MIME by GMime with nothing else done, on one thread.

import ArgumentParser
import CGMime
import Foundation

struct ParseLoop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse-loop", abstract: "Parses each file of a folder as MIME.")

    @Argument(help: "A folder of messages.") var folder: String

    func run() throws {
        let messages = try MessageFolder.load(folder)
        g_mime_init()
        var parsed = 0
        printSeconds {
            for message in messages where Self.parses(message) { parsed += 1 }
        }
        guard parsed == messages.count else {
            throw PeerError(description: "\(messages.count - parsed) of \(messages.count) are not MIME")
        }
    }

    private static func parses(_ message: Data) -> Bool {
        message.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let stream = g_mime_stream_mem_new_with_buffer(start, bytes.count)
            let parser = g_mime_parser_new_with_stream(stream)
            let parsed = g_mime_parser_construct_message(parser, nil)
            defer {
                ops_gmime_unref(parsed)
                ops_gmime_unref(parser)
                ops_gmime_unref(stream)
            }
            return parsed != nil
        }
    }
}
