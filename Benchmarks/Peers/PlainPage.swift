// A page by Hummingbird with nothing behind it: the same bytes for everyone.

import ArgumentParser
import Hummingbird
import Logging

struct PlainPage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plain-page", abstract: "Serves a page of a given length at /, until it is stopped.")

    @Option(help: "Port on loopback.") var port: Int
    @Option(help: "Length of the page in bytes.") var bytes: Int

    func run() async throws {
        let page = ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes)
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: page))
        }
        var logger = Logger(label: "plain-page")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }
}
