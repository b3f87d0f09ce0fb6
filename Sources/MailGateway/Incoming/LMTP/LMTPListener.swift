// Mail that an MTA hands over at once.

package import Core
internal import Foundation
package import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// Listens for LMTP (RFC 2033). A message is stored and flushed before it is acknowledged; where it cannot be stored the
/// MTA is told to keep it (451). It is settled after the MTA has its answer.
package struct LMTPListener: Service {
    /// Stores one message; throws where it is not safe. What it returns settles it.
    package typealias Store = @Sendable ([UInt8]) async throws -> @Sendable () async -> Void

    private typealias Job = @Sendable () async -> Void

    private let address: LMTPAddress
    private let policy: RecipientPolicy
    private let settings: LMTPSession.Settings
    private let logger: Logger
    private let store: Store
    private let opened: @Sendable (Int?) -> Void
    private let idle: TimeAmount

    /// Bytes of messages that are coming in, over all connections.
    private static let room = 128 << 20
    /// How long connections have to end their message when the process is asked to stop.
    private static let patience = Duration.seconds(3)

    /// `opened` is told the port, once there is one to connect to.
    package init(
        _ address: LMTPAddress, gateway: EmailAddress, inbox: InboxService, logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now() },
        opened: @escaping @Sendable (Int?) -> Void = { _ in }
    ) {
        self.init(address, gateway: gateway, logger: logger, opened: opened) { raw in
            let mails = try await inbox.store([raw], source: "lmtp", now: now())
            return {
                do { _ = try await inbox.settle(mails, now: now()) } catch {
                    logger.error(
                        "a mail is stored, and will be settled later", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    init(
        _ address: LMTPAddress, gateway: EmailAddress, logger: Logger, settings: LMTPSession.Settings? = nil,
        idle: TimeAmount = .minutes(5), opened: @escaping @Sendable (Int?) -> Void = { _ in },
        store: @escaping Store
    ) {
        self.address = address
        policy = RecipientPolicy(gateway: gateway, acceptance: address.acceptance)
        self.settings = settings ?? LMTPSession.Settings(host: String(gateway.domain))
        self.idle = idle
        self.logger = logger
        self.opened = opened
        self.store = store
    }

    /// The address cannot be listened on: another program has it, or it is not this machine's.
    package struct NotListening: Error, CustomStringConvertible {
        package let description: String
    }

    /// Listens until the process is asked to stop. Throws `NotListening`.
    package func run() async throws {
        let (jobs, queue) = AsyncStream.makeStream(of: Job.self)
        let connections = LMTPConnections(limit: address.connections)
        let server = try await bind(connections) { queue.yield($0) }
        logger.info("listening for LMTP", metadata: ["address": "\(address.place)"])
        opened(server.localAddress?.port)
        await withDiscardingTaskGroup { group in
            group.addTask {
                try? await gracefulShutdown()
                try? await server.close()
                await connections.end(within: Self.patience)
                queue.finish()
            }
            for await job in jobs { group.addTask { await job() } }
            // What is stored and not settled is taken up by InboxRecovery: a database in trouble holds nobody up.
            group.cancelAll()
        }
        if case .socket(let path) = address.place { unlink(path) }
    }

    private func bind(
        _ connections: LMTPConnections, _ enqueue: @escaping @Sendable (@escaping Job) -> Void
    ) async throws -> any Channel {
        let room = LMTPRoom(limit: Self.room)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1 << 16))
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard connections.admit(channel) else {
                        return try channel.pipeline.syncOperations.addHandler(LMTPTurningAway())
                    }
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(allTimeout: idle),
                        LMTPHandler(
                            LMTPSession(settings, accepts: policy.accepts), room: room,
                            deliver: delivery(enqueue)),
                    ])
                }
            }
        do {
            switch address.place {
            case .port(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
            case .socket(let path):
                let server = try await bootstrap.bind(
                    unixDomainSocketPath: path, cleanupExistingSocketFile: true
                ).get()
                // Whoever may enter its folder may connect: the MTA is another user.
                chmod(path, 0o666)
                return server
            }
        } catch {
            throw NotListening(
                description: "OPSTRACKER_LMTP: \(address.place) cannot be listened on: \(error)")
        }
    }

    /// What stores the messages of one connection, each after the one before is settled: a connection never has more than
    /// one message in hand.
    private func delivery(
        _ enqueue: @escaping @Sendable (@escaping Job) -> Void
    ) -> @Sendable (LMTPMail, @escaping @Sendable (Bool) -> Void) -> Void {
        let turns = Turns()
        let (store, logger) = (store, logger)
        return { mail, done in
            enqueue {
                await turns.next()
                do {
                    let settle = try await store(mail.bytes)
                    done(true)
                    await settle()
                } catch {
                    logger.error(
                        "a mail could not be stored: its MTA keeps it", metadata: ["error": "\(error)"])
                    done(false)
                }
                turns.end()
            }
        }
    }
}

/// One job of a connection at a time.
private final class Turns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Waits until the job before has ended. One at most waits: a connection sends its next message when it has a reply.
    func next() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                defer { state.isTaken = true }
                if state.isTaken { state.waiting = continuation }
                return !state.isTaken
            }
            if isFree { continuation.resume() }
        }
    }

    func end() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.isTaken = false }
            return state.waiting
        }
        waiting?.resume()
    }
}

/// Tells a client that there are too many, and closes.
private final class LMTPTurningAway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        let words = context.channel.allocator.buffer(string: LMTPReply.crowded.text)
        context.writeAndFlush(wrapOutboundOut(words), promise: nil)
        context.close(promise: nil)
    }
}
