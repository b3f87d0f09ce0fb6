// What the notices of mail programs say, folded: French and English.

/// The phrases by which a bounce in words, its recipients and its end are known.
enum NoticePhrases {
    /// Beginnings of senders' names that no person has.
    static let daemons = [
        "mailer-daemon", "mailer_daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon",
        "microsoftexchange",
    ]

    /// Senders' names of people and programs alike.
    static let offices: Set<String> = [
        "postmaster", "mailer", "mail", "mailadmin", "mail-admin", "administrator", "administrateur", "admin",
        "root",
        "system", "no-reply", "noreply", "bounce", "bounces", "double-bounce", "",
    ]

    static let subjects = [
        "undeliver", "non remis", "delivery status", "delivery failure", "delivery has failed",
        "delivery failed",
        "delivery report", "delivery problem", "delivery error", "delivery notification", "delivery delay",
        "delayed mail", "failure notice", "returned mail", "mail delivery", "not delivered",
        "could not be delivered",
        "couldn't be delivered", "could not deliver", "unable to deliver", "nondeliverable",
        "non-deliverable",
        "non-delivery", "mail system error", "message blocked", "warning: message", "warning: could not send",
        "user unknown", "echec de", "non distribu", "non-distribution", "non delivre", "non-remise",
        "non-livraison",
        "remise retardee", "remise differee", "message retarde", "retour de votre message",
        "retourne a l'expediteur",
        "erreur de distribution", "probleme de distribution", "probleme de remise", "notification d'etat de",
        "notification de l'etat de", "adresse introuvable", "impossible de remettre",
        "impossible de distribuer",
        "n'a pas pu etre remis", "n'a pas pu etre distribue", "n'a pas pu etre delivre",
    ]

    /// Announce recipients, on the lines that follow or in their own.
    static let leads = [
        // Exim, Sendmail, Postfix, qmail, Courier
        "following address(es) failed", "following addresses failed", "the following addresses had",
        "following address:",
        "not yet been delivered", "delivered to one or more recipients",
        "your message to the following addresses",
        "to the following addresses", "following recipients cannot be delivered", "to the following address",
        "could not be delivered to the following", "cannot be delivered to the following",
        // Exchange, Google, Domino, GroupWise, SES
        "did not reach the following recipient", "following recipient(s) cannot be reached",
        "to these recipients or groups",
        "to these recipients or distribution lists", "delivery to the following recipient",
        "was not delivered to:",
        "undeliverable to the following", "to the following recipient", "information for administrators",
        // MailEnable, hMailServer, iPlanet, MDaemon
        "the following recipient(s) could not be reached", "to some recipients", "following recipients:",
        "following recipient(s):", "recipients who did not receive", "failed recipients",
        // In French
        "destinataires ou groupes", "destinataires ou listes de distribution", "destinataire(s) suivant",
        "destinataires suivants", "destinataire suivant", "adresses suivantes", "adresse(s) suivante",
        "adresse suivante",
        "a un ou plusieurs destinataires", "a un ou plusieurs de ses destinataires", "pas ete distribue a :",
        "pas ete remis a :", "pas ete delivre a :", "pas pu etre remis a :", "pas pu etre distribue a :",
        "pas pu etre delivre a :", "diagnostic pour les administrateurs", "informations de diagnostic",
    ]

    /// Say in one sentence whom the message did not reach.
    static let sentences = [
        "wasn't delivered to", "was not delivered to", "couldn't be delivered to",
        "could not be delivered to",
        "couldn't be delivered", "your message to", "delivering your message to", "the following message to",
        "undeliverable to", "unknown user:", "user unknown:", "no such user:",
        "user mailbox exceeds allowed size",
        "delivery failed to", "failed to deliver to", "attempted to deliver to", "unable to deliver to",
        "account does not exist:", "recipient address rejected:", "your e-mail to", "your email to",
        "votre message a", "votre message pour", "votre message destine a", "votre mail a",
        "votre courriel a",
        "votre e-mail a", "un mail a", "un message a", "envoi de votre message a", "pas ete distribue a",
        "pas ete remis a", "pas ete delivre a", "pas ete transmis a", "pas pu etre remis a",
        "pas pu etre distribue a",
        "pas pu etre delivre a", "utilisateur inconnu :", "does not exist", "doesn't exist", "wasn't found",
        "was not found", "n'existe pas", "n'existe plus", "est introuvable", "est inconnu", "est pleine",
    ]

    /// Names of fields that hold a failed recipient.
    static let fields: Set<String> = [
        "final-recipient", "original-recipient", "recipient", "recipient address", "failed recipient",
        "failed address",
        "failed recipients", "recipient(s)", "destinataire", "destinataire ", "adresse du destinataire",
        "adresse en erreur", "recipients", "destinataires",
    ]

    /// End a list of recipients.
    static let closes = ["transcript of session", "session transcript", "transcription de la session"]

    /// Begin the copy of our mail.
    static let copies = [
        "below this line is a copy", "this is a copy of", "original message follows",
        "original message header",
        "original message headers", "en-tetes de message d'origine", "en-tetes du message d'origine",
        "message header follows", "message headers follow", "unsent message below", "---- original message",
        "---- message d'origine", "---- message original", "copie de votre message", "copie du message",
        "included is a copy", "here is a copy of", "---- message header", "---- returned message",
        "headers of the original message", "the original message was:", "message non remis ci-dessous",
    ]
    static let copyHeaders = ["received: from", "return-path: "]

    private static let delaySubjects = [
        "delay", "warning", "retard", "differe", "still being retried", "incomplete", "(delayed)",
    ]
    private static let delayWords = [
        "still being retried", "warning message only", "do not need to resend", "not yet been delivered",
        "could not send message for past", "will retry", "will be retried", "will keep trying",
        "continue to try",
        "transient non-fatal", "temporary problem delivering", "probleme temporaire", "nouvelles tentatives",
        "nouvelle tentative", "n'a pas encore ete", "il n'est pas necessaire de renvoyer",
        "simple avertissement",
    ]

    /// Whether a notice only warns: the server goes on trying.
    static func isDelay(subject: String, text: String) -> Bool {
        delaySubjects.contains(where: subject.says) || delayWords.contains(where: text.says)
    }
}
