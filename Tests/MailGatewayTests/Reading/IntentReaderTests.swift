import Core
import Testing

@testable import MailGateway

struct IntentReaderTests {
    @Test(
        "A slot's number, told in any usual way, chooses it",
        arguments: [
            ("2", 2), ("2.", 2), ("2 svp", 2), ("2 merci !", 2), ("le 2", 2), ("Le 2 me convient", 2),
            ("le 2 me convient très bien, merci", 2), ("option 2", 2), ("Option n°2", 2), ("n°2", 2),
            ("n° 3", 3), ("#4", 4),
            ("créneau 2", 2), ("le créneau 2 svp", 2), ("le créneau numéro 12", 12), ("Créneau : 2", 2),
            ("Choix 3", 3), ("Je prends le 3", 3), ("je choisis le 1", 1), ("Je préfère le 2, merci", 2),
            ("Bonjour,\n\nJe souhaite le créneau 2.\n\nBonne journée", 2), ("va pour le 2", 2),
            ("ok pour le 2", 2),
            ("Oui, le 2", 2), ("oui 2", 2), ("non, plutôt le 3", 3), ("Non merci, je prends le 3", 3),
            ("Le deuxième créneau", 2), ("la 2e option", 2), ("le premier", 1), ("le 1er", 1),
            ("Puis-je avoir le 2 ?", 2), ("Je ne suis disponible que le 2", 2), ("le 2, pas de problème", 2),
            ("Je ne peux pas le 2, le 3 me convient", 3), ("pas le 2 mais le 3", 3),
            ("je souhaite changer, le 3 me convient", 3),
            ("②", 2), ("2\u{FE0F}\u{20E3}", 2), ("2e", 2), ("le deux", 2), ("sur le 2 svp", 2),
            ("Je prends le deuxième", 2),
            ("J'ai choisi le 3", 3), ("non, pas le 1, le 2", 2), ("Merci de m'inscrire sur le créneau 5", 5),
            ("Je prends le 2 (06 12 34 56 78)", 2),
            ("2 please", 2), ("Option 2 please", 2), ("Number 2", 2), ("No. 2", 2), ("I'd like slot 4", 4),
            ("I'll take 3", 3),
            ("The 2nd one works for me", 2), ("the second slot", 2), ("slot 2 would be great", 2),
            ("Could I take option 2?", 2),
            ("2, thanks", 2), ("Let's go for number 1", 1), ("ok for 2", 2), ("LE 2", 2), ("Le\u{A0}2", 2),
        ])
    func choice(text: String, option: Int) {
        #expect(IntentReader.intent(of: text) == .choose(option: option))
    }

    @Test(
        "A yes accepts",
        arguments: [
            "oui", "Oui.", "OUI !", "ok", "Ok merci", "D'accord", "d’accord, merci", "Je confirme",
            "Je confirme ma présence",
            "oui je confirme", "Je confirme ma participation à l'opération de mardi", "C'est bon pour moi",
            "Parfait, merci", "Ça me va",
            "Cela me convient", "Ce créneau me convient parfaitement", "Entendu", "Pas de problème",
            "pas de souci", "Je serai là",
            "J'accepte", "Je suis disponible", "Bonjour,\n\nOui, c'est parfait pour moi.",
            "Oui. Tél. 01 23 45 67 89", "👍",
            "yes", "Yes please", "Yes, that works", "fine", "Fine for me", "I confirm", "Confirmed",
            "Sounds good, thanks", "No problem",
            "Works for me", "I'll be there", "Perfect", "ok\nMarie Dupont\n01 23 45 67 89",
            "oui avec plaisir", "Oui, à mardi !",
        ])
    func yes(text: String) {
        #expect(IntentReader.intent(of: text) == .accept)
    }

    @Test(
        "A no declines",
        arguments: [
            "non", "Non.", "Non merci", "non désolé", "Je ne peux pas", "Je ne pourrai pas venir",
            "Malheureusement je ne peux pas venir",
            "je ne suis pas disponible", "Pas possible pour moi", "Impossible", "Ça ne me va pas",
            "Cela ne me convient pas",
            "Aucun créneau ne me convient", "Je ne peux pas venir car je suis en formation", "no",
            "No thanks", "No, sorry", "I can't",
            "I can't make it", "I cannot come", "I'm not available", "Unfortunately I am not available",
            "That doesn't work for me",
            "I won't be able to attend",
        ])
    func no(text: String) {
        #expect(IntentReader.intent(of: text) == .decline)
    }

    @Test(
        "Cancelling is asked for by its name",
        arguments: [
            "Annuler", "Merci d'annuler", "annulez svp", "Je souhaite annuler mon rendez-vous",
            "Je ne peux pas venir, merci d'annuler",
            "Bonjour, pouvez-vous annuler mon rendez-vous ?", "cancel", "Please cancel",
            "I need to cancel my appointment",
            "Could you cancel it please?", "ok, annulez",
        ])
    func cancel(text: String) {
        #expect(IntentReader.intent(of: text) == .cancel)
    }

