// What is accepted as a CSV, how it is understood, and what is refused with which words.

import Testing

@testable import Core

@Suite struct ImportFileTests {
    // MARK: Refusals

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let refusal: ImportRefusal

        init(_ description: String, _ bytes: [UInt8], _ refusal: ImportRefusal) {
            testDescription = description
            self.bytes = bytes
            self.refusal = refusal
        }

        init(_ description: String, _ text: String, _ refusal: ImportRefusal) {
            self.init(description, Array(text.utf8), refusal)
        }
    }

    static let refused = [
        Refused("an Excel workbook", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], .foreign(.spreadsheet)),
        Refused("an old Excel workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], .foreign(.spreadsheet)),
        Refused("a PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .foreign(.picture)),
        Refused("a JPEG", [0xFF, 0xD8, 0xFF, 0xE0], .foreign(.picture)),
        Refused("a GIF", "GIF89a", .foreign(.picture)),
        Refused("a PDF", "%PDF-1.7", .foreign(.document)),
        Refused("a gzip", [0x1F, 0x8B, 0x08], .foreign(.compressed)),
        Refused("nothing", "", .empty),
        Refused("a byte order mark and blanks", "\u{FEFF} \r\n\r\n;;;\r\n", .empty),
        Refused("a header alone", "nom;email\n", .noRows),
        Refused("NUL bytes", "nom;email\nA;a@b.example\nB;\0@b.example\n", .binary(line: 3)),
        Refused("no e-mail column", "nom;bureau\nA;12\n", .noEmailColumn(columns: ["nom", "bureau"])),
        Refused("no header", "Dupont;a@b.example\n", .noEmailColumn(columns: ["Dupont", "a@b.example"])),
        Refused(
            "a lone quote", "nom;email\nA;a@b.example\n\"B;b@b.example\nC;c@b.example\n", .loneQuote(line: 3)),
        Refused("a lone quote in the header", "\"nom;email\nA;a@b.example\n", .loneQuote(line: 1)),
        Refused("duplicate headers", "nom;email;Nom\nA;a@b.example;B\n", .duplicateColumn("Nom")),
        Refused(
            "two e-mail columns of one name", "email;email\na@b.example;a@b.example\n",
            .duplicateColumn("email")),
        Refused(
            "UTF-8 with one broken letter", Array("nom;email\né;a@b.example\nà;".utf8) + [0xE9, 0x0A],
            .undecodable(line: 3)),
        Refused(
            "a byte that no encoding has", Array("nom;email\n".utf8) + [0xE9, 0x81, 0x0A],
            .undecodable(line: 2)),
        Refused("half a UTF-16 character", [0xFF, 0xFE, 0x61, 0x00, 0x62], .undecodable(line: 1)),
        Refused("a lone UTF-16 surrogate", [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61], .undecodable(line: 1)),
    ]

    @Test("RG-013: what is no CSV is refused", arguments: refused)
    func refuses(_ sample: Refused) {
        #expect(throws: sample.refusal) { try ImportFile.read(sample.bytes).get() }
    }

    @Test("RG-013: a refusal names the line and what to do, in both languages", arguments: refused)
    func words(_ sample: Refused) {
        for language in Language.allCases {
            let text = sample.refusal.text(language)

            #expect(text.hasSuffix("."))
            #expect(text.count > 30)
        }
        if case .loneQuote(let line) = sample.refusal {
            #expect(sample.refusal.text(.french).contains("ligne \(line) "))
            #expect(sample.refusal.text(.english).contains("line \(line) "))
        }
    }

    @Test("RG-012: 100 000 rows are read, one more is refused")
    func rowLimit() throws {
        func file(_ rows: Int) -> [UInt8] {
            Array(("email\n" + (1...rows).map { "a\($0)@b.example\n" }.joined()).utf8)
        }

        #expect(try ImportFile.read(file(100_000)).get().valid == 100_000)
        #expect(throws: ImportRefusal.tooManyRows(limit: 100_000)) {
            try ImportFile.read(file(100_001)).get()
        }
        #expect(ImportRefusal.tooManyRows(limit: 100_000).text(.english).contains("100,000"))
    }

    // MARK: Dialects

    @Test(
        "RG-012: the separator is the one that explains the file",
        arguments: [
            (";", "nom;email;note\nA;a@b.example;un, deux, trois\nB;b@b.example;un, deux, trois\n"),
            (",", "nom,email,note\nA,a@b.example,\"x;y;z\"\nB,b@b.example,;;;\n"),
            ("\t", "nom\temail\nA;B,C\ta@b.example\n"), ("|", "nom|email\nA|a@b.example\n"),
            (";", "email\na@b.example\nb@b.example\n"), (",", "sep=,\r\nnom,email\r\nA,a@b.example\r\n"),
            (";", "Nom, prénom;email\nDupont, Jean;a@b.example\nDurand, Anne;b@b.example\n"),
            (";", "contact;autre\n\"a;b\";c\n\"d;e\";f\n"),
        ])
    func separators(_ separator: Character, _ text: String) throws {
        let mapping = text.hasPrefix("contact") ? ["contact=email"] : []

        #expect(try ImportFile.read(Array(text.utf8), mapping: mapping).get().dialect.separator == separator)
    }

    @Test("RG-012: each encoding that spreadsheets save in gives the same letters")
    func encodings() throws {
        let text = "prénom;nom;email\nAnaïs;Œuf €;a@b.example\n"
        let latin1 = text.unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "Œ": 0x8C
            case "€": 0x80
            default: UInt8(scalar.value)
            }
        }
        let files: [([UInt8], TextEncoding)] = [
            (Array(text.utf8), .utf8), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8), (latin1, .latin1),
            (Self.utf16(text, bigEndian: false), .utf16), (Self.utf16(text, bigEndian: true), .utf16),
        ]

        for (bytes, encoding) in files {
            let file = try ImportFile.read(bytes).get()

            #expect(file.dialect.encoding == encoding)
            #expect(file.sample == [["Anaïs", "Œuf €", "a@b.example"]])
            #expect(file.columns.map(\.name) == ["prénom", "nom", "email"])
        }
    }

    @Test("A character outside the basic plane survives UTF-16")
    func surrogates() throws {
        let text = "nom;email\n🚲;a@b.example\n"
        let bytes = Self.utf16(text, bigEndian: false)

        #expect(try ImportFile.read(bytes).get().sample[0][0] == "🚲")
    }

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in "\u{FEFF}\(text)".utf16 {
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            bytes += bigEndian ? [high, low] : [low, high]
        }
        return bytes
    }

    // MARK: Columns

    @Test("Header names that are empty are dropped at the end and numbered before")
    func emptyNames() throws {
        let file = try ImportFile.read(Array("nom;;email;;\nA;x;a@b.example;;\n".utf8)).get()

        #expect(file.columns.map(\.name) == ["nom", "Colonne 2", "email"])
        #expect(file.valid == 1)
    }

    // MARK: Rows

    @Test("RG-092: a row in error is skipped with its line, field and reason; the others stay valid")
    func problems() throws {
        let text = """
            nom;email;manager_email;bureau
            A;a@b.example;m@b.example;1
            B;b@b.example;m@b.example
            C;c@b.example;m@b.example;3;4
            D;d@b.example;m@b.example;4;;
            E;e@b.example;chez moi;5
            F;A@B.example;;6
            ;g@b.example;;7
            H;"h@b.example
            h2@b.example";;8
            \(String(repeating: "I", count: 256));i@b.example;;9
            J;j@b.example;;\(String(repeating: "é", count: 10_000))
            K;k@b.example;;\(String(repeating: "é", count: 10_001))

            """
        let file = try ImportFile.read(Array(text.utf8)).get()

        #expect(file.valid == 3)
        #expect(
            file.problems == [
                RowProblem(line: 3, field: "bureau", reason: .width(found: 3, expected: 4)),
                RowProblem(line: 4, field: "bureau", reason: .width(found: 5, expected: 4)),
                RowProblem(line: 6, field: "manager_email", reason: .notAnAddress("chez moi")),
                RowProblem(line: 7, field: "email", reason: .repeats(line: 2)),
                RowProblem(line: 8, field: "nom", reason: .missing),
                RowProblem(line: 9, field: "email", reason: .notAnAddress("h@b.example h2@b.example")),
                RowProblem(line: 11, field: "nom", reason: .tooLong(limit: 255)),
                RowProblem(line: 13, field: "bureau", reason: .tooLong(limit: 10_000)),
            ])
    }

    @Test("A preview in JSON has the keys that scripts rely on")
    func json() throws {
        let preview = try ImportFile.read(Array("nom;email\nA;a@b.example\n;b@b.example\n".utf8)).get()
            .preview(.english)

        #expect(
            try JSON.text(preview)
                == #"{"columns":[{"name":"nom","role":"familyName"},{"name":"email","role":"email"}],"#
                + #""encoding":"UTF-8","problems":[{"field":"nom","line":3,"reason":"value missing"}],"#
                + #""rows":[["A","a@b.example"],["","b@b.example"]],"segments":0,"separator":";","skipped":1,"valid":1}"#
        )
    }
}
