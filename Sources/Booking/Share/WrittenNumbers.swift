// Numbers as people write them.

internal import Core

extension Texts {
    /// "12 450" with a narrow no-break space, "12,450" in English.
    func number(_ number: Int) -> String {
        let digits = Array(String(abs(number)))
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in
            String(digits[max(0, end - 3)..<end])
        }
        let text = groups.reversed().joined(separator: language == .french ? "\u{202F}" : ",")
        return number < 0 ? "−\(text)" : text
    }

    /// "17,5", "17.5"; without the part after the comma where it is 0.
    func tenths(_ tenths: Int) -> String {
        let whole = number(tenths / 10)
        return tenths % 10 == 0 ? whole : whole + (language == .french ? "," : ".") + String(tenths % 10)
    }

    /// A number of a whole, by whether one or more are counted: "1 opération réalisée sur 4".
    func callAsFunction(_ count: Int, of total: Int, one: Phrase, many: Phrase) -> String {
        self(count < 2 ? one : many, ["count": number(count), "total": number(total)])
    }
}
