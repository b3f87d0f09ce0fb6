// What a column of the file is for, guessed from its name (RG-093, RG-018).

/// The part that a column plays.
package enum ColumnRole: String, Sendable, Codable, CaseIterable {
    case reference, familyName, givenName, fullName, email, service, managerEmail, segment
    /// The address of whoever carries the operation out (RG-018).
    case technician
    /// Kept as a field of the campaign (RG-015).
    case field
    /// Not kept.
    case ignore

    /// Reads a role as somebody typed it: any case, `manager_email` as well as `managerEmail`.
    init?(typed text: some StringProtocol) {
        let name = text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
        guard let role = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
        self = role
    }

    /// Whether only one column may play it.
    var isUnique: Bool { self != .field && self != .ignore }

    /// The roles of a file's columns: for each role the column whose name says it best.
    ///
    /// `holdsAddresses` tells whether a column's first cells look like e-mail addresses: a column named "manager" or
    /// "technicien" may hold names instead.
    static func guess(_ names: [String], holdsAddresses: (Int) -> Bool) -> [ColumnRole] {
        var roles = [ColumnRole](repeating: .field, count: names.count)
        let keys = names.map(key)
        for (role, synonyms) in vocabulary {
            for synonym in synonyms {
                guard let index = keys.firstIndex(of: synonym), roles[index] == .field else { continue }
                let namesAPerson = role == .managerEmail || role == .technician
                guard !namesAPerson || synonym.contains("mail") || holdsAddresses(index) else { continue }
                roles[index] = role
                break
            }
        }
        return roles
    }

    /// A name without case, accents, spaces and punctuation: "E-mail du Manager" is `emaildumanager`.
    private static func key(_ name: String) -> String { name.folded.filter { $0.isLetter || $0.isNumber } }

    /// Names that people give to columns, the surest first.
    private static let vocabulary: [(ColumnRole, [String])] = [
        (
            .email,
            [
                "email", "mail", "courriel", "adressemail", "adresseemail", "adressecourriel",
                "adresseelectronique",
                "emailagent", "mailagent", "agentemail", "emailprofessionnel", "mailprofessionnel",
                "emailpro",
                "mailpro", "emailaddress", "mel", "messagerie",
            ]
        ),
        (
            .managerEmail,
            [
                "emailmanager", "manageremail", "mailmanager", "managermail", "emaildumanager",
                "maildumanager",
                "courrielmanager", "courrieldumanager", "emailresponsable", "mailresponsable",
                "emailduresponsable",
                "courrielresponsable", "emailn1", "mailn1", "manager", "responsable", "chef", "n1",
            ]
        ),
        (
            .technician,
            [
                "emailtechnicien", "emaildutechnicien", "mailtechnicien", "technicianemail", "technicien",
                "technicienne", "technician",
            ]
        ),
        (
            .reference,
            [
                "matricule", "reference", "ref", "numeromatricule", "nomatricule", "nmatricule",
                "identifiant", "id",
                "employeeid", "employeenumber", "numeroagent",
            ]
        ),
        (.familyName, ["nom", "nomdefamille", "nomagent", "nomusuel", "familyname", "lastname", "surname"]),
        (.givenName, ["prenom", "prenoms", "prenomagent", "givenname", "firstname", "forename"]),
        (.fullName, ["nomcomplet", "nomprenom", "nometprenom", "prenomnom", "fullname", "name", "agent"]),
        (.service, ["service", "direction", "departement", "department", "pole", "unite"]),
        (
            .segment,
            [
                "segment", "batiment", "site", "building", "location", "localisation", "implantation",
                "agence", "lieu",
            ]
        ),
    ]
}

/// A column with its part.
package struct ImportColumn: Sendable, Hashable, Codable {
    package let name: String
    package let role: ColumnRole
}
