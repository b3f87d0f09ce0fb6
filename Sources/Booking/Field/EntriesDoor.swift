// Where a device that has its network back sends what was done without one.
//
// `POST /f/TOKEN/entries`, JSON: {"csrf", "entries": [{"id", "operation", "act", "seen", "at", …}]}, at most fifty, in the
// order in which they were done; the other fields of an entry are those of the form of its act, as text. The answer is
// {"outcomes": [{"id", "operation", "outcome": "done|moved|refused", "state", "message"}]}, one an entry in the same
// order; `message` is for the technician, where there is something to tell. An entry that was answered is decided for
// good; sent again, it is answered the same and does nothing.

internal import Core
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct EntriesDoor: Sendable {
    let gate: FieldGate
    let templates: WebTemplates

    /// Bytes of one post: fifty notes of the largest size, with their quotation marks.
    private static let sizeLimit = 512 * 1024
    private static let most = 50

    func add(to router: some RouterMethods<WebContext>) {
        router.post("/f/:token/entries") { request, context in try await take(request, context) }
    }

    private func take(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        try gate.gate.countForm(visit.token, now: visit.now)
        let posted = try await read(request)
        try gate.guardian.check(posted.csrf, of: request, for: String(visit.token))
        let texts = templates.texts(visit.query.language ?? .french)
        var outcomes: [SentOutcome] = []
        for sent in posted.entries {
            guard let entry = sent.entry() else {
                outcomes.append(SentOutcome(sent, .refused(.unusable), texts))
                continue
            }
            let outcome = try await gate.desk.act(entry, by: visit.id, now: visit.now)
            outcomes.append(SentOutcome(sent, outcome, texts))
        }
        return try SentOutcome.answer(outcomes)
    }

    private func read(_ request: Request) async throws -> Posted {
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased() == "application/json",
            let body = try? await request.body.collect(upTo: Self.sizeLimit),
            let posted = try? JSONDecoder().decode(Posted.self, from: Data(body.readableBytesView)),
            posted.entries.count <= Self.most
        else { throw Problem.unreadable }
        return posted
    }

    private struct Posted: Decodable {
        let csrf: String
        let entries: [SentEntry]
    }
}

/// An entry as a device sends it.
struct SentEntry: Decodable {
    let id: String
    let operation: String
    let act: String
    var seen: String?
    var at: String?
    var step: String?
    var reason: String?
    var slot: String?
    var problem: String?
    var text: String?
    var minutes: String?

    /// Nil where it cannot be understood.
    func entry() -> FieldEntry? {
        guard let id = FieldEntry.ID(id), let operation = Operation.ID(operation),
            let seen = seen.flatMap(Operation.State.init(rawValue:)),
            let at = at.flatMap({ Instant(iso8601: $0) }),
            let act = FieldEntry.Act(act, fields: field)
        else { return nil }
        return FieldEntry(id: id, operation: operation, act: act, seen: seen, at: at)
    }

    private func field(_ name: String) -> String? {
        let values = [
            "step": step, "reason": reason, "slot": slot, "problem": problem, "text": text,
            "minutes": minutes,
        ]
        return values[name].flatMap(\.self)
    }
}

/// What became of an entry, as a device is told.
struct SentOutcome: Encodable {
    let id: String
    let operation: String
    let outcome: String
    var state: String?
    /// Nil where all went as the technician saw it.
    var message: String?

    init(_ sent: SentEntry, _ outcome: FieldOutcome, _ texts: Texts) {
        id = sent.id
        operation = sent.operation
        let notice = FieldNotice(texts)
        let act = FieldEntry.Act.Kind(rawValue: sent.act)
        switch outcome {
        case .done(let state): (self.outcome, self.state) = ("done", state.rawValue)
        case .moved(let state):
            (self.outcome, self.state, message) = ("moved", state.rawValue, notice.moved(act, to: state))
        case .refused(let refusal):
            (self.outcome, message) = ("refused", notice.refused(act, refusal))
        }
    }

    /// A photograph: an entry that comes by a door of its own.
    init(photo id: String, of operation: OperationID, refusal: PhotoRefusal?, _ texts: Texts) {
        self.id = id
        self.operation = operation.text
        outcome = refusal == nil ? "done" : "refused"
        message = refusal.map { FieldNotice(texts).refused($0) }
    }

    static func answer(_ outcomes: [SentOutcome]) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(["outcomes": outcomes]))))
    }
}
