// By which way appointments were answered.

/// How an agent's appointment came to stand.
package enum AnswerWay: String, Sendable, Codable, CaseIterable, SQLBindable, SQLReadable {
    /// The agent, on the page that their link opens.
    case link
    /// The agent's calendar: accepted there, or another time proposed.
    case calendar
    /// The agent's words, in a reply to our mail.
    case reply
    /// A manager, a delegate or a coordinator, for them; the agent has said nothing since.
    case manager

    /// The way of whoever places, moves or accepts; nil where the clock does, which is nobody's answer.
    package init?(_ actor: Actor) {
        switch (actor.kind, actor.way) {
        case (.agent, .mail): self = .reply
        case (.agent, _): self = .link
        case (.manager, _), (.delegate, _), (.coordinator, _), (.technician, _): self = .manager
        case (.system, _): return nil
        }
    }
}
