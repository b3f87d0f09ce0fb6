// One event of a stream, as browsers read it (HTML Standard, 9.2 Server-sent events).

internal import NIOCore

struct ServerEvent: Sendable {
    /// What may be told to an open page.
    enum Name: String, Sendable {
        /// The page has changed; the data is its live region, or nothing where the page is to be fetched again.
        case change
        /// Nothing has changed, and the stream is open.
        case beat
        /// The link has ended: there is nothing more to come.
        case gone
    }

    let name: Name
    /// What a browser that comes back says it has seen.
    var id: String?
    var data = ""

    var bytes: ByteBuffer {
        var text = "event: \(name.rawValue)\n"
        if let id { text += "id: \(id)\n" }
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) {
            text += "data: \(line)\n"
        }
        return ByteBuffer(string: text + "\n")
    }

    /// What a stream begins with: how long a browser waits before it comes back, in milliseconds.
    static let opening = ByteBuffer(string: "retry: 3000\n\n")
}
