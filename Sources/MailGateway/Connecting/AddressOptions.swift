// The options behind the `?` of an address.

/// Options by name, taken one after another; what is left over at the end is unknown.
struct AddressOptions<Address: SettingAddress> {
    private var values: [String: String] = [:]

    /// The last one counts where a name comes twice.
    init(_ pairs: some Sequence<(name: String, value: String)>) {
        for (name, value) in pairs { values[name] = value }
    }

    mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

    /// An option that is a whole number of a range.
    mutating func number(
        _ name: String, _ range: ClosedRange<Int>
    ) throws(AddressFault<Address>) -> Int? {
        guard let text = take(name) else { return nil }
        guard let number = Int(text), range.contains(number) else { throw .unusableOption(name) }
        return number
    }

    /// An option that is one of a few words.
    mutating func word<Word: RawRepresentable<String>>(
        _ name: String, as type: Word.Type = Word.self
    ) throws(AddressFault<Address>) -> Word? {
        guard let text = take(name) else { return nil }
        guard let word = Word(rawValue: text) else { throw .unusableOption(name) }
        return word
    }

    /// Throws where an option is left that nobody took.
    func end() throws(AddressFault<Address>) {
        if let unknown = values.keys.min() { throw .unknownOption(unknown) }
    }
}
