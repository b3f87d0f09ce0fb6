// What organisations add to mails: disclaimers, banners, pictures.

import Core

/// Lines that nobody wrote for the reader, in French and in English.
enum Boilerplate {
    /// Nothing but the small print follows.
    static func isDisclaimer(_ line: TextLine) -> Bool {
        let text = line.folded.drop { "*_#=- ".contains($0) }
        return disclaimers.contains(where: text.begins)
    }

    /// A warning or a wish above or below the text, as a paragraph of its own.
    static func isBanner(_ line: TextLine) -> Bool {
        let text = line.folded.drop { "*_#=- ⚠".contains($0) }
        return banners.contains(where: text.begins)
    }

    /// What stands for a picture in plain text: "[cid:image001.png@01DA]", "[image: Logo]", "[Logo]"; or for a line drawn
    /// across the page.
    static func isPicture(_ line: TextLine) -> Bool {
        if line.text.count >= 5, let mark = line.text.first, "*=-_#~".contains(mark) {
            return line.text.allSatisfy { $0 == mark }
        }
        guard line.text.first == "[", line.text.count < 300 else { return false }
        if pictures.contains(where: line.folded.begins) { return true }
        return labels.contains(line.folded)
    }

    // Folded, as the lines are.
    private static let pictures = ["[cid:", "[image", "[logo", "[http", "[une image", "[a picture", "[photo"]
    /// Marks of mail from outside, alone on their line.
    private static let labels: Set<String> = [
        "[externe]", "[external]", "[exterieur]", "[ext]", "[mail externe]", "[external email]",
        "[courriel externe]",
        "[message externe]", "[expediteur externe]",
    ]
    private static let banners = [
        "pensez a l'environnement", "pensons a l'environnement", "please consider the environment",
        "avant d'imprimer", "n'imprimez ce", "adoptez l'eco", "caution: this e", "caution : this e",
        "attention : ce courriel", "attention : ce message", "attention : ce mail", "attention: ce",
        "attention : cet e-mail", "attention, ce ", "[external", "[externe", "[exterieur", "external email",
        "external sender", "ce courriel provient de l'exterieur", "ce courriel provient d'un expediteur",
        "ce message provient de l'exterieur", "ce message provient d'un expediteur", "cet e-mail provient",
        "vous n'obtenez pas souvent", "vous ne recevez pas souvent", "certains contacts qui ont recu",
        "you don't often get email", "some people who received this message",
        "this email originated from outside",
        "this message originated from outside", "this message was sent from outside", "garanti sans virus",
        "sans virus", "virus-free", "l'absence de virus", "this email has been checked for viruses",
    ]
    private static let disclaimers = [
        "ce message et toutes les pieces", "ce message et les pieces", "ce message et ses pieces",
        "ce message et toutes ses pieces", "ce message et tous les fichiers", "ce message, ainsi que",
        "ce message (",
        "ce message electronique", "ce courriel (", "ce courriel et", "ce courriel est confidentiel",
        "cet e-mail et", "ce message est confidentiel", "ce message est etabli", "ce message contient",
        "ce message peut contenir", "ce message est destine", "ce mail et", "ce mail est",
        "ce mail peut contenir",
        "les informations contenues dans ce", "l'information contenue dans ce", "le contenu de ce",
        "avis de confidentialite", "clause de confidentialite", "avertissement :",
        "mention de confidentialite",
        "si vous n'etes pas le destinataire", "si vous avez recu ce message par erreur",
        "l'integrite de ce message",
        "l'internet ne permettant pas", "toute utilisation de ce message",
        "this message and any", "this e-mail and any", "this email and any", "this message (",
        "this e-mail (",
        "this email (", "this message is confidential", "this email is confidential",
        "this message is intended",
        "this email is intended", "this e-mail is intended", "this communication",
        "the information contained in",
        "the information in this", "the contents of this", "confidentiality notice", "confidentiality:",
        "disclaimer:", "disclaimer :", "if you are not the intended", "if you have received this",
    ]
}
