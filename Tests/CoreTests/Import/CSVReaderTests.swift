// RFC 4180 as spreadsheets write it, and line numbers as editors show them.

import Testing

@testable import Core

@Suite struct CSVReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let records: [[String]]
        let lines: [Int]

        init(_ description: String, _ text: String, _ records: [[String]], lines: [Int]) {
            testDescription = description
            self.text = text
            self.records = records
            self.lines = lines
        }
    }

    @Test(
        "Records and their lines",
        arguments: [
            Case("no end of line at the end", "a;b\nc;d", [["a", "b"], ["c", "d"]], lines: [1, 2]),
            Case("CRLF", "a;b\r\nc;d\r\n", [["a", "b"], ["c", "d"]], lines: [1, 2]),
            Case("CR alone", "a;b\rc;d\r", [["a", "b"], ["c", "d"]], lines: [1, 2]),
            Case("empty cells", ";a;\n", [["", "a", ""]], lines: [1]),
            Case("a separator in quotes", "\"a;b\";c\n", [["a;b", "c"]], lines: [1]),
            Case("doubled quotes", "\"say \"\"hi\"\"\";c\n", [["say \"hi\"", "c"]], lines: [1]),
            Case("nothing but doubled quotes", "\"\"\"\";\"\"\n", [["\"", ""]], lines: [1]),
            Case("a line end in quotes", "\"a\nb\";c\nd;e\n", [["a\nb", "c"], ["d", "e"]], lines: [1, 3]),
            Case(
                "CRLF in quotes is one line", "\"a\r\nb\";c\r\nd;e", [["a\r\nb", "c"], ["d", "e"]],
                lines: [1, 3]),
            Case("quotes inside a plain cell", "5\" screen;b\n", [["5\" screen", "b"]], lines: [1]),
            Case("spaces after a closing quote", "\"a\"  ;b\n", [["a", "b"]], lines: [1]),
            Case("a quoted last cell without line end", "a;\"b\"", [["a", "b"]], lines: [1]),
            Case(
                "blank lines are passed over", "a;b\n\n;;\n  ;\nc;d\n", [["a", "b"], ["c", "d"]],
                lines: [1, 5]),
            Case("rows of uneven length", "a\nb;c;d\n", [["a"], ["b", "c", "d"]], lines: [1, 2]),
            Case("letters of several bytes", "é;œ\n", [["é", "œ"]], lines: [1]),
            Case("nothing", "", [], lines: []),
        ])
    func records(_ sample: Case) throws {
        var reader = CSVReader(Array(sample.text.utf8), separator: UInt8(ascii: ";"))
        var record = CSVRecord()
        var records: [[String]] = []
        var lines: [Int] = []

        while try reader.read(into: &record) {
            records.append((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) })
            lines.append(record.line)
        }

        #expect(records == sample.records)
        #expect(lines == sample.lines)
    }

    @Test(
        "RG-013: a quotation mark that does not close is refused with the line where it opened",
        arguments: [
            ("a;b\nc;\"d\n", 2), ("\"a", 1), ("a;b\r\n\r\n\"c\r\nd\";e\r\n\"f;g\r\nh", 5),
            ("a\nb;\"c\" d;e\n", 2),
            ("a;\"\"\"\n", 1),
        ])
    func loneQuote(_ text: String, _ line: Int) {
        var reader = CSVReader(Array(text.utf8), separator: UInt8(ascii: ";"))
        var record = CSVRecord()

        #expect(throws: ImportRefusal.loneQuote(line: line)) { while try reader.read(into: &record) {} }
    }

    @Test("What is written as CSV is read back as it was, whatever the cells hold")
    func roundTrip() throws {
        let pieces = ["", "a", ";", "\"", "\n", "\r\n", "é", " ", "=1+1", "\t"]
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let cells = ["x" + first + second, second + third + first, third + "y"]
                    let line = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(
                        separator: ";")
                    var reader = CSVReader(Array((line + "\n").utf8), separator: UInt8(ascii: ";"))
                    var record = CSVRecord()

                    #expect(try reader.read(into: &record))
                    #expect((0..<record.count).map { String(decoding: record[$0], as: UTF8.self) } == cells)
                    #expect(try !reader.read(into: &record))
                }
            }
        }
    }

    @Test("Blanks around a cell are trimmed, those that spreadsheets leave too")
    func trimming() throws {
        var reader = CSVReader(Array(" a b\t;\u{A0}c\u{A0} ;\u{A0}\n".utf8), separator: UInt8(ascii: ";"))
        var record = CSVRecord()

        #expect(try reader.read(into: &record))
        #expect((0..<record.count).map(record.string) == ["a b", "c", ""])
    }
}
