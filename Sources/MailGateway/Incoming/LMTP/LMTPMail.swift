// A mail as an MTA handed it over, with what only its envelope tells.

internal import Core
internal import Foundation

/// A message and its envelope.
package struct LMTPMail: Sendable, Hashable {
    /// Nil for the empty path, which bounces and absences have.
    let sender: String?
    let recipients: [EmailAddress]
    let content: [UInt8]

    /// What is stored, once for all recipients: the envelope's sender in front, as the last MTA on a way writes it
    /// (RFC 5321 §4.4), and those recipients with a key that the headers do not name, so that no key is lost.
    ///
    /// The same mail brings the same bytes whenever it comes again, also where an MTA asks again for one recipient of two.
    var bytes: [UInt8] {
        let header = Self.header(of: content)
        let untold = Set(recipients).filter { recipient in
            ReplyKey.handle(of: recipient.local.split { "+=".contains($0) }.last ?? "") != nil
                && header.range(of: recipient.text, options: .caseInsensitive) == nil
        }
        let lines =
            ["Return-Path: <\(sender ?? "")>"] + untold.sorted().map { "Delivered-To: \($0.text)" }
        return lines.flatMap { Array("\($0)\r\n".utf8) } + content
    }

    private static func header(of content: [UInt8]) -> String {
        let limit = content.prefix(256 << 10)
        var end = limit.startIndex
        while let feed = limit[end...].firstIndex(of: 0x0A) {
            let next = limit[(feed + 1)...].first
            end = feed + 1
            if next == 0x0A || next == 0x0D { break }
        }
        return String(decoding: limit[..<end], as: UTF8.self)
    }
}
