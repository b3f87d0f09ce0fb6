import Core
import Testing

@testable import MailGateway

struct ReturnDayTests {
    /// Tuesday 3 February 2026.
    private static let written = Day(ordinal: 20_487)

    @Test(
        "The day of return is told in many ways",
        arguments: [
            ("Je suis absente, de retour le 9 février.", "2026-02-09"),
            ("de retour le lundi 9 février 2026", "2026-02-09"),
            ("Retour prévu le 09/02/2026", "2026-02-09"), ("Retour le 9/2", "2026-02-09"),
            ("de retour le 09/02/26", "2026-02-09"),
            ("Retour lundi 9", "2026-02-09"), ("Je serai de retour lundi", "2026-02-09"),
            ("de retour demain", "2026-02-04"),
            ("Je reviens le 9 février au matin", "2026-02-09"), ("Retour le 2026-02-09", "2026-02-09"),
            ("Retour prévu : 09.02.2026", "2026-02-09"),
            ("Je vous répondrai à mon retour, le 9 février.", "2026-02-09"),
            ("absent jusqu'au 9 février", "2026-02-09"), ("absent jusqu'au 09/02/2026 inclus", "2026-02-10"),
            ("jusqu’au vendredi 6 février inclus", "2026-02-07"), ("absent jusqu'à lundi", "2026-02-09"),
            ("absent jusqu'au 9", "2026-02-09"),
            ("En congés du 2 au 9 février", "2026-02-10"), ("du 2 février au 9 février 2026", "2026-02-10"),
            ("absent du lundi 2 février au vendredi 6 février 2026", "2026-02-07"),
            ("Absent du 02/02/2026 au 06/02/2026", "2026-02-07"),
            ("Absent du 2 au 6 février, de retour le 9 février", "2026-02-09"),
            ("Je suis absent du 28 décembre au 3 février. Retour le 4.", "2026-02-04"),
            ("I am away until Feb 9th", "2026-02-09"), ("until 9 February 2026", "2026-02-09"),
            ("back on Monday", "2026-02-09"),
            ("I will be back in the office on 9/2", "2026-02-09"), ("returning 9 February", "2026-02-09"),
            ("Marie Dupont is out of the office (returning 09/02/2026)", "2026-02-09"),
            ("I will be out of the office from February 2 to February 6", "2026-02-07"),
            ("on leave through February 6", "2026-02-07"), ("I return on Monday, February 9", "2026-02-09"),
            ("back tomorrow", "2026-02-04"), ("de retour le 4 janvier 2027", "2027-01-04"),
        ])
    func told(text: String, day: String) {
        #expect(ReturnDay.find(in: text, written: Self.written)?.description == day, "\(text)")
    }

    @Test(
        "No day is made up",
        arguments: [
            "Je suis absente.", "de retour le 12 janvier", "de retour le 12/01/2026", "back soon",
            "retour le 31/02/2026",
            "I will get back to you on this", "Merci pour votre retour",
            "en cas d'urgence, appelez le 01 23 45 67 89",
            "de retour dans 2 jours", "jusqu'à nouvel ordre", "until further notice",
        ])
    func untold(text: String) {
        #expect(ReturnDay.find(in: text, written: Self.written) == nil, "\(text)")
    }

    @Test("Without the day of the mail, only a date with its year is known")
    func undated() {
        #expect(ReturnDay.find(in: "de retour le 9 février", written: nil) == nil)
        #expect(ReturnDay.find(in: "de retour le 9 février 2026", written: nil) == Day("2026-02-09"))
    }
}
