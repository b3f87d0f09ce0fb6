// Words that many mails share: rendered once, then filled in.

internal import Core
internal import Synchronization

/// Tells snapshots in words, and keeps those that many get (`Message.sharedWords`): invitations, confirmations and their like
/// differ by the recipient's name and link alone, and by which of a few hundred slots they tell.
final class FormLetters: Sendable {
    private let templates: Templates
    private let letters = Mutex<[Key: Letter]>([:])

    /// Letters kept; beyond that all are forgotten, and made again as they are needed.
    private static let limit = 500

    /// What decides a letter's words but for the name and the link.
    private struct Key: Hashable {
        let campaign: CampaignFacts
        let language: Language
        let message: Message
        let isNamed: Bool
    }

    private struct Letter {
        let subject: Form
        let text: Form
        let html: Form
    }

    init(_ templates: Templates) { self.templates = templates }

    /// The same words as `Templates` would give.
    func words(for snapshot: MessageSnapshot, link: String) -> Templates.Words {
        guard let shared = snapshot.message.sharedWords else {
            return rendered(snapshot, snapshot.name, link)
        }
        let letter = letter(for: snapshot, shared)
        return Templates.Words(
            subject: letter.subject.filled(name: snapshot.name, link: link),
            text: letter.text.filled(name: snapshot.name, link: link),
            html: letter.html.filled(
                name: Templates.escaped(snapshot.name), link: Templates.escaped(link)))
    }

    private func letter(for snapshot: MessageSnapshot, _ shared: Message) -> Letter {
        let key = Key(
            campaign: snapshot.campaign, language: snapshot.language, message: shared,
            isNamed: !snapshot.name.isEmpty)
        if let letter = letters.withLock({ $0[key] }) { return letter }
        let words = rendered(snapshot, key.isNamed ? String(Form.name) : "", String(Form.link))
        let letter = Letter(subject: Form(words.subject), text: Form(words.text), html: Form(words.html))
        letters.withLock { letters in
            if letters.count >= Self.limit { letters.removeAll() }
            letters[key] = letter
        }
        return letter
    }

    private func rendered(_ snapshot: MessageSnapshot, _ name: String, _ link: String) -> Templates.Words {
        templates.words(
            for: snapshot.message.kind, in: snapshot.language, TemplateFacts(snapshot, name: name, link: link)
        )
    }
}

/// A text with gaps for a name and a link.
private struct Form {
    /// What stands in the gaps while a letter is rendered: two code points for private use, which no text of ours has.
    static let name: Unicode.Scalar = "\u{E000}"
    static let link: Unicode.Scalar = "\u{E001}"

    private enum Piece {
        case text(String)
        case name
        case link
    }

    private var pieces: [Piece] = []

    init(_ text: String) {
        var run = String.UnicodeScalarView()
        func end(_ pieces: inout [Piece]) {
            if !run.isEmpty { pieces.append(.text(String(run))) }
            run.removeAll()
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case Self.name:
                end(&pieces)
                pieces.append(.name)
            case Self.link:
                end(&pieces)
                pieces.append(.link)
            default: run.append(scalar)
            }
        }
        end(&pieces)
    }

    func filled(name: String, link: String) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let run): text += run
            case .name: text += name
            case .link: text += link
            }
        }
        return text
    }
}
