// What proves to a mail server who we are.

internal import Foundation

/// A password, or a bearer token (XOAUTH2), as Exchange Online and Google want it.
package enum MailServerCredential: Sendable, Hashable {
    case password(String)
    /// `auth=xoauth2`
    case token(String)
    /// A file that holds a bearer token, which another program renews: read whenever it is needed (`token=FILE`).
    case tokenFile(String)

    var isToken: Bool {
        if case .password = self { false } else { true }
    }

    /// A token's file that is not there, or is not text.
    struct Unreadable: Error, CustomStringConvertible {
        let path: String

        var description: String { "the token file \(path) cannot be read" }
    }

    /// The password or token as it stands now.
    func secret() throws(Unreadable) -> String {
        switch self {
        case .password(let text), .token(let text): return text
        case .tokenFile(let path):
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw Unreadable(path: path)
            }
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}

extension MailServerURL {
    /// The credential that the address and its options `auth` and `token` give; nil where they give none.
    mutating func credential() throws(AddressFault<Address>) -> MailServerCredential? {
        switch (options.take("token"), password, authentication) {
        case (let file?, nil, .xoauth2) where !file.isEmpty: return .tokenFile(file)
        case (.some, _, _): throw .unusableOption("token")
        case (nil, let secret?, .password): return .password(secret)
        case (nil, let secret?, .xoauth2): return .token(secret)
        case (nil, nil, _): return nil
        }
    }
}
