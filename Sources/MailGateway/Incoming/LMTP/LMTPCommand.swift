// One command line of an LMTP client.

internal import Core

/// A command with its arguments (RFC 2033, RFC 5321 §4.1).
enum LMTPCommand: Hashable {
    case lhlo(String)
    /// Nil where the path is empty, as in bounces; `size` as declared (RFC 1870).
    case mail(sender: String?, size: Int?)
    case rcpt(EmailAddress)
    case data
    case rset, noop, quit, vrfy, help
    /// HELO and EHLO, which an LMTP server must not know (RFC 2033 §4.1).
    case smtpGreeting
    case unknown

    /// Why a line is no command that can be followed.
    enum Fault: Error, Hashable {
        case badArguments
        case badAddress
        case unknownParameter
    }

    /// Reads a line without its CRLF.
    init(_ line: some StringProtocol) throws(Fault) {
        let verb = line.prefix { $0 != " " }.uppercased()
        let rest = line.drop { $0 != " " }.dropFirst()
        switch verb {
        case "LHLO":
            guard !rest.isEmpty else { throw .badArguments }
            self = .lhlo(String(rest))
        case "MAIL": self = try Self.mail(rest)
        case "RCPT": self = try Self.rcpt(rest)
        case "DATA":
            guard rest.isEmpty else { throw .badArguments }
            self = .data
        case "RSET": self = .rset
        case "NOOP": self = .noop
        case "QUIT": self = .quit
        case "VRFY": self = .vrfy
        case "HELP": self = .help
        case "HELO", "EHLO": self = .smtpGreeting
        default: self = .unknown
        }
    }

    private static func mail(_ text: some StringProtocol) throws(Fault) -> LMTPCommand {
        let (path, parameters) = try split(text, "FROM:")
        var size: Int?
        for parameter in parameters {
            let sides = parameter.split(separator: "=", maxSplits: 1)
            switch (sides[0].uppercased(), sides.count > 1 ? sides[1].uppercased() : "") {
            case ("SIZE", let digits):
                guard let number = Int(digits), number >= 0 else { throw .badArguments }
                size = number
            case ("BODY", "7BIT"), ("BODY", "8BITMIME"): break
            default: throw .unknownParameter
            }
        }
        guard !path.isEmpty else { return .mail(sender: nil, size: size) }
        // Kept as it is: nothing is proved by it, and one that is written oddly is no reason to refuse a mail.
        guard path.utf8.count <= 254, path.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .badAddress
        }
        return .mail(sender: path, size: size)
    }

    private static func rcpt(_ text: some StringProtocol) throws(Fault) -> LMTPCommand {
        let (path, parameters) = try split(text, "TO:")
        guard parameters.isEmpty else { throw .unknownParameter }
        guard let address = EmailAddress(path) else { throw .badAddress }
        return .rcpt(address)
    }

    /// `FROM:<path> A=1 B`: the path without its brackets and its source route, and the parameters.
    private static func split(_ text: some StringProtocol, _ keyword: String) throws(Fault) -> (
        String, [String]
    ) {
        guard text.prefix(keyword.count).uppercased() == keyword else { throw .badArguments }
        // Some clients put a space behind the colon.
        let rest = text.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { throw .badArguments }
        var path = rest[rest.index(after: rest.startIndex)..<end]
        // A source route is to be ignored (RFC 5321 §4.1.1.3).
        if path.first == "@", let colon = path.firstIndex(of: ":") {
            path = path[path.index(after: colon)...]
        }
        let tail = rest[rest.index(after: end)...]
        guard tail.isEmpty || tail.first == " " else { throw .badArguments }
        return (String(path), String(tail).split(separator: " ").map(String.init))
    }
}
