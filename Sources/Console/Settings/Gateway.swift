// The mail gateway of an installation, put together from its settings.

internal import Core
internal import Foundation
internal import Logging
internal import MailGateway

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
