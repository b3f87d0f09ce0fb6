// Mails that a command is given: files, or standard input.

internal import Foundation
internal import MailGateway

/// One mail to be read.
enum MailInput {
    case file(String)
    case standardInput

    /// The mails that a command names, standard input where it names none. Throws `Refused` where one cannot be read:
    /// before any of them is acted on.
    static func all(_ files: [String]) throws -> [MailInput] {
        guard !files.isEmpty else { return [.standardInput] }
        return try files.map { path in
            guard FileManager.default.isReadableFile(atPath: path) else { throw Input.unreadable(path) }
            return .file(path)
        }
    }

    /// One mail's bytes: they are read one after the other, so that many do not fill the memory.
    func read() throws -> [UInt8] {
        switch self {
        case .standardInput: return try LargeMail.read(.standardInput)
        case .file(let path):
            guard let handle = FileHandle(forReadingAtPath: path) else { throw Input.unreadable(path) }
            return try LargeMail.read(handle)
        }
    }
}
