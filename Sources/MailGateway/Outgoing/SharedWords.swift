// Which messages say the same to many, but for their names and links.

internal import Core

extension Message {
    /// What decides the words of a message: without what only its calendar object tells, which is each recipient's own.
    /// Nil for kinds that hardly two people get alike.
    var sharedWords: Message? {
        switch self {
        case .invitation, .answerReminder: self
        case .proposal(let held, let answerBy, let silenceKeeps, let options):
            .proposal(
                held.withoutIdentity, answerBy: answerBy, silenceKeeps: silenceKeeps, options: options)
        case .confirmation(let booked, let placed): .confirmation(booked.withoutIdentity, placed: placed)
        case .reminder(let booked, let changeableUntil, let placed):
            .reminder(booked.withoutIdentity, changeableUntil: changeableUntil, placed: placed)
        default: nil
        }
    }
}

extension Appointment {
    fileprivate var withoutIdentity: Appointment {
        Appointment(uid: "", sequence: 0, starts: starts, ends: ends, place: place)
    }
}
