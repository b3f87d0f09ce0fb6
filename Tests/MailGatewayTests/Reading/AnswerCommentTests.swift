import Testing

@testable import MailGateway

struct AnswerCommentTests {
    @Test(
        "Words beside a calendar's answer are a comment where its program puts a person's there, and no others are",
        arguments: [
            ("X-Mailer: Microsoft Outlook 16.0", "Je serai en retard.", "Je serai en retard."),
            (
                "Thread-Index: AQHclPAvWw==", "Oui.\n\n-----Original Appointment-----\nFrom: OpsTracker",
                "Oui."
            ),
            ("X-MS-Exchange-CrossTenant-Id: x", "  \n", nil),
            ("X-Mailer: Apple Mail", "Marie a accepté votre invitation.", nil),
            ("Sender: calendar", "Marie has accepted this invitation.", nil),
            (
                "Sender: calendar",
                "Marie has declined this invitation with this note:\n\n\"At the doctor's\"\n\nMigration",
                "At the doctor's"
            ),
            (
                "Sender: calendar",
                "Marie a accepté cette invitation avec cette note :\n« Je viendrai\nà pied »\n\nMigration",
                "Je viendrai à pied"
            ),
            ("Sender: calendar", "Marie has accepted this invitation with this note:", nil),
        ])
    func comments(header: String, text: String, comment: String?) throws {
        let raw =
            "From: marie@mairie.example\n\(header)\nContent-Type: text/plain; charset=utf-8\n\n\(text)\n"

        let mail = try #require(MailParser.parse(Array(raw.utf8)))

        #expect(AnswerComment.find(in: mail) == comment)
    }
}
