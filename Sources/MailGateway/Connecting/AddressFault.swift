// What is wrong with where mail comes from or goes to, as a setting spells it.

/// An address that a setting spells: its form, and the options behind its `?`, with what each may be.
package protocol SettingAddress {
    static var form: String { get }
    static var options: KeyValuePairs<String, String> { get }
}

/// Why an address is not taken, in words that say what to write. Never repeats a password.
package enum AddressFault<Address: SettingAddress>: Error, Sendable, Hashable, CustomStringConvertible {
    case notAnAddress
    case unknownOption(String)
    case unusableOption(String)

    package var description: String {
        switch self {
        case .notAnAddress: "expected \(Address.form)"
        case .unknownOption(let name):
            "no option is called \(name): use \(Address.options.map(\.key).joined(separator: ", "))"
        case .unusableOption(let name):
            "the value of \(name) cannot be used: "
                + (Address.options.first { $0.key == name }?.value ?? "leave it out")
        }
    }
}
