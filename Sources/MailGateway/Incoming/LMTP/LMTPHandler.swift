// A conversation on its socket: what LMTPSession decides is done here.

internal import NIOCore

/// Reads while there is something to do with what is read: not while a message is being stored, and not while the client
/// leaves our replies unread. So no client can fill our memory.
final class LMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Asks a connection to end, politely.
    struct Leave: Sendable {}

    private var session: LMTPSession
    private let room: LMTPRoom
    private let deliver: @Sendable (LMTPMail, @escaping @Sendable (Bool) -> Void) -> Void
    private var reserved = 0
    private var isStoring = false

    /// `deliver` stores a message and says whether it is safe, on any thread, exactly once.
    init(
        _ session: LMTPSession, room: LMTPRoom,
        deliver: @escaping @Sendable (LMTPMail, @escaping @Sendable (Bool) -> Void) -> Void
    ) {
        self.session = session
        self.room = room
        self.deliver = deliver
    }

    func channelActive(context: ChannelHandlerContext) {
        perform([.reply(session.greeting)], context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(session.receive(unwrapInboundIn(data).readableBytesView), context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        read(context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is Leave: perform(session.end(.closing), context)
        case is IdleStateHandler.IdleStateEvent: perform(session.end(.idle), context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isStoring { reserve(0) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func perform(_ effects: [LMTPSession.Effect], _ context: ChannelHandlerContext) {
        var output = context.channel.allocator.buffer(capacity: 256)
        var mail: LMTPMail?
        var isClosing = false
        for effect in effects {
            switch effect {
            case .reply(let reply): output.writeString(reply.text)
            case .store(let message): mail = message
            case .close: isClosing = true
            }
        }
        if output.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
        if let mail {
            store(mail, context)
        } else {
            reserve(session.held)
        }
        if isClosing { context.close(promise: nil) } else { read(context) }
    }

    private func store(_ mail: LMTPMail, _ context: ChannelHandlerContext) {
        isStoring = true
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deliver(mail) { isSafe in
            here.eventLoop.execute {
                let (handler, context) = here.value
                handler.isStoring = false
                handler.perform(handler.session.stored(isSafe), context)
            }
        }
    }

    /// Takes and gives back room for the message that is coming in; where there is none, the message is refused for now.
    private func reserve(_ bytes: Int) {
        if room.take(bytes - reserved) {
            reserved = bytes
        } else {
            session.refuseContent()
            _ = room.take(-reserved)
            reserved = 0
        }
    }

    private func read(_ context: ChannelHandlerContext) {
        let isReading = !isStoring && context.channel.isWritable
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }
}
