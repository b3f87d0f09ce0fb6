// The properties of a message as Outlook and Exchange keep them.

import Core
import Foundation

/// The values of a property list (MS-OXTNEF §2.1.3.4) that an answer is read from; the others are stepped over.
struct MAPIProperties: Sendable {
    /// A property by its number, in a set of names or among those that every message has.
    struct Name: Sendable, Hashable {
        fileprivate let set: [UInt8]
        fileprivate let number: UInt32
    }

    private enum Value: Sendable {
        case number(UInt64)
        case text(String)
        case bytes([UInt8])
    }

    private var values: [Name: Value] = [:]

    /// More than any message has.
    private static let most = 5_000

    init() {}

    init(_ data: ArraySlice<UInt8>) {
        var cursor = ByteCursor(data)
        let count = cursor.number(UInt32.self) ?? 0
        for _ in 0..<min(Int(count), Self.most) where !cursor.isAtEnd {
            guard let type = cursor.number(UInt16.self), let name = Self.name(&cursor),
                let value = Self.value(of: type, &cursor)
            else { return }
            if let name, let value, Name.wanted.contains(name), values[name] == nil { values[name] = value }
        }
    }

    /// A string without white space around it; nil where there is none, or nothing in it.
    func text(_ name: Name) -> String? {
        guard case .text(let text)? = values[name] else { return nil }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    func bytes(_ name: Name) -> [UInt8]? {
        guard case .bytes(let bytes)? = values[name] else { return nil }
        return bytes
    }

    func number(_ name: Name) -> Int? {
        guard case .number(let number)? = values[name] else { return nil }
        return Int(exactly: number)
    }

    /// A FILETIME: tenths of microseconds since 1601, UTC (MS-DTYP §2.3.3). Nil before 1970 and after 2200.
    func instant(_ name: Name) -> Instant? {
        guard case .number(let ticks)? = values[name] else { return nil }
        let milliseconds = Int64(ticks / 10_000) - 11_644_473_600_000
        return (0..<7_258_118_400_000).contains(milliseconds) ? Instant(milliseconds: milliseconds) : nil
    }

    // MARK: Reading

    /// What follows a property's type. Nil where the data ends; nil inside where the name is a text, which none of ours is.
    private static func name(_ cursor: inout ByteCursor) -> Name?? {
        guard let number = cursor.number(UInt16.self) else { return nil }
        guard number >= 0x8000 else { return .some(Name(set: [], number: UInt32(number))) }
        guard let set = cursor.bytes(16), let kind = cursor.number(UInt32.self) else { return nil }
        guard kind != 0 else { return cursor.number(UInt32.self).map { Name(set: Array(set), number: $0) } }
        guard let length = cursor.number(UInt32.self), cursor.padded(length) != nil else { return nil }
        return .some(nil)
    }

    /// A value, or the first of several. Nil where the data ends or its type is unknown, since then nothing says where
    /// the next property begins; nil inside for a value that is not read.
    private static func value(of type: UInt16, _ cursor: inout ByteCursor) -> Value?? {
        let isMultiple = type & multiple != 0
        let type = type & ~multiple
        let isVariable = [string8, unicode, binary, object].contains(type)
        var count = 1
        if isMultiple || isVariable {
            guard let told = cursor.number(UInt32.self) else { return nil }
            count = Int(told)
        }
        var first: Value?
        for index in 0..<count {
            guard let bytes = isVariable ? variable(&cursor) : sizes[type].flatMap({ cursor.padded($0) })
            else {
                return nil
            }
            if index == 0 { first = value(of: type, bytes) }
        }
        return .some(first)
    }

    private static func variable(_ cursor: inout ByteCursor) -> ArraySlice<UInt8>? {
        cursor.number(UInt32.self).flatMap { cursor.padded($0) }
    }

    private static func value(of type: UInt16, _ bytes: ArraySlice<UInt8>) -> Value? {
        switch type {
        case string8: .text(MailParser.string(Array(bytes)))
        case unicode: .text(utf16(bytes))
        case binary: .bytes(Array(bytes))
        case object: nil
        default: .number(bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>) -> String {
        var cursor = ByteCursor(bytes)
        var units: [UInt16] = []
        while let unit = cursor.number(UInt16.self) { if unit != 0 { units.append(unit) } }
        return String(decoding: units, as: UTF16.self)
    }

    // MS-OXCDATA §2.11.1.
    private static let multiple: UInt16 = 0x1000
    private static let string8: UInt16 = 0x001E
    private static let unicode: UInt16 = 0x001F
    private static let binary: UInt16 = 0x0102
    private static let object: UInt16 = 0x000D
    /// The bytes of those whose length is their type's.
    private static let sizes: [UInt16: Int] = [
        0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 2,
        0x0014: 8, 0x0040: 8, 0x0048: 16,
    ]
}

extension MAPIProperties.Name {
    // MS-OXPROPS.
    static let messageClass = Self(set: [], number: 0x001A)
    static let body = Self(set: [], number: 0x1000)
    static let submitted = Self(set: [], number: 0x0039)
    static let representedAddress = Self(set: [], number: 0x0065)
    static let representedSMTPAddress = Self(set: [], number: 0x5D02)
    static let senderSMTPAddress = Self(set: [], number: 0x5D01)

    // MS-OXOCAL.
    static let globalObjectID = Self(set: meeting, number: 0x0003)
    static let cleanGlobalObjectID = Self(set: meeting, number: 0x0023)
    static let attendeeCriticalChange = Self(set: meeting, number: 0x0001)
    static let sequence = Self(set: appointment, number: 0x8201)
    static let starts = Self(set: appointment, number: 0x820D)
    static let ends = Self(set: appointment, number: 0x820E)
    static let replied = Self(set: appointment, number: 0x8220)
    static let proposedStarts = Self(set: appointment, number: 0x8250)
    static let proposedEnds = Self(set: appointment, number: 0x8251)

    fileprivate static let wanted: Set = [
        messageClass, body, submitted, representedAddress, representedSMTPAddress, senderSMTPAddress,
        globalObjectID, cleanGlobalObjectID, attendeeCriticalChange, sequence, starts, ends, replied,
        proposedStarts, proposedEnds,
    ]

    /// PSETID_Meeting, {6ED8DA90-450B-101B-98DA-00AA003F1305}.
    private static let meeting: [UInt8] = [
        0x90, 0xDA, 0xD8, 0x6E, 0x0B, 0x45, 0x1B, 0x10, 0x98, 0xDA, 0x00, 0xAA, 0x00, 0x3F, 0x13, 0x05,
    ]
    /// PSETID_Appointment, {00062002-0000-0000-C000-000000000046}.
    private static let appointment: [UInt8] = [
        0x02, 0x20, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46,
    ]
}
