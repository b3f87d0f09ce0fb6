// The files that messages carry: a technician's day for the calendar, failing addresses for a spreadsheet.

internal import Core

enum Attachments {
    static func files(
        of snapshot: MessageSnapshot, from gateway: GatewayAddress, stamp: Instant
    ) -> [MimeMessage.Attachment] {
        let french = snapshot.language == .french
        switch snapshot.message {
        case .daySheet(let sheet):
            return [
                .init(
                    name: french ? "interventions-\(sheet.day).ics" : "visits-\(sheet.day).ics",
                    type: ("text", "calendar"),
                    parameters: [("method", AppointmentObject.Method.publish.rawValue)],
                    bytes: day(sheet, snapshot, from: gateway, stamp: stamp))
            ]
        case .bounces(let report):
            return [
                .init(
                    name: french ? "adresses-a-corriger.csv" : "addresses-to-correct.csv",
                    type: ("text", "csv"), parameters: [("header", "present")],
                    bytes: CorrectionSheet.bytes(report, snapshot.language))
            ]
        default: return []
        }
    }

    /// The day's visits, published: nobody is asked to answer (RFC 5546 §3.2.1).
    private static func day(
        _ sheet: DaySheet, _ snapshot: MessageSnapshot, from gateway: GatewayAddress, stamp: Instant
    ) -> [UInt8] {
        AppointmentObject.bytes(
            publishing: sheet.visits.map { visit in
                AppointmentObject(
                    method: .publish, appointment: visit.appointment,
                    organizer: .init(gateway.address, name: gateway.name),
                    attendee: .init(snapshot.recipient, name: snapshot.name), answer: .accepted,
                    summary: [visit.agent, visit.reference].filter { !$0.isEmpty }.joined(separator: " – "),
                    description: snapshot.campaign.type, url: nil, stamp: stamp)
            })
    }
}
