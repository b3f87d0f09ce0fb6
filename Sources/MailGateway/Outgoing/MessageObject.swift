// The calendar object of the messages that have one (RG-122, RG-140–143, RG-301).

internal import Core

extension AppointmentObject {
    /// What a message asks of its reader's calendar; nil where it asks nothing. `link` is the reader's page.
    init?(_ snapshot: MessageSnapshot, from gateway: GatewayAddress, link: String, stamp: Instant) {
        let (method, appointment, answer): (Method, Appointment, CalendarPresence)
        switch snapshot.message {
        case .confirmation(let booked, let placed), .change(_, let booked, let placed),
            .reminder(let booked, _, let placed):
            (method, appointment, answer) = (.request, booked, placed ? .needsAction : .accepted)
        case .proposal(let held, _, _, _):
            (method, appointment, answer) = (.request, held, .needsAction)
        case .cancellation(let cancelled, _, _, _), .missed(let cancelled, _, _),
            .postponement(let cancelled, _, _, _):
            (method, appointment, answer) = (.cancel, cancelled, .accepted)
        case .refusal(_, _, let current?, declinesCounter: true):
            (method, appointment, answer) = (.declineCounter, current, .needsAction)
        case .invitation, .answerReminder, .teamInvitation, .teamDigest, .teamAnswer, .alert, .daySheet,
            .lateness, .bounces, .verification, .clarification, .refusal, .placeOffer, .freshLink:
            return nil
        }
        let campaign = snapshot.campaign
        let description = [campaign.description, campaign.preparation, campaign.contact, link]
        self.init(
            method: method, appointment: appointment,
            organizer: .init(gateway.address, name: gateway.name),
            attendee: .init(snapshot.recipient, name: snapshot.name), answer: answer,
            summary: campaign.type.isEmpty ? campaign.name : campaign.type,
            description: description.filter { !$0.isEmpty }.joined(separator: "\n\n"), url: link, stamp: stamp
        )
    }
}
