// An answer to an appointment, read from winmail.dat.

import Core

extension CalendarAnswer {
    /// What a meeting response (MS-OXOCAL §2.2.6) answers, as an iCalendar object would tell it (MS-OXCICAL §2.1.3.1.1);
    /// nil for any other message. `sender` is who answered where the stream names no address of theirs.
    init?(_ tnef: TNEF, sender: EmailAddress?) {
        guard let partstat = Self.answers[tnef.messageClass.lowercased()] else { return nil }
        let properties = tnef.properties
        let starts = properties.instant(.starts)
        let proposal = properties.instant(.proposedStarts)
        let identifier = properties.bytes(.globalObjectID) ?? properties.bytes(.cleanGlobalObjectID)
        self.init(
            method: proposal == nil ? "REPLY" : "COUNTER",
            uid: identifier.map(GlobalObjectID.uid) ?? "",
            sequence: properties.number(.sequence) ?? 0,
            stamp: properties.instant(.attendeeCriticalChange) ?? properties.instant(.replied)
                ?? properties.instant(.submitted),
            attendee: properties.text(.representedSMTPAddress).flatMap { EmailAddress($0) }
                ?? properties.text(.representedAddress).flatMap { EmailAddress($0) }
                ?? properties.text(.senderSMTPAddress).flatMap { EmailAddress($0) } ?? sender,
            partstat: partstat, comment: properties.text(.body),
            starts: proposal ?? starts,
            ends: proposal == nil ? properties.instant(.ends) : properties.instant(.proposedEnds),
            originalStarts: proposal == nil ? nil : starts)
    }

    /// Message classes in lower case: MS-OXOCAL's, and those that MS-OXTNEF §2.1.3.2 puts in their place.
    private static let answers = [
        "ipm.schedule.meeting.resp.pos": "ACCEPTED", "ipm.microsoft schedule.mtgrespp": "ACCEPTED",
        "ipm.schedule.meeting.resp.neg": "DECLINED", "ipm.microsoft schedule.mtgrespn": "DECLINED",
        "ipm.schedule.meeting.resp.tent": "TENTATIVE", "ipm.microsoft schedule.mtgrespa": "TENTATIVE",
    ]
}

/// Outlook's identifier of an appointment (PidLidGlobalObjectId, MS-OXOCAL §2.2.1.27).
private enum GlobalObjectID {
    /// The UID that was received with the appointment, which Exchange keeps behind `vCal-Uid`; for an appointment of
    /// Outlook's own making, the identifier in hexadecimal, as it would be written in an iCalendar object.
    static func uid(_ bytes: [UInt8]) -> String {
        // Class, day, creation, reserve, and the length of what follows.
        guard bytes.count > 40 else { return hexadecimal(bytes) }
        let data = bytes[40...]
        guard data.starts(with: foreign), data.count > foreign.count + 4 else { return hexadecimal(bytes) }
        return MailParser.string(Array(data.dropFirst(foreign.count + 4).prefix { $0 != 0 }))
    }

    private static let foreign = Array("vCal-Uid".utf8)

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.prefix(500).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}
