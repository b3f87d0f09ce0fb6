// Text as people search it.

import Foundation
import Testing

@testable import Core

@Suite struct FoldingTests {
    @Test(
        "Case, accents, ligatures and blanks are folded away",
        arguments: [
            ("Siège", "siege"), ("  DÉPÔT\t du  Nord ", "depot du nord"),
            ("Œuf Æon Straße", "oeuf aeon strasse"),
            ("l’Été", "l'ete"), ("Nguyễn Thị", "nguyen thi"), ("Łukasz Žižek", "łukasz zizek"),
            ("e\u{301}", "e"),
            ("a\u{A0}\u{A0}b\u{A0}", "a b"), ("Ελλάδα", "ελλαδα"), ("🚲 À", "🚲 a"), ("", ""), (" ", ""),
        ])
    func folds(_ text: String, _ folded: String) {
        #expect(text.folded == folded)
    }

    @Test("The quick way gives what the general one gives, letter by letter")
    func quick() {
        let letters = (0x80..<0x2000).compactMap { UnicodeScalar($0) }
        for letter in letters {
            // A bicycle is beyond the quick way, so that the whole text takes the general one.
            #expect("x\(letter)y 🚲".folded == "x\(letter)y".folded + " 🚲")
        }
    }
}
