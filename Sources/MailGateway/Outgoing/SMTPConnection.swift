// One SMTP connection: a libcurl handle, reused for message after message, on a thread of its own.

internal import CCurl
internal import Core

/// A connection to a server, opened by its first message and kept open between messages.
actor SMTPConnection: CourierLane {
    private let executor = BlockingQueue("smtp")
    private let transfer: CurlTransfer

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ server: SMTPServer) { transfer = CurlTransfer(server) }

    /// Hands one message over, and returns when the server has answered for it.
    ///
    /// A connection that broke without a reply is opened anew, once: servers close idle ones. The message may then come
    /// twice, under the same Message-ID.
    func deliver(_ mail: OutgoingMail) throws(DeliveryError) {
        // libcurl 7.88 passes these on, and they would end the command: SMTP injection.
        guard Self.isSafe(mail.sender), Self.isSafe(mail.recipient) else {
            throw .permanent("the address holds a character that SMTP cannot carry", scope: .recipient)
        }
        var reply = transfer.send(mail)
        if reply.isBroken { reply = transfer.send(mail) }
        if let error = reply.error { throw error }
    }

    private static func isSafe(_ address: EmailAddress) -> Bool {
        address.text.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
    }
}
