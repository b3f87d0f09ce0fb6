// What a field page hands to its script: addresses, and every word that the script may have to say.

internal import Core

struct FieldShell: Sendable {
    let words: [Word]
    let marks: [Mark]

    struct Word: Sendable {
        /// The name of a `data-` attribute.
        let name: String
        let value: String
    }

    /// A state ready to be shown, by the identifier of its template.
    struct Mark: Sendable {
        let id: String
        let text: String
        let kind: String
        let icon: String

        init(_ id: String, _ mark: VisitMark) {
            self.id = id
            (text, kind, icon) = (mark.text, mark.kind, mark.icon)
        }
    }

    init(_ visit: FieldVisit, csrf: String, texts: Texts) {
        let query = visit.query.language.map { "?lang=\($0.rawValue)" } ?? ""
        let phrases: [(String, Phrase)] =
            [
                ("offline", .fieldOffline), ("offline-since", .fieldOfflineSince),
                ("waiting-one", .fieldWaitingOne),
                ("waiting-many", .fieldWaitingMany), ("steps", .fieldSteps),
                ("incomplete", .fieldSaidIncomplete),
                ("needs-network", .fieldNeedsNetwork), ("thanks", .fieldThanks),
                ("said-photo", .fieldSaidPhoto),
            ] + FieldEntry.Act.Kind.allCases.map { ("said-\($0.rawValue)", $0.done) }
        let home = "/f/\(visit.token)"
        words =
            [
                Word(name: "home", value: home), Word(name: "query", value: query),
                Word(name: "entries", value: "\(home)/entries?lang=\(texts.language.rawValue)"),
                Word(name: "worker", value: "\(home)/worker.js?lang=\(texts.language.rawValue)"),
                Word(name: "csrf", value: csrf),
                Word(name: "language", value: texts.language.rawValue),
                Word(name: "hour-mark", value: texts.language == .french ? "h" : ":"),
            ] + phrases.map { Word(name: $0, value: texts($1)) }
        marks =
            Operation.State.allCases.map { Mark("state-\($0.rawValue)", VisitMark($0, texts)) }
            + [ChecklistRun.Phase.State.complete, .open, .locked].map {
                Mark("phase-\($0.rawValue)", VisitMark($0, texts))
            }
    }
}

/// The hidden fields that each form of a field page posts.
struct ActForm: Sendable {
    let action: String
    let csrf: String
    /// The state that the page shows.
    let seen: String
    /// Made with the page, so that a form that is posted twice acts once.
    let entry: String
    /// Whether the state that the page shows has no use for it; a script shows it when the state moves.
    var hidden = false

    init(_ action: String, csrf: String, seen: Operation.State, now: Instant, from states: Operation.State...)
    {
        self.action = action
        self.csrf = csrf
        self.seen = seen.rawValue
        entry = FieldEntry.ID(at: now).text
        hidden = !states.isEmpty && !states.contains(seen)
    }
}

/// How far a checklist is.
struct StepProgress: Sendable {
    let done: Int
    let total: Int
    let text: String

    /// Nil where there is no step.
    init?(_ done: Int, of total: Int, _ texts: Texts) {
        guard total > 0 else { return nil }
        self.done = done
        self.total = total
        text = texts(.fieldSteps, ["done": String(done), "count": String(total)])
    }
}

/// A number to call with one tap.
struct Telephone: Sendable {
    let href: String
    let text: String

    /// Nil where there is no number to dial in it.
    init?(_ written: String?) {
        guard let written else { return nil }
        let number = written.filter { $0.isASCII && $0.isNumber || $0 == "+" }
        guard number.count >= 4, number.lastIndex(of: "+") ?? number.startIndex == number.startIndex,
            number.count <= 20
        else { return nil }
        href = "tel:\(number)"
        text = written
    }
}
