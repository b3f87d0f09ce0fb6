// What the terminal shows: people's lines, or JSON for scripts.

internal import Core
internal import Foundation

enum Terminal {
    /// The language of messages: French first, English where the environment says so.
    static let language: Language = {
        let environment = ProcessInfo.processInfo.environment
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.lowercased().hasPrefix("en") ? .english : .french
    }()

    static func text(fr: String, en: String) -> String { language == .french ? fr : en }

    /// Says something to a person, on standard error: standard output is for results.
    static func say(_ line: String) {
        FileHandle.standardError.write(Data((harmless(line, lines: true) + "\n").utf8))
    }

    static func say(fr: String, en: String) { say(text(fr: fr, en: en)) }

    /// A text as it is, for a file or a pipe; harmless where a person reads it.
    static func show(_ text: String) {
        print(isatty(STDOUT_FILENO) == 1 ? harmless(text, lines: true) : text)
    }

    /// One result as JSON on a line of its own.
    static func printJSON(_ value: some Encodable) throws {
        print(try JSON.text(value))
    }

    /// A text by somebody else, without what a terminal would obey: control characters, and those that turn the direction
    /// of what follows. Line ends stay where `lines` says so.
    static func harmless(_ text: String, lines: Bool = false) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control:
                if lines, scalar == "\n" || scalar == "\t" { kept.append(scalar) } else { kept.append(" ") }
            case .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
                kept.append("\u{FFFD}")
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// Rows under headings, each column as wide as its widest cell.
    static func printTable(_ headings: [String], _ rows: [[String]]) {
        let rows = rows.map { $0.map { harmless($0) } }
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        for row in [headings] + rows {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            print(cells.joined(separator: "  ").replacing(/\s+$/, with: ""))
        }
    }
}

/// A key that is always there, null where there is nothing: scripts read it without asking first.
struct Nullable<Value: Encodable>: Encodable {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

/// Files, whole.
enum Input {
    /// The bytes of a file. Throws `Refused` where it cannot be read.
    static func file(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable(path) }
        return [UInt8](data)
    }

    /// Everything on standard input.
    static func standardInput() -> [UInt8] { [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }

    static func unreadable(_ path: String) -> Refused {
        Refused(
            fr: "Le fichier « \(path) » ne peut pas être lu : vérifiez le chemin et les droits.",
            en: "The file '\(path)' cannot be read: check the path and its permissions.")
    }
}
