// What a mail server found out about a mail's sender.

import Core

/// One Authentication-Results header (RFC 8601 §2.2), without its comments.
struct AuthenticationResults: Sendable, Hashable {
    /// Who says so, in lower case.
    let authserv: String
    let results: [Result]

    struct Result: Sendable, Hashable {
        /// `dmarc`, `spf`, `dkim`, in lower case.
        let method: String
        /// `pass`, `fail`, `softfail`, `none`, in lower case.
        let value: String
        /// The whole of it, as it was written but for comments: `dmarc=fail header.from=mairie.example`.
        let text: String
    }

    /// What the header of the one server that is believed says. Nothing is known where there is no such server, or no
    /// such header.
    ///
    /// Only the topmost header under its name counts. A border server should take away those that came from outside
    /// (RFC 8601 §5); where it does not, they stand below its own.
    static func authentication(in headers: MailHeaders, believing authserv: String?)
        -> IncomingAnswer.Authentication
    {
        guard let authserv = authserv?.lowercased(), !authserv.isEmpty else { return .unknown }
        let all = headers.all("Authentication-Results").lazy.compactMap { AuthenticationResults($0) }
        return all.first { $0.authserv == authserv }?.verdict ?? .unknown
    }

    /// DMARC where it decided, since it alone is about the address that people see (RFC 7489 §3.1). Otherwise SPF and
    /// DKIM: a fail of one that a pass of the other does not make good, as for a mail that was forwarded.
    var verdict: IncomingAnswer.Authentication {
        let dmarc = results.first { $0.method == "dmarc" && ["pass", "fail"].contains($0.value) }
        let heard = dmarc.map { [$0] } ?? results.filter { ["spf", "dkim"].contains($0.method) }
        if heard.contains(where: { $0.value == "pass" }) { return .pass }
        return heard.first { $0.value == "fail" || $0.value == "hardfail" }.map { .fail($0.text) } ?? .unknown
    }
}

// MARK: - Reading

extension AuthenticationResults {
    /// Characters looked at: a server's own are far shorter.
    private static let longest = 10_000

    /// Reads an unfolded value; nil where it names no server first, which makes it nobody's (Exchange Online's own headers
    /// are such).
    init?(_ value: String) {
        let fields = Self.fields(of: value.prefix(Self.longest))
        let server = fields[0].split(whereSeparator: \.isWhitespace)
        // A version may stand behind the name.
        guard let name = server.first, server.count == 1 || server.count == 2 && Int(server[1]) != nil,
            !name.contains("=")
        else { return nil }
        authserv = name.lowercased()
        results = fields.dropFirst().compactMap(Result.init)
    }

    /// The parts between semicolons, without comments, which may be nested, and without quotation marks. What is open at
    /// the end goes on to the end.
    private static func fields(of value: Substring) -> [String] {
        var fields = [""]
        var comments = 0
        var isQuoted = false
        var isEscaped = false
        for character in value {
            defer { isEscaped = character == "\\" && !isEscaped }
            switch character {
            case "\\" where !isEscaped && (comments > 0 || isQuoted): continue
            case "\"" where !isEscaped && comments == 0: isQuoted.toggle()
            case "(" where !isEscaped && !isQuoted: comments += 1
            case ")" where !isEscaped && comments > 0: comments -= 1
            case ";" where comments == 0 && !isQuoted: fields.append("")
            case _ where comments == 0: fields[fields.count - 1].append(character)
            default: continue
            }
        }
        return fields
    }
}

extension AuthenticationResults.Result {
    /// `method[/version] = result …`; nil for `none` alone, and for what is neither.
    fileprivate init?(_ field: String) {
        let text = field.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let method = text[..<equals].prefix { $0.isLetter || $0 == "-" }.lowercased()
        let value = text[equals...].dropFirst().drop { $0 == " " }.prefix(while: \.isLetter).lowercased()
        guard !method.isEmpty, !value.isEmpty else { return nil }
        self.init(method: method, value: value, text: String(text.prefix(200)))
    }
}
