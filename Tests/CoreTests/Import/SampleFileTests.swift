// The sample files of a first wave, as three programs save the same table.

import Core
import Foundation
import TestSupport
import Testing

@Suite struct SampleFileTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let encoding: TextEncoding
        let separator: String

        var testDescription: String { name }
    }

    static let samples = [
        Sample(name: "latin1", encoding: .latin1, separator: ";"),
        Sample(name: "utf8", encoding: .utf8, separator: ";"),
        Sample(name: "tab", encoding: .utf8, separator: "\t"),
    ]

    @Test(
        "RG-012, RG-092, RG-093: a sample previews with its dialect, roles, 450 valid rows and 3 skipped",
        arguments: samples)
    func preview(_ sample: Sample) throws {
        let preview = try ImportFile.read(try Fixture.bytes("csv/migration_w11_vague1.\(sample.name).csv"))
            .get()
            .preview(.english)

        #expect(preview.encoding == sample.encoding)
        #expect(preview.separator == sample.separator)
        #expect(
            preview.columns.map(\.role) == [
                .reference, .familyName, .givenName, .email, .service, .managerEmail, .segment, .field,
                .field, .field,
                .field, .field,
            ])
        #expect(
            preview.columns.suffix(5).map(\.name) == ["poste", "bureau", "telephone", "systeme", "remarque"])
        #expect(preview.rows.count == 10)
        #expect(preview.rows[0][4] == "Comptabilité")
        #expect(preview.rows[0][11] == "Dit \"le référent\"")
        #expect(preview.valid == 450)
        #expect(preview.skipped == 3)
        #expect(preview.segments == 12)
        #expect(preview.problems.map(\.line) == [102, 202, 302])
        #expect(preview.problems.map(\.field) == ["email", "nom", "email"])
        #expect(
            preview.problems.map(\.reason) == [
                "value missing", "value missing", "“adresse-invalide” is not an e-mail address",
            ])
    }

    @Test("The three samples hold the same rows")
    func sameRows() throws {
        let previews = try Self.samples.map {
            try ImportFile.read(try Fixture.bytes("csv/migration_w11_vague1.\($0.name).csv")).get().preview()
        }

        #expect(previews[0].rows == previews[1].rows)
        #expect(previews[1].rows == previews[2].rows)
    }
}
