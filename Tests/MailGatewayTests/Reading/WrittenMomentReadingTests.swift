import Core
import Testing

@testable import MailGateway

struct WrittenMomentReadingTests {
    /// Monday 2 February 2026.
    private static let written = Day(ordinal: 20_486)

    private static func moment(
        _ weekday: Int? = nil, _ day: Int? = nil, _ month: Int? = nil, _ year: Int? = nil,
        _ time: String? = nil,
        half: WrittenMoment.HalfDay? = nil, option: Int? = nil
    ) -> WrittenMoment {
        WrittenMoment(
            weekday: weekday, dayOfMonth: day, month: month, year: year, half: half,
            time: time.flatMap { TimeOfDay($0) }, option: option)
    }

    @Test(
        "A day and an hour, written in any usual way, choose their slot",
        arguments: [
            ("mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Mardi 4 à 9 h 30", moment(2, 4, nil, nil, "9:30")),
            ("mardi 4 février à 9h30", moment(2, 4, 2, nil, "9:30")),
            ("mardi 4 février à 9 h 30", moment(2, 4, 2, nil, "9:30")),
            ("mardi 4 février 2026 à 9h30", moment(2, 4, 2, 2026, "9:30")),
            ("mardi 04 février 2026 09:30", moment(2, 4, 2, 2026, "9:30")),
            ("mar. 4 févr. à 9h30", moment(2, 4, 2, nil, "9:30")),
            ("Mardi 4 9h", moment(2, 4, nil, nil, "9:00")),
            ("04/02 9:30", moment(nil, 4, 2, nil, "9:30")), ("04/02 à 9h30", moment(nil, 4, 2, nil, "9:30")),
            ("4/2 à 9h30", moment(nil, 4, 2, nil, "9:30")),
            ("04/02/2026 à 9h30", moment(nil, 4, 2, 2026, "9:30")),
            ("04/02/26 9h30", moment(nil, 4, 2, 2026, "9:30")),
            ("04.02.2026 09.30", moment(nil, 4, 2, 2026, "9:30")),
            ("2026-02-04 09:30", moment(nil, 4, 2, 2026, "9:30")),
            ("mardi 04/02 9h30", moment(2, 4, 2, nil, "9:30")),
            ("le 4 à 14h", moment(nil, 4, nil, nil, "14:00")),
            ("le 4 à 14 heures", moment(nil, 4, nil, nil, "14:00")),
            ("le 4 février à midi", moment(nil, 4, 2, nil, "12:00")),
            ("le 1er février à 9h", moment(nil, 1, 2, nil, "9:00")),
            ("mardi à 9h30", moment(2, nil, nil, nil, "9:30")),
            ("à 9h30", moment(nil, nil, nil, nil, "9:30")),
            ("mardi", moment(2)), ("mardi 2", moment(2, 2)), ("le 2 février", moment(nil, 2, 2)),
            ("le 2 à 9h30", moment(nil, 2, nil, nil, "9:30")), ("mardi matin", moment(2, half: .morning)),
            ("mardi 4 après-midi", moment(2, 4, half: .afternoon)),
            ("mardi dans la matinée", moment(2, half: .morning)),
            ("Je suis disponible mardi", moment(2)),
            ("mardi prochain à 9h30", moment(2, nil, nil, nil, "9:30")),
            ("demain à 10h", moment(nil, 3, 2, 2026, "10:00")),
            ("après-demain à 10h", moment(nil, 4, 2, 2026, "10:00")),
            ("Je prends mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Je prends le créneau de mardi 4 à 9h30 svp", moment(2, 4, nil, nil, "9:30")),
            ("Oui, mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("ok pour mardi 4 à 9h30, merci", moment(2, 4, nil, nil, "9:30")),
            ("Je confirme ma présence mardi 4 février à 9h30", moment(2, 4, 2, nil, "9:30")),
            ("Mardi 4 à 9h30 me convient parfaitement", moment(2, 4, nil, nil, "9:30")),
            ("Non, plutôt mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("mardi 4, 9h30", moment(2, 4, nil, nil, "9:30")),
            ("mardi 3 février 2026 de 9h00 à 10h30", moment(2, 3, 2, 2026, "9:00")),
            ("mardi 4 février 9h00-10h30", moment(2, 4, 2, nil, "9:00")),
            ("Je ne suis disponible que mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Je ne peux pas mercredi, mardi 4 à 9h30 me va", moment(2, 4, nil, nil, "9:30")),
            ("pas mercredi mais mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Bonjour,\nmardi 4 février à 9h30 svp.\nMerci", moment(2, 4, 2, nil, "9:30")),
            ("Je voudrais déplacer au mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Je souhaite décaler mon rendez-vous à mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            (
                "Pouvez-vous déplacer mon rendez-vous du lundi 3 à 10h au mardi 4 à 9h30 ?",
                moment(2, 4, nil, nil, "9:30")
            ),
            ("Puis-je venir mardi 4 à 9h30 ?", moment(2, 4, nil, nil, "9:30")),
            ("mardi 4 à 9", moment(2, 4, nil, nil, "9:00")),
            ("mardi 4 à 3h de l'après-midi", moment(2, 4, nil, nil, "15:00")),
            ("mardi 4 à 9 heures et demie", moment(2, 4, nil, nil, "9:30")),
            ("Tue 4 Feb 9.30am", moment(2, 4, 2, nil, "9:30")),
            ("Feb 4 at 2pm", moment(nil, 4, 2, nil, "14:00")),
            ("Tuesday 4 February 2026, 9:30", moment(2, 4, 2, 2026, "9:30")),
            ("Tuesday 3 February 2026, 9:00–10:30", moment(2, 3, 2, 2026, "9:00")),
            ("Tuesday the 4th at 9:30", moment(2, 4, nil, nil, "9:30")),
            ("the 4th at 2pm", moment(nil, 4, nil, nil, "14:00")),
            ("4th of February at 9.30", moment(nil, 4, 2, nil, "9:30")),
            ("February 4th, 9:30 am please", moment(nil, 4, 2, nil, "9:30")),
            ("Tuesday at 2", moment(2, nil, nil, nil, "14:00")),
            ("tomorrow at 10am", moment(nil, 3, 2, 2026, "10:00")),
            ("I'd like Tuesday 4 at 9.30", moment(2, 4, nil, nil, "9:30")),
            ("Tuesday morning works for me", moment(2, half: .morning)),
            ("Could I have Tuesday 4 at 9.30?", moment(2, 4, nil, nil, "9:30")),
            ("Please move it to Tuesday 4 at 9.30", moment(2, 4, nil, nil, "9:30")),
            ("at noon on Tuesday", moment(2, nil, nil, nil, "12:00")),
            ("Yes, Tuesday works", moment(2)),
            ("I can do Tuesday 4 at 9.30", moment(2, 4, nil, nil, "9:30")),
            ("Disons mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30")),
            ("Not Wednesday, Tuesday 4 at 9.30 please", moment(2, 4, nil, nil, "9:30")),
            ("Option 2, mardi 4 à 9h30", moment(2, 4, nil, nil, "9:30", option: 2)),
            ("2. mardi 4 février 2026 de 9h30 à 10h30", moment(2, 4, 2, 2026, "9:30", option: 2)),
        ])
    func choosing(text: String, moment: WrittenMoment) {
        #expect(IntentReader.intent(of: text, written: Self.written) == .chooseTime(moment), "\(text)")
    }

    @Test(
        "The old time of what is moved chooses nothing",
        arguments: [
            "Je voudrais déplacer mon rendez-vous du mardi 4 à 9h30",
            "Merci de reporter le rendez-vous de mardi",
            "I need to move my appointment from Tuesday 4",
        ])
    func moving(text: String) {
        #expect(IntentReader.intent(of: text, written: Self.written) == .move)
    }

    @Test("A moment is an instant where its hour and date are told, the first from the day of the mail on")
    func instants() {
        let day = Self.written
        let moments: [(WrittenMoment, String?)] = [
            (Self.moment(nil, 4, 2, nil, "9:30"), "2026-02-04T09:30:00+01:00"),
            (Self.moment(3, 4, nil, nil, "9:30"), "2026-02-04T09:30:00+01:00"),
            (Self.moment(nil, 1, nil, nil, "14:00"), "2026-03-01T14:00:00+01:00"),
            (Self.moment(nil, 4, 2, 2026, "9:30"), "2026-02-04T09:30:00+01:00"),
            (Self.moment(nil, 30, 1, nil, "9:30"), "2027-01-30T09:30:00+01:00"),
            // The 4th of February is a Wednesday, and no month is told in which it is a Tuesday soon.
            (Self.moment(2, 4, 2, 2026, "9:30"), nil), (Self.moment(2, 4, nil, nil, "9:30"), nil),
            (Self.moment(2, nil, nil, nil, "9:30"), nil), (Self.moment(nil, 4, 2), nil),
        ]

        for (moment, instant) in moments {
            #expect(
                moment.instant(from: day, on: .paris).map(WallClock.paris.iso8601) == instant, "\(moment)")
        }
    }

    @Test("Half a day is before or after noon")
    func halves() throws {
        let morning = try #require(Instant(iso8601: "2026-02-03T09:30:00+01:00"))
        let afternoon = try #require(Instant(iso8601: "2026-02-03T14:00:00+01:00"))

        #expect(Self.moment(2, half: .morning).matches(morning, on: .paris))
        #expect(!Self.moment(2, half: .morning).matches(afternoon, on: .paris))
        #expect(Self.moment(2, half: .afternoon).matches(afternoon, on: .paris))
    }
}
