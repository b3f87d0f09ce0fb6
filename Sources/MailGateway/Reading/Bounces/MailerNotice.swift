// Bounces in words: the notices of mail programs that write no report.

import Core

/// A notice that a person would understand: whom a message did not reach, and why.
///
/// An address counts only where the form says that it is the failed recipient: under a line that announces them, in a
/// sentence that says so, in a field, or as `<a@b.c>:` before a reason. Never our own.
struct MailerNotice {
    private static let longest = 60_000
    private static let mostLines = 600
    private static let mostRecipients = 200

    let bounces: [Bounce]
    /// Our mail, as the notice repeats it at its end.
    let copy: ParsedMail?

    init(_ mail: ParsedMail) {
        let text = BodyText.find(in: mail.body).start(Self.longest)
        let lines = text.lines.prefix(Self.mostLines).map(NoticeLine.init)
        let end = lines.firstIndex(where: \.beginsCopy) ?? lines.endIndex
        let copied = lines[end...].drop { !$0.isHeader }.map { String($0.raw) }.joined(separator: "\n")
        copy = copied.isEmpty ? nil : MailParser.parse(Array(copied.utf8))

        var reading = Reading(own: Self.ownAddresses(mail, copy))
        for index in lines[..<end].indices { reading.read(lines[..<end], at: index) }
        var failed = reading.failed
        if failed.isEmpty {
            failed = mail.headers.all("X-Failed-Recipients").flatMap { $0.split(separator: ",") }
                .compactMap { FailedAddress.read($0) }.map { ($0, []) }
        }

        let whole = lines[..<end].map(\.text).filter { !$0.isEmpty }.joined(separator: " ")
        let subject = (mail.headers["Subject"] ?? "").start(200).folded
        let isDelay = NoticePhrases.isDelay(subject: subject, text: whole.prefix(1_500).folded)
        let told = failed.prefix(Self.mostRecipients).map { address, words in
            // A reason told once holds for everybody.
            let own = words.joined(separator: " ")
            let reason = DeliveryVerdict.tells(own) ? own : whole
            return DeliveryVerdict(status: nil, words: reason, isFailure: !isDelay, isNamed: true)
                .bounce(of: address)
        }
        bounces =
            told.isEmpty
            ? [
                DeliveryVerdict(status: nil, words: whole, isFailure: !isDelay, isNamed: false)
                    .bounce(of: nil)
            ] : Array(told)
    }

    /// A program wrote it: by its sender's name alone, or by a name that people use too and a subject of failure.
    static func isNotice(_ mail: ParsedMail) -> Bool {
        let sender = mail.from ?? mail.headers["From"] ?? ""
        let local = sender.prefix { $0 != "@" }.lowercased()
        if NoticePhrases.daemons.contains(where: local.begins) { return true }
        let subject = (mail.headers["Subject"] ?? "").start(200).folded
        guard NoticePhrases.subjects.contains(where: subject.says) else { return false }
        return NoticePhrases.offices.contains(local) || mail.headers["X-Failed-Recipients"] != nil
            || AutomaticMail.hasNullReturnPath(mail.headers)
    }

    /// The addresses that the notice was sent to, and those that our mail was sent from.
    private static func ownAddresses(_ mail: ParsedMail, _ copy: ParsedMail?) -> Set<EmailAddress> {
        let headers =
            ["to", "delivered-to", "x-original-to"].flatMap(mail.headers.all)
            + ["from", "reply-to", "return-path", "sender"].flatMap { copy?.headers.all($0) ?? [] }
        return Set(
            headers.flatMap { $0.prefix(2_000).split { $0.isWhitespace || "<>,;\"".contains($0) } }
                .compactMap { EmailAddress($0) })
    }

    /// The walk over the lines.
    private struct Reading {
        let own: Set<EmailAddress>
        private(set) var failed: [(address: EmailAddress, words: [Substring])] = []
        /// A line has announced that failed recipients follow.
        private var isListing = false

        init(own: Set<EmailAddress>) { self.own = own }

        mutating func read(_ lines: ArraySlice<NoticeLine>, at index: Int) {
            let line = lines[index]
            guard !line.text.isEmpty else { return }
            let previous = index > 0 ? lines[index - 1].folded : ""
            let next = index + 1 < lines.endIndex ? lines[index + 1] : nil
            if let found = line.field ?? line.marked
                ?? (isListing ? line.listed(opensParagraph: previous.isEmpty) : nil)
            {
                add(found.address, found.reason)
            } else if let address = told(in: line, before: next) {
                add(address, line.text)
            } else if let last = failed.indices.last {
                failed[last].words.append(line.text)
                if let original = line.original { failed[last].address = original }
            }
            if NoticePhrases.leads.contains(where: (previous + " " + line.folded).says) {
                isListing = true
            }
            if NoticePhrases.closes.contains(where: line.folded.says) { isListing = false }
        }

        /// The address in a sentence that says whom the message did not reach, or on the line on which it goes on.
        private func told(in line: NoticeLine, before next: NoticeLine?) -> EmailAddress? {
            if NoticePhrases.leads.contains(where: line.folded.says) { return line.address(but: own) }
            guard NoticePhrases.sentences.contains(where: line.folded.says) else { return nil }
            return line.address(but: own) ?? next?.leadingAddress
        }

        private mutating func add(_ address: EmailAddress, _ reason: Substring) {
            guard !own.contains(address), failed.count < mostRecipients else { return }
            let known = failed.firstIndex { $0.address == address }
            var entry = known.map { failed.remove(at: $0) } ?? (address: address, words: [])
            if !reason.isEmpty { entry.words.append(reason) }
            failed.append(entry)
        }
    }
}
