// Lines and phrases found byte by byte, as characters would find them.

import Core
import Testing

@testable import MailGateway

@Suite("Phrases") struct PhrasesTests {
    @Test(
        "A text's lines are those that Unicode parts",
        arguments: [
            "", "\n", "a", "a\nb", "a\r\nb\r\n\r\nc\n", "a\rb", "é\u{85}è\u{2028}ê\u{2029}â…’\u{B}\u{C}",
            "\r\n\n\r",
        ])
    func lines(text: String) {
        let expected = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)

        #expect(text.lines == expected)
        #expect("x\(text)y".dropFirst().dropLast().lines == expected)
    }

    @Test(
        "A phrase is found wherever it stands",
        arguments: [
            ("mail delivery failed", "delivery", true), ("aab", "ab", true), ("aa", "ab", false),
            ("", "a", false),
            ("échec de remise", "de", true), ("ab", "abc", false), ("abc", "", true),
            ("xabxabc", "abc", true),
        ])
    func says(text: String, phrase: String, found: Bool) {
        #expect(text.says(phrase) == found)
        #expect("-\(text)".dropFirst().says(phrase) == found)
        #expect("\(phrase)\(text)".begins(with: phrase))
    }

    @Test("What programs set between words folds as it does among other letters")
    func punctuation() {
        for code in UInt32(0x2000)..<0x2040 {
            guard let mark = UnicodeScalar(code) else { continue }

            // A letter of another script takes the general way.
            #expect("a\(mark)b".folded + " я" == "a\(mark)b я".folded)
        }
    }
}
