// Which part a column plays, guessed or told.

import Core
import Testing

@Suite struct ColumnRoleTests {
    static let guesses: [(String, [ColumnRole])] = [
        ("Matricule;NOM;Prénom;E-mail", [.reference, .familyName, .givenName, .email]),
        ("adresse mail;Nom complet;Direction;Bâtiment", [.email, .fullName, .service, .segment]),
        ("courriel;agent;e-mail du manager;Site", [.email, .fullName, .managerEmail, .segment]),
        ("email;mail;service;direction", [.email, .field, .service, .field]),
        ("MAIL;email_manager;manager;location", [.email, .managerEmail, .field, .segment]),
        ("first name;Last Name;email;building", [.givenName, .familyName, .email, .segment]),
        ("mail;nom;agent;segment", [.email, .familyName, .field, .segment]),
        ("mail;poste;téléphone;remarque", [.email, .field, .field, .field]),
    ]

    @Test(
        "RG-093: roles are guessed from names, whatever their case, accents and punctuation",
        arguments: guesses)
    func guess(_ header: String, _ roles: [ColumnRole]) throws {
        #expect(try Self.columns(header, row: "a@b.example;a@b.example;a@b.example;a@b.example") == roles)
    }

    @Test("A manager column is taken for addresses only where it holds some")
    func managerNames() throws {
        #expect(try Self.columns("nom;email;manager", row: "A;a@b.example;m@b.example").last == .managerEmail)
        #expect(try Self.columns("nom;email;manager", row: "A;a@b.example;Jean Petit").last == .field)
    }

    @Test(
        "RG-018: a technician column is taken for addresses only where it holds some",
        arguments: [("Technicien", "t@b.example", ColumnRole.technician), ("technicienne", "Luc", .field)])
    func technician(_ name: String, _ cell: String, _ role: ColumnRole) throws {
        #expect(try Self.columns("nom;email;\(name)", row: "A;a@b.example;\(cell)").last == role)
    }

    @Test("RG-093: --map overrules the guess, and the column that had the role becomes a field")
    func overrule() throws {
        let mapping = [
            "Bureau=segment", "batiment=field", "note=ignore", "tel=manager_email", "NOM=FullName",
        ]
        let columns = try Self.columns(
            "nom;email;email_manager;batiment;bureau;note;tel",
            row: "A;a@b.example;m@b.example;x;y;z;t@b.example",
            mapping: mapping)

        #expect(columns == [.fullName, .email, .field, .field, .segment, .ignore, .managerEmail])
    }

    @Test(
        "A mapping that cannot be is refused with what exists",
        arguments: [
            ("bureau", ImportRefusal.malformedMapping("bureau"), "colonne=rôle"),
            (
                "étage=segment", .unknownColumn("étage", columns: ["nom", "email", "site"]),
                "nom, email, site"
            ),
            ("nom=chef", .unknownRole("chef"), "managerEmail"),
            ("email=field", .noEmailColumn(columns: ["nom", "email", "site"]), "--map"),
        ])
    func refuses(_ mapping: String, _ refusal: ImportRefusal, _ words: String) {
        #expect(throws: refusal) {
            try Self.columns("nom;email;site", row: "A;a@b.example;B", mapping: [mapping])
        }
        #expect(refusal.text(.french).contains(words))
    }

    @Test("Two columns cannot be told to play one part")
    func twice() {
        #expect(throws: ImportRefusal.roleTwice(.segment, "nom", "site")) {
            try Self.columns(
                "nom;email;site", row: "A;a@b.example;B", mapping: ["nom=segment", "site=segment"])
        }
    }

    private static func columns(_ header: String, row: String, mapping: [String] = []) throws -> [ColumnRole]
    {
        try ImportFile.read(Array("\(header)\n\(row)\n".utf8), mapping: mapping).get().columns.map(\.role)
    }
}
