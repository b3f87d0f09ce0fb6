import Core
import Testing

@testable import MailGateway

struct PlacementsTests {
    private static let tuesday = WrittenMoment(weekday: 2, dayOfMonth: 4, time: TimeOfDay("9:30"))

    private static func line(_ name: String, _ option: Int) -> PlacementLine {
        PlacementLine(name: name, choice: .option(option))
    }

    @Test(
        "A line that names a person and a slot places them",
        arguments: [
            ("DUPONT Marie : 2", line("DUPONT Marie", 2)), ("Marie Dupont = 2", line("Marie Dupont", 2)),
            ("- Marie Dupont: option 3", line("Marie Dupont", 3)), ("M. DUPONT 2", line("DUPONT", 2)),
            ("Mme Dupont : 2", line("Dupont", 2)), ("Lefèvre Zoé - 2", line("Lefèvre Zoé", 2)),
            ("Dupont Marie → 2", line("Dupont Marie", 2)), ("Dupont Marie -> n°2", line("Dupont Marie", 2)),
            ("1. Dupont Marie : 2", line("Dupont Marie", 2)),
            ("• Jean-Paul O’Neil – créneau 2", line("Jean-Paul O’Neil", 2)),
            ("de La Tour Hélène : 2", line("de La Tour Hélène", 2)),
            ("Hélène DE LA TOUR : 2", line("Hélène DE LA TOUR", 2)),
            ("DUPONT\tMarie\t2", line("DUPONT Marie", 2)),
            ("DUPONT Marie\tInformatique\t2", line("DUPONT Marie", 2)),
            ("DUPONT;Marie;2", line("DUPONT Marie", 2)), ("| DUPONT | Marie | 2 |", line("DUPONT Marie", 2)),
            ("Dupont, Marie : 2", line("Dupont Marie", 2)), ("Dupont Marie, 2", line("Dupont Marie", 2)),
            ("Dupont Marie le 2", line("Dupont Marie", 2)),
            ("Dupont Marie sur le 2", line("Dupont Marie", 2)),
            ("Dupont Marie → mardi 4 à 9h30", PlacementLine(name: "Dupont Marie", choice: .time(tuesday))),
            ("Dupont Marie mardi 4 à 9h30", PlacementLine(name: "Dupont Marie", choice: .time(tuesday))),
            ("DUPONT\tMarie\tmardi 4\t9h30", PlacementLine(name: "DUPONT Marie", choice: .time(tuesday))),
            ("Dupont Marie : annuler", PlacementLine(name: "Dupont Marie", choice: .cancel)),
        ])
    func single(text: String, line: PlacementLine) {
        #expect(IntentReader.intent(of: text) == .place([line]))
    }

    @Test("A team is placed line by line; greetings, introductions and closings are passed over")
    func team() {
        let text = """
            Bonjour,

            Voici mes choix pour l'équipe :
            DUPONT Marie : 2
            - Martin Paul = option 3
            lefèvre zoé - 1
            Durand → mardi 4 à 9h30
            Petit Jean : annuler

            Merci beaucoup, bonne journée
            Claire Bernard
            Cheffe de service
            01 23 45 67 89
            """

        #expect(
            IntentReader.intent(of: text)
                == .place([
                    Self.line("DUPONT Marie", 2), Self.line("Martin Paul", 3), Self.line("lefèvre zoé", 1),
                    PlacementLine(name: "Durand", choice: .time(Self.tuesday)),
                    PlacementLine(name: "Petit Jean", choice: .cancel),
                ]))
    }

    @Test("Several people stand on one line, and a slot may come first")
    func several() {
        #expect(
            IntentReader.intent(
                of: "Marie Dupont et Paul Martin : 2\nOption 3 : Zoé Lefèvre, Jean Petit\nAnne : 4, Luc : 5")
                == .place([
                    Self.line("Marie Dupont", 2), Self.line("Paul Martin", 2), Self.line("Zoé Lefèvre", 3),
                    Self.line("Jean Petit", 3), Self.line("Anne", 4), Self.line("Luc", 5),
                ]))
    }

    @Test(
        "An address names its owner, as a client writes it and as our own mail does",
        arguments: [
            "paul.martin@a.example : 2", "Paul Martin (paul.martin@a.example) : 2",
            "Paul Martin <paul.martin@a.example> : 2", "paul.martin@a.example 2", "2 : paul.martin@a.example",
            "- paul.martin@a.example → option 2",
            "paul.martin@a.example<mailto:paul.martin@a.example> : 2",
        ])
    func addresses(text: String) {
        #expect(IntentReader.intent(of: text) == .place([Self.line("paul.martin@a.example", 2)]))
    }

    @Test(
        "What cannot be read among placements is asked back, not lost",
        arguments: [
            ("Durand Anne : à voir", "Durand Anne"), ("Durand Anne : 2 ou 3", "Durand Anne"),
            ("Durand Anne\t?", "Durand Anne"), ("Durand Anne : en congés", "Durand Anne"),
            ("Pour Anne, je ne sais pas encore", "Pour Anne, je ne sais pas encore"),
            ("Anne ne viendra pas mardi 4 à 9h30", "Anne ne viendra pas mardi 4 à 9h30"),
            ("Anne pas le 2", "Anne pas le 2"),
            ("Martin Paul : 4", "Martin Paul"),
        ])
    func unreadable(text: String, name: String) {
        let intent = IntentReader.intent(of: "DUPONT Marie : 2\nMartin Paul : 3\n\(text)")

        guard case .place(let lines) = intent else { return #expect(Bool(false), "\(intent)") }
        #expect(lines.contains(PlacementLine(name: name, choice: .unclear)), "\(lines)")
        #expect(lines.contains(Self.line("DUPONT Marie", 2)))
    }

    @Test(
        "An agent's own answer is no placement",
        arguments: [
            "Option : 2", "Créneau : 2", "Ma préférence : 2", "Réponse : 2", "Oui : 2", "Bonjour Madame, 2",
            "Bonjour Marie, 2", "Tél : 2", "Bureau 2", "Windows 11", "2\nMarie Dupont\n01 23 45 67 89",
            "le 2, merci Paul",
            "Je prends le 2\nmarie.dupont@a.example", "Le 2\nMél : marie.dupont@a.example",
            "Je prends le 2\nMarie Dupont : 01 23 45 67 89", "Premier choix : 2", "Mardi : 9h30",
            "Mardi 4 : 9h30",
            "Date souhaitée : mardi 4 à 9h30", "Salut Marie 2", "Merci Marie",
        ])
    func none(text: String) {
        if case .place(let lines) = IntentReader.intent(of: text) { #expect(Bool(false), "\(lines)") }
    }
}