    @Test(
        "Another time can be asked for without saying which",
        arguments: [
            "Je voudrais déplacer le rendez-vous", "Changer svp", "Un autre créneau svp",
            "Avez-vous un autre créneau ?",
            "Est-il possible de décaler ?", "Je ne peux pas, un autre jour serait mieux",
            "Pouvez-vous reporter mon rendez-vous ?",
            "Another time please", "Can we reschedule?", "Could I have another slot?", "I'd like to change",
            "I can't, please move it", "Je serai en congés, merci de déplacer",
        ])
    func move(text: String) {
        #expect(IntentReader.intent(of: text) == .move)
    }

    @Test(
        "An absence is told, with the day of return where it is given",
        arguments: [
            ("Je serai absent jusqu'au 9 février", "2026-02-09"),
            ("Je serai absente jusqu’au 09/02/2026 inclus", "2026-02-10"),
            ("Je suis en congés du 2 au 9 février", "2026-02-10"),
            ("I will be away until February 9th", "2026-02-09"),
            ("I'm on leave until 9 Feb 2027", "2027-02-09"), ("Je serai absent", nil),
            ("Je suis en arrêt jusqu'au 9", "2026-02-09"),
            ("Je reviens le 9", "2026-02-09"),
            ("Je suis en congés, de retour le 12 mars", "2026-03-12"),
            ("I am out of the office, back on Monday", "2026-02-09"),
        ])
    func absence(text: String, until: String?) {
        #expect(
            IntentReader.intent(of: text, written: Day(ordinal: 20_486))
                == .absent(until: until.flatMap { Day($0) }))
    }

    @Test(
        "Two meanings, a doubt, a question or no meaning is unclear",
        arguments: [
            "", "Merci", "Bonjour", "le 2 ou le 3", "2 ou 3", "2 et 3", "2, 3", "2/3", "2-3", "pas le 2",
            "Je ne peux pas le 2", "ni le 2 ni le 3",
            "oui et non", "Oui. Non.", "oui, annulez pas", "N'annulez pas", "Ne changez rien", "don't cancel",
            "Le 2 ?", "Le 2 est-il encore libre ?",
            "C'est quel jour le 2 ?", "Comment annuler ?", "Peut-être le 2", "Si le 2 est possible le matin",
            "ok si c'est le matin", "Oui, mais pas avant 10h", "pas le mardi", "sauf mardi",
            "Merci, à mardi !", "See you Tuesday", "Oui, mardi je suis au travail",
            "n'importe quand sauf mardi",
            "Ok, si c'est l'après-midi", "le 2 matin", "mardi ou mercredi", "mardi 4 ou jeudi 6 à 9h30",
            "mardi 4 à 9h30 ou 10h30", "mardi 4 à 9h30, mercredi 5 à 10h", "mardi 4 à 9h30 ?", "avant mardi",
            "après 14h", "vers 10h", "à partir de mardi", "plutôt le matin", "la semaine prochaine",
            "oui la semaine prochaine", "Je suis disponible mardi de 9h à 12h", "entre 9h et 10h",
            "tous les mardis",
            "J'ai une réunion mardi 4 à 9h30", "I have a meeting on Tuesday at 9:30",
            "peut-être mardi 4 à 9h30",
            "si possible pas mardi", "je ne peux pas mardi 4 à 9h30", "not Tuesday", "any day except Tuesday",
            "Tuesday or Wednesday", "either 9:30 or 10:30 on Tuesday", "can you do Tuesday?", "before 10",
            "Je voudrais déplacer mardi 4", "lundi, mardi, jeudi", "9-10", "15/16", "le 2 ou mardi 4 à 9h30",
            "mardi 4 à 9h30 me convient mais pas le 4", "annulez mardi et mettez-moi mercredi 5 à 10h",
            "Si mardi 4 à 9h30 est libre", "j'aurais préféré un autre jour que mardi ?", "quel jour ?",
            "Mon collègue a pris mardi 4 à 9h30", "Est-ce que mardi 4 à 9h30 est libre ?", "until Tuesday",
            "Je ne peux pas mardi", "01 23 45 67 89", "Appelez-moi au 06 12 34 56 78", "bureau 2",
            "J'ai 2 ordinateurs", "Je souhaite 2 écrans",
            "J'habite au 2 rue de la Paix", "Je ne peux pas imprimer le document",
            "Je peux avoir plus d'informations", "Je prends 2 jours de congé",
            "Windows 11", "Please note that the room is closed", "I work from home", "no idea", "2 or 3",
            "maybe", "I think so", "not 2", "Which one is it?",
            "When is slot 2?", "2 people will come", "Je vous confirme que je ne serai pas là",
            "yes but not before 10", "Je confirme mon absence",
            "My flight was cancelled", "Pouvez-vous me confirmer le rendez-vous ?", "je prends le 2 et le 3",
            "2\n3", "option 2, non, option 3 peut-être",
            "Feel free to contact me", "Le PC sera disponible", "créneau du 2", "99 bottles", "1234567", "0",
            "I can't do 2", "I can't take 2", "I can't print it", "Je confirme que je ne peux pas",
            "option 0", "annuler ou déplacer",
        ])
    func unclear(text: String) {
        #expect(IntentReader.intent(of: text) == .unclear)
    }
}
