// From the cells of a row to the person and the operation that they tell of.

/// Whom and what a valid row refers to.
struct RowReferences: Sendable {
    let email: EmailAddress
    let manager: EmailAddress?
    let technician: EmailAddress?
    let segment: String
}

/// What a valid row says of somebody.
struct ImportedPerson: Sendable {
    let references: RowReferences
    let reference: String
    let givenName: String
    let familyName: String
    let service: String

    var name: String { givenName.isEmpty ? familyName : "\(givenName) \(familyName)" }
}

/// Where in a row each part stands.
struct RowLayout: Sendable {
    private let columns: [ImportColumn]
    private let email: Int
    private let reference, givenName, familyName, service, manager, segment, technician: Int?
    /// The columns kept as fields, with their names as JSON keys: `"poste":` (RG-015).
    private let fields: [(index: Int, key: [UInt8])]
    private let searched: [Int]

    init(_ header: ImportHeader) {
        let columns = header.columns
        func index(_ role: ColumnRole) -> Int? { columns.firstIndex { $0.role == role } }
        self.columns = columns
        email = index(.email) ?? 0
        reference = index(.reference)
        let name = index(.familyName) ?? index(.fullName)
        familyName = name ?? index(.givenName)
        givenName = name.flatMap { _ in index(.givenName) }
        service = index(.service)
        manager = index(.managerEmail)
        segment = index(.segment)
        technician = index(.technician)
        fields = columns.indices.filter { columns[$0].role == .field }.map { index in
            var key: [UInt8] = []
            JSONText.append(Array(columns[index].name.utf8)[...], to: &key)
            return (index, key + [UInt8(ascii: ":")])
        }
        searched = columns.indices.filter { columns[$0].role != .ignore }
    }

    /// The names of the columns kept as fields, in order.
    var fieldNames: [String] { fields.map { columns[$0.index].name } }

    /// Checks a row and tells what it refers to; throws the first thing that is wrong with it (RG-092).
    func references(of row: CSVRecord) throws(RowProblem) -> RowReferences {
        try checkWidth(row)
        guard !row.trimmed(email).isEmpty else { throw problem(.missing, email, row) }
        guard let address = EmailAddress(utf8: row.trimmed(email)) else {
            throw problem(.notAnAddress(excerpt(row, email)), email, row)
        }
        if let familyName, row.trimmed(familyName).isEmpty { throw problem(.missing, familyName, row) }
        return RowReferences(
            email: address, manager: try self.address(manager, in: row),
            technician: try self.address(technician, in: row), segment: text(segment, in: row))
    }

    /// An address that need not be there.
    private func address(_ index: Int?, in row: CSVRecord) throws(RowProblem) -> EmailAddress? {
        guard let index, !row.trimmed(index).isEmpty else { return nil }
        guard let address = EmailAddress(utf8: row.trimmed(index)) else {
            throw problem(.notAnAddress(excerpt(row, index)), index, row)
        }
        return address
    }

    /// Who a row tells of; throws as `references` does.
    func person(in row: CSVRecord) throws(RowProblem) -> ImportedPerson {
        let references = try references(of: row)
        return ImportedPerson(
            references: references, reference: text(reference, in: row), givenName: text(givenName, in: row),
            // Pages and mails greet by name: where the file tells none, what stands before the @ has to do.
            familyName: familyName == nil ? String(references.email.local) : text(familyName, in: row),
            service: text(service, in: row))
    }

    /// What is wrong with a row whose address stands on an earlier line.
    func repeats(_ line: Int, _ row: CSVRecord) -> RowProblem { problem(.repeats(line: line), email, row) }

    /// The row's fields as a JSON object.
    func fieldsJSON(of row: CSVRecord) -> String {
        var json = [UInt8(ascii: "{")]
        json.reserveCapacity(256)
        for (index, key) in fields {
            if json.count > 1 { json.append(UInt8(ascii: ",")) }
            json += key
            JSONText.append(row.trimmed(index), to: &json)
        }
        json.append(UInt8(ascii: "}"))
        return String(decoding: json, as: UTF8.self)
    }

    /// All that the row says, folded, to be searched (RG-015).
    func searchText(of row: CSVRecord) -> String {
        var folding = Folding()
        for index in searched { folding.append(row.trimmed(index)) }
        return folding.text
    }

    private func checkWidth(_ row: CSVRecord) throws(RowProblem) {
        let width = columns.count
        if row.count < width { throw problem(.width(found: row.count, expected: width), row.count, row) }
        // Empty cells behind the last column are what spreadsheets leave there.
        for extra in width..<row.count where !row.trimmed(extra).isEmpty {
            throw problem(.width(found: row.count, expected: width), width - 1, row)
        }
        for index in columns.indices {
            let limit = columns[index].role == .field ? Self.longest : Self.longestKnown
            if row[index].count > limit, row.string(index).count > limit {
                throw problem(.tooLong(limit: limit), index, row)
            }
        }
    }

    /// A cell of words on one line: line ends and runs of blanks become one space, so that no name can break a
    /// mail's header.
    private func text(_ index: Int?, in row: CSVRecord) -> String {
        guard let index else { return "" }
        let cell = row.trimmed(index)
        guard cell.contains(where: { $0 < 0x20 }) else { return String(decoding: cell, as: UTF8.self) }
        return cell.split { $0 <= 0x20 }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    private func problem(_ reason: RowProblem.Reason, _ index: Int, _ row: CSVRecord) -> RowProblem {
        RowProblem(line: row.line, field: columns[index].name, reason: reason)
    }

    private func excerpt(_ row: CSVRecord, _ index: Int) -> String {
        let text = text(index, in: row)
        return text.count > 60 ? text.prefix(60) + "…" : text
    }

    /// Characters in a cell that is kept as a field, and in one that becomes a name, an address, a place.
    private static let longest = 10_000
    private static let longestKnown = 255
}

/// JSON strings (RFC 8259 §7) from UTF-8.
enum JSONText {
    static func append(_ text: ArraySlice<UInt8>, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        var plain = text.startIndex
        for index in text.indices where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
            json += text[plain..<index]
            plain = index + 1
            if text[index] < 0x20 {
                json += Array("\\u00".utf8) + [digits[Int(text[index] >> 4)], digits[Int(text[index] & 15)]]
            } else {
                json += [0x5C, text[index]]
            }
        }
        json += text[plain...]
        json.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
