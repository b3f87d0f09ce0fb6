// What the service knows about an agent, told to them.

internal import Core

/// The page of personal data: everything that is kept, from where, for how long, and whom to ask.
struct DataScreen {
    let record: PersonalRecord
    let path: PagePath
    let texts: Texts
    let assets: Assets

    private var dates: WrittenDates { WrittenDates(texts.language, clock: record.campaign.clock) }

    struct Known: Sendable {
        let sections: [Section]
        let why: String
        let kept: String
        let ask: String
        let back: String
    }

    struct Section: Sendable {
        let title: String
        let from: String?
        let rows: [Row]
    }

    struct Row: Sendable {
        let name: String
        let value: String
    }

    func page() -> Page {
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(.dataTitle)) – \(record.campaign.type)",
            heading: texts(.dataTitle), stylesheet: assets.path("site.css"),
            icon: assets.path("favicon.svg"))
        frame.eyebrow = record.campaign.type
        frame.contact = record.campaign.contact.orNil
        frame.otherLanguage = PagePath(path: path.path + "/donnees", language: nil).other(
            than: texts.language)
        let campaign = record.campaign
        return Page(
            template: .data, frame: frame,
            content: Known(
                sections: [person, file, appointments, wanted, mails, answers].filter { !$0.rows.isEmpty },
                why: texts(.dataWhy, ["campaign": campaign.name]),
                kept: texts(
                    .dataKept,
                    [
                        "end": dates.day(campaign.endsOn),
                        "links": dates.day(campaign.linksExpireOn.adding(days: -1)),
                    ]),
                ask: campaign.contact.orNil.map { texts(.dataAsk, ["contact": $0]) } ?? texts(.dataAskNobody),
                back: path()))
    }

    private var person: Section {
        let agent = record.agent
        return section(
            .dataPerson, from: .dataFromFile,
            [
                (.dataName, agent.name), (.dataAddress, agent.email.text), (.dataService, agent.service),
                (.dataSegment, record.segment), (.dataManager, record.manager?.text),
                (
                    .dataLanguage,
                    agent.language.map { texts($0 == .french ? .dataFrench : .dataEnglish) }
                ),
                (.dataAbsence, record.absence),
                (.dataBounced, record.bouncedAt.map { dates.moment($0) }),
            ])
    }

    private var file: Section {
        let rows = record.operations.flatMap { target in
            [Row(name: texts(.dataReference), value: target.reference)].filter { !$0.value.isEmpty }
                + target.fields.filter { $0.value.orNil != nil }.map { Row(name: $0.name, value: $0.value) }
        }
        return Section(title: texts(.dataFile), from: texts(.dataFromFile), rows: rows)
    }

    private var appointments: Section {
        Section(
            title: texts(.dataBookings), from: nil,
            rows: record.bookings.map { booking in
                let state: Phrase =
                    switch booking.state {
                    case .placed: .statePlaced
                    case .confirmed: .stateConfirmed
                    case .done: .stateDone
                    case .cancelled: .dataCancelled
                    }
                let place = booking.place.orNil.map { ", \($0)" } ?? ""
                return Row(
                    name: dates.moment(booking.starts) + place,
                    value: texts(
                        .dataSince, ["state": texts(state), "moment": dates.moment(booking.changedAt)]))
            })
    }

    private var wanted: Section {
        let waits = record.waits.map { Row(name: texts(.dataWaiting), value: dates.day($0.day)) }
        let wishes = record.wishes.words.map { Row(name: texts(.dataWish), value: $0) }
        return Section(title: texts(.dataWanted), from: texts(.dataFromYou), rows: waits + wishes)
    }

    private var mails: Section {
        Section(
            title: texts(.dataMails), from: nil,
            rows: record.mails.map { mail in
                let state: Phrase =
                    switch mail.state {
                    case .sent: .dataSent
                    case .pending, .leased: .dataWaitsToLeave
                    case .failed: .dataFailed
                    case .cancelled: .dataNotSent
                    }
                return Row(
                    name: texts(mail.kind.name), value: texts(state, ["moment": dates.moment(mail.at)]))
            })
    }

    private var answers: Section {
        Section(
            title: texts(.dataAnswers), from: texts(.dataFromYou),
            rows: record.answers.map { Row(name: dates.moment($0.at), value: texts(phrase($0.outcome))) })
    }

    private func phrase(_ outcome: String) -> Phrase {
        switch outcome {
        case "booked", "moved", "confirmed", "tentative": .dataAnswerTaken
        case "declined", "cancelled": .dataAnswerFreed
        case "absent": .dataAnswerAbsent
        default: .dataAnswerOther
        }
    }

    private func section(_ title: Phrase, from: Phrase, _ rows: [(Phrase, String?)]) -> Section {
        Section(
            title: texts(title), from: texts(from),
            rows: rows.compactMap { name, value in
                value.flatMap(\.orNil).map { Row(name: texts(name), value: $0) }
            })
    }
}

extension Message.Kind {
    /// What a message to an agent is called to them.
    fileprivate var name: Phrase {
        switch self {
        case .invitation: .mailInvitation
        case .answerReminder: .mailAnswerReminder
        case .proposal: .mailProposal
        case .confirmation: .mailConfirmation
        case .change: .mailChange
        case .cancellation: .mailCancellation
        case .reminder: .mailReminder
        case .placeOffer: .mailPlaceOffer
        case .missed: .mailMissed
        case .postponement: .mailPostponement
        case .freshLink: .mailFreshLink
        case .verification: .mailVerification
        case .clarification, .refusal: .mailAnswer
        case .teamInvitation, .teamDigest, .teamAnswer, .alert, .daySheet, .lateness, .bounces: .mailOther
        }
    }
}
