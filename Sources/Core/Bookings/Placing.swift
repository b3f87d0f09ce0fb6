// Placeholder while the use cases are written.
enum Placing {
    static func place(
        _ agent: Agent.ID, on slot: Slot.ID, by actor: Actor, now: Instant, on connection: any SQLConnection
    ) throws -> BookingResult { .refused(Refusal(.closed)) }
    static func cancel(_ agent: Agent.ID, by actor: Actor, now: Instant, on connection: any SQLConnection)
        throws
        -> BookingResult
    { .refused(Refusal(.closed)) }
}
extension AgentView {
    static func load(_ id: Agent.ID, now: Instant, on connection: any SQLConnection) throws -> AgentView? {
        nil
    }
}
extension PageVersion {
    static func load(_ id: Agent.ID, on connection: any SQLConnection) throws -> PageVersion? { nil }
}
extension TeamView {
    static func load(_ id: Manager.ID, now: Instant, on connection: any SQLConnection) throws -> TeamView? {
        nil
    }
}
