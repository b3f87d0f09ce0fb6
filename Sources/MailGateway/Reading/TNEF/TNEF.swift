// winmail.dat: what Outlook writes instead of a calendar object where it takes the other side for an Outlook too.

/// The message in a TNEF stream (MS-OXTNEF), as far as it can be read; what it has attached is not looked at.
struct TNEF: Sendable {
    /// `IPM.Schedule.Meeting.Resp.Pos`, or the older name of the same, `IPM.Microsoft Schedule.MtgRespP`.
    let messageClass: String
    let properties: MAPIProperties

    /// Nil where the bytes are no TNEF, or tell no class. A stream that breaks off is read up to there.
    init?(_ bytes: [UInt8]) {
        var cursor = ByteCursor(bytes[...])
        guard cursor.number(UInt32.self) == Self.signature, cursor.number(UInt16.self) != nil else {
            return nil
        }
        var messageClass: String?
        var properties = MAPIProperties()
        // Attributes of the message come first, those of attachments after them.
        while cursor.number(UInt8.self) == Self.levelOfMessage, let attribute = cursor.number(UInt32.self),
            let length = cursor.number(UInt32.self), let data = cursor.bytes(length)
        {
            switch attribute {
            case Self.attMessageClass: messageClass = MailParser.string(Array(data))
            case Self.attMAPIProperties: properties = MAPIProperties(data)
            default: break
            }
            // A checksum, which some senders get wrong.
            guard cursor.number(UInt16.self) != nil else { break }
        }
        guard let found = messageClass ?? properties.text(.messageClass) else { return nil }
        self.messageClass = found
        self.properties = properties
    }

    private static let signature: UInt32 = 0x223E_9F78
    private static let levelOfMessage: UInt8 = 1
    private static let attMessageClass: UInt32 = 0x0007_8008
    private static let attMAPIProperties: UInt32 = 0x0006_9003
}
