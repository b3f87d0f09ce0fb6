// One SMTP connection: a libcurl handle, reused for message after message, on a thread of its own.

internal import CCurl
internal import Core

/// A connection to a server, opened by its first message and kept open between messages.
actor SMTPConnection: CourierLane {
    private let executor = BlockingQueue("smtp")
    private let transfer: CurlTransfer
    private let brake = Brake()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ server: SMTPServer) { transfer = CurlTransfer(server, brake: brake) }

    /// Hands one message over, and returns when the server has answered for it.
    ///
    /// A connection that broke without a refusal is opened anew, once: servers close idle ones. The message may then
    /// come twice, under the same Message-ID.
    func deliver(_ mail: OutgoingMail) throws(DeliveryError) {
        var reply = transfer.send(mail)
        if reply.isBroken { reply = transfer.send(mail) }
        if let error = reply.error { throw error }
    }

    nonisolated func abort() { brake.pull() }
}
