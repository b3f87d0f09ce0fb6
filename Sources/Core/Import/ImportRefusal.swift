// Why a file is not imported at all, in words that say which line and what to do (RG-013).

/// A refusal of a whole file; nothing of it is kept.
package enum ImportRefusal: Error, Sendable, Hashable {
    case foreign(ForeignFormat)
    case empty
    case noRows
    case binary(line: Int)
    case undecodable(line: Int)
    case loneQuote(line: Int)
    case noEmailColumn(columns: [String])
    case duplicateColumn(String)
    case tooManyRows(limit: Int)
    case malformedMapping(String)
    case unknownColumn(String, columns: [String])
    case unknownRole(String)
    case roleTwice(ColumnRole, String, String)
    case unknownCampaign
    /// RG-016
    case archivedCampaign

    package func text(_ language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }

    private var french: String {
        switch self {
        case .foreign(let format):
            format.french + " Enregistrez la feuille au format CSV et importez ce fichier-là."
        case .empty: "Le fichier est vide. Vérifiez qu’il a bien été enregistré, puis recommencez."
        case .noRows: "Le fichier n’a qu’une ligne d’en-tête. Ajoutez une ligne par agent."
        case .binary(let line):
            """
            La ligne \(line) contient des octets nuls : ce n’est pas du texte. Enregistrez le \
            fichier au format « CSV UTF-8 ».
            """
        case .undecodable(let line):
            """
            La ligne \(line) contient un caractère illisible. Enregistrez le fichier au format « CSV \
            UTF-8 ».
            """
        case .loneQuote(let line):
            """
            Le guillemet ouvert à la ligne \(line) n’est pas refermé correctement. Supprimez-le, ou \
            doublez-le ("") s’il fait partie du texte.
            """
        case .noEmailColumn(let columns):
            """
            Aucune colonne d’adresse e-mail. La première ligne doit nommer les colonnes ; elle \
            contient : \(Self.list(columns)). Nommez-en une « email », ou indiquez laquelle avec \
            --map colonne=email.
            """
        case .duplicateColumn(let name):
            "Ligne 1 : la colonne « \(name) » est présente deux fois. Renommez ou supprimez l’une des deux."
        case .tooManyRows(let limit):
            "Le fichier compte plus de \(limit.grouped(.french)) lignes. Découpez-le en plusieurs fichiers."
        case .malformedMapping(let text): "« \(text) » n’est pas une correspondance. Écrivez colonne=rôle."
        case .unknownColumn(let name, let columns):
            "Le fichier n’a pas de colonne « \(name) ». Ses colonnes : \(Self.list(columns))."
        case .unknownRole(let name):
            "« \(name) » n’est pas un rôle. Les rôles : \(Self.list(ColumnRole.allCases.map(\.rawValue)))."
        case .roleTwice(let role, let first, let second):
            """
            Les colonnes « \(first) » et « \(second) » ne peuvent pas toutes deux avoir le rôle \
            \(role.rawValue). Donnez à l’une le rôle field ou ignore.
            """
        case .unknownCampaign: "Cette campagne n’existe pas. « opstracker campaign list » les affiche."
        case .archivedCampaign:
            "Cette campagne est archivée : elle ne peut plus changer. Restaurez-la d’abord."
        }
    }

    private var english: String {
        switch self {
        case .foreign(let format): format.english + " Save the sheet as CSV and import that file."
        case .empty: "The file is empty. Check that it was saved, then try again."
        case .noRows: "The file has a header and nothing else. Add one line per agent."
        case .binary(let line):
            "Line \(line) holds NUL bytes: this is not text. Save the file as “CSV UTF-8”."
        case .undecodable(let line):
            "Line \(line) holds a character that cannot be read. Save the file as “CSV UTF-8”."
        case .loneQuote(let line):
            """
            The quotation mark opened on line \(line) is not closed properly. Remove it, or double \
            it ("") where it is part of the text.
            """
        case .noEmailColumn(let columns):
            """
            No column of e-mail addresses. The first line must name the columns; it holds: \
            \(Self.list(columns)). Name one of them “email”, or say which with --map column=email.
            """
        case .duplicateColumn(let name):
            "Line 1: the column “\(name)” is there twice. Rename or remove one of the two."
        case .tooManyRows(let limit):
            "The file has more than \(limit.grouped(.english)) rows. Split it into several files."
        case .malformedMapping(let text): "“\(text)” is no mapping. Write column=role."
        case .unknownColumn(let name, let columns):
            "The file has no column “\(name)”. Its columns: \(Self.list(columns))."
        case .unknownRole(let name):
            "“\(name)” is no role. The roles: \(Self.list(ColumnRole.allCases.map(\.rawValue)))."
        case .roleTwice(let role, let first, let second):
            """
            The columns “\(first)” and “\(second)” cannot both have the role \(role.rawValue). Give \
            one of them the role field or ignore.
            """
        case .unknownCampaign: "There is no such campaign. “opstracker campaign list” shows them."
        case .archivedCampaign: "This campaign is archived and can no longer change. Restore it first."
        }
    }

    /// Names as a sentence holds them, cut short where a file is not what it seems.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }
        return (shown + (names.count > 20 ? ["…"] : [])).joined(separator: ", ")
    }
}

extension ForeignFormat {
    fileprivate var french: String {
        switch self {
        case .spreadsheet: "Le fichier est un classeur (Excel ou LibreOffice), pas un CSV."
        case .picture: "Le fichier est une image, pas un CSV."
        case .document: "Le fichier est un document mis en page, pas un CSV."
        case .compressed: "Le fichier est compressé."
        }
    }

    fileprivate var english: String {
        switch self {
        case .spreadsheet: "The file is a workbook (Excel or LibreOffice), not a CSV."
        case .picture: "The file is a picture, not a CSV."
        case .document: "The file is a formatted document, not a CSV."
        case .compressed: "The file is compressed."
        }
    }
}

extension Int {
    /// With the thousands apart: `100 000`, `100,000`.
    fileprivate func grouped(_ language: Language) -> String {
        let digits = Array(String(self))
        let separator = language == .french ? "\u{202F}" : ","
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index).isMultiple(of: 3) ? separator + String(digit) : String(digit)
        }.joined()
    }
}
