// opstracker serve: everything in one process, or its halves on several machines.

internal import ArgumentParser
internal import Booking
internal import Core
internal import Foundation
internal import Hummingbird
internal import Logging
internal import MailGateway
internal import ServiceLifecycle
internal import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages, send and receive mail, and keep the clock, until asked to stop.")

    enum Role: String, ExpressibleByArgument, CaseIterable { case all, web, gateway }

    @Option(help: "all, web (pages only) or gateway (mail and clock only).") var role = Role.all
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withInstallation { installation in
            var services: [any Service] = []
            if role != .gateway { services.append(try installation.web()) }
            if role != .web { services += try installation.gatewayServices() }
            try await serve(services, logger: installation.logger("serve"))
        }
    }
}

/// Runs services until SIGTERM or SIGINT; what is under way is finished first.
func serve(_ services: [any Service], logger: Logger) async throws {
    let group = ServiceGroup(
        configuration: .init(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
}

extension Installation {
    /// Where the web listens. Throws `Refused` where the setting is no address.
    func listeningAddress() throws -> (host: String, port: Int) {
        let text = settings[.listen]
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else {
            throw Refused(
                fr: "OPSTRACKER_LISTEN : « \(text) » n'est pas une adresse comme 127.0.0.1:8080.",
                en: "OPSTRACKER_LISTEN: '\(text)' is no address like 127.0.0.1:8080.")
        }
        return (text[..<colon].trimmingCharacters(in: ["[", "]"]), port)
    }

    /// The pages that links open.
    func bookingSite() throws -> BookingSite {
        let gateway = try mailAddress()
        let pages: WebTemplates
        do { pages = try WebTemplates(folder: try templates() + "/web") } catch let fault
            as WebTemplates.Fault
        {
            throw Refused(
                fr: "Les modèles de pages ont des erreurs : \(fault)",
                en: "The page templates have faults: \(fault)")
        }
        return BookingSite(
            desk: BookingDesk(database), keys: try keys(), templates: pages,
            settings: .init(
                baseURL: baseURL, organizer: .init(gateway.address, name: gateway.name)))
    }

    /// The web as a service; `extend` adds routes to it, and `whenItAnswers` runs once it listens.
    func web(
        extend: (Router<WebContext>) throws -> Void = { _ in },
        whenItAnswers: @escaping @Sendable () async -> Void = {}
    ) throws -> any Service {
        let (host, port) = try listeningAddress()
        let router = try bookingSite().router()
        try extend(router)
        return Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { _ in await whenItAnswers() }, logger: logger("web"))
    }

    /// What sends, receives and keeps the clock.
    func gatewayServices() throws -> [any Service] {
        let inbox = try inboxService()
        return [
            try outboxService(), InboxRecovery(inbox, logger: logger("inbox")),
            Scheduler(tick: Tick(database), logger: logger("scheduler")),
        ] + (try mailSources(inbox))
    }
}
