// What is known of a request beside its text.

internal import Core
package import Hummingbird
package import NIOCore

/// The context of every request, with the address that it came from.
package struct WebContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?
    /// The connection, to be closed under a stream that nobody reads.
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }

    /// The visitor's address, for counting tries. A proxy on this machine is believed about whom it speaks for; from
    /// elsewhere `X-Forwarded-For` is anybody's word.
    package func visitor(_ request: Request) -> String {
        let peer = remoteAddress?.ipAddress
        guard peer == nil || peer == "127.0.0.1" || peer == "::1",
            let last = request.headers[.forwardedFor]?.split(separator: ",").last
        else { return peer ?? "" }
        return String(last.filter { !$0.isWhitespace }.prefix(45))
    }
}
