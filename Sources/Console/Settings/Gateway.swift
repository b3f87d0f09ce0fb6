// The mail gateway of an installation, put together from its settings.

internal import Core
internal import Foundation
internal import Logging
internal import MailGateway
internal import ServiceLifecycle

extension Installation {
    /// The gateway's own address. Throws `Refused` where the setting is none.
    func mailAddress() throws -> GatewayAddress {
        guard let address = GatewayAddress(settings[.mailFrom]) else {
            throw Refused(
                fr:
                    "OPSTRACKER_MAIL_FROM doit être « Nom <adresse@domaine> », avec au plus 18 caractères avant @.",
                en:
                    "OPSTRACKER_MAIL_FROM must be 'Name <address@domain>', with 18 characters at most before @."
            )
        }
        return address
    }

    /// What sends. Throws `Refused` where a setting or a template is wrong.
    func outboxService() throws -> OutboxService {
        let delivery: DeliveryAddress
        let clock = try clock()
        do { delivery = try DeliveryAddress(settings[.smtp], clock: clock) } catch {
            throw Refused("OPSTRACKER_SMTP: \(error)")
        }
        return OutboxService(
            database, composer: try composer(), courier: Courier(delivery), logger: logger("outbox"))
    }

    /// What makes mails of messages. Throws `Refused` where a setting or a template is wrong.
    func composer() throws -> Composer {
        Composer(
            gateway: try mailAddress(), baseURL: baseURL, keys: try keys(), templates: try mailTemplates())
    }

    /// What receives.
    func inboxService() throws -> InboxService {
        InboxService(
            database, keys: try keys(), reader: try mailReader(),
            logger: logger("inbox"))
    }

    /// What reads a mail without acting on it.
    func mailReader() throws -> MailReader {
        MailReader(
            keys: try keys(), authservID: settings.value(.authservID)?.value, clock: try clock())
    }

    /// Where mail comes from, each a service that runs until it is asked to stop. Throws `Refused` where a setting is wrong.
    func mailSources(_ inbox: InboxService) throws -> [any Service] {
        var sources: [any Service] = []
        if let text = settings.value(.imap)?.value {
            do {
                sources.append(IMAPSource(try IMAPAddress(text), inbox: inbox, logger: logger("imap")))
            } catch { throw Refused("OPSTRACKER_IMAP: \(error)") }
        }
        if let text = settings.value(.lmtp)?.value {
            let address: LMTPAddress
            do { address = try LMTPAddress(text) } catch { throw Refused("OPSTRACKER_LMTP: \(error)") }
            sources.append(
                LMTPListener(
                    address, gateway: try mailAddress().address, inbox: inbox, logger: logger("lmtp")))
        }
        if let maildir = settings.value(.maildirIn)?.value {
            sources.append(MaildirSource(path: maildir, inbox: inbox, logger: logger("maildir")))
        }
        return sources
    }

    /// A logger that writes to standard error, and never names people or tokens.
    func logger(_ label: String) -> Logger { Logger(label: "opstracker.\(label)") }

    func mailTemplates() throws -> Templates {
        let folder = try templates() + "/mail"
        do { return try Templates(folder: folder) } catch let problems as TemplateProblems {
            throw Refused(
                fr: "Les modèles de mail ont des erreurs :\n\(problems)",
                en: "The mail templates have faults:\n\(problems)")
        }
    }
}
