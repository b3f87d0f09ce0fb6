// The words that give signs, in French and in English.

/// Phrases and the signs that they give.
enum Lexicon {
    /// The longest phrase that the words begin with, and what it says.
    static func match(_ words: ArraySlice<Substring>) -> (length: Int, sign: Sign)? {
        guard let first = words.first, let candidates = phrases[first] else { return nil }
        return candidates.first { words.starts(with: $0.words) }.map { ($0.words.count, $0.sign) }
    }

    /// Phrases by their first word, longest first.
    private static let phrases: [Substring: [(words: [Substring], sign: Sign)]] = {
        var table: [Substring: [(words: [Substring], sign: Sign)]] = [:]
        for (sign, list) in lexicon {
            for phrase in list.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
                let words = phrase.split(separator: " ")
                guard let first = words.first else { continue }
                table[first, default: []].append((words, sign))
            }
        }
        return table.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }()

    /// Folded, and parted at apostrophes and hyphens: "d'accord" is `d accord`, "can't" is `can t`.
    private static let lexicon: [(Sign, String)] = [
        (.yes, yes), (.confirm, confirm), (.suits, suits), (.no, no), (.not, not), (.ne, "ne|n"),
        (.cannot, "can t|cannot|can not|cant|couldn t|could not|i can t|i cannot|i can not"),
        (.que, "que|qu"), (.cancel, cancel), (.move, move), (.absent, absent), (.doubt, doubt), (.asks, asks),
        (.requests, requests), (.slot, slot), (.article, "le|la|l|the"), (.takes, takes),
        (.bound, "au|a|au bureau|to"), (.source, "du|de|d|from"), (.target, "pour|sur|on|for"),
        (.limit, limit), (.farewell, "see you|see you on"), (.filler, filler), (.moment(nil), moment),
        (.word, other),
        (.number(2), "deux|two"), (.number(3), "trois|three"), (.number(4), "quatre|four"),
        (.number(5), "cinq|five"), (.ordinal(1), "premier|premiere|first"),
        (.ordinal(2), "deuxieme|second|seconde"), (.ordinal(3), "troisieme|third"),
        (.ordinal(4), "quatrieme|fourth"), (.ordinal(5), "cinquieme|fifth"),
    ]

    private static let yes = """
        oui|ouais|ok|okay|okey|d accord|dac|entendu|c est entendu|volontiers|avec plaisir|c est note|bien note
        ca marche|ca roule|ca me va|cela me va|ca me va bien|ca me va tres bien|cela me va bien|cela me va tres bien
        pas de probleme|aucun probleme|sans probleme|pas de soucis|pas de souci|aucun souci|sans souci|bien sur
        je viendrai|je serai la|je serai bien la|je serai present|je serai presente|j y serai|je serai au rendez vous
        yes|yep|yeah|yup|sure|agreed|alright|all right|sounds good|sounds great|works for me|that works|it works
        no problem|no problems|no worries|of course|absolutely|i ll be there|i will be there|i ll come|i will come
        fine by me|fine for me|fine with me|👍|✅
        """

    private static let confirm = """
        je confirme|confirme|je vous confirme|j accepte|accepte|accepter|confirmer|je valide|valide|valider
        i confirm|confirm|confirmed|i accept|accept|accepted
        """

    private static let suits = """
        je peux|peux|je pourrai|pourrai|je pourrais|pourrais|je puis|puis|me convient|me conviendrait|me conviendra
        convient|conviennent|conviendrait|convienne|disponible|dispo|libre|possible|m arrange|c est bon|c est ok|bon
        parfait|c est parfait|parfaitement|tres bien|super|nickel|impeccable|note|en mesure|etre present
        etre presente|present|presente
        i can|can|i can do|i could do|works|would work|works fine|works well|works best|available|free|able|suits|suits me|suit|suit me|make it|make that|able to make it|able to come
        able to attend|attend|come|venir|me rendre|me liberer|fine|all good|good|perfect|great|noted|happy with that
        """

    private static let no = """
        non|non merci|nan|no|nope|no thanks|no thank you|impossible|pas possible|indisponible|je decline|decline
        je refuse|refuse|unavailable|unable|unable to attend|unable to make it|unable to come
        ne va pas|ne me va pas|n ira pas|n iront pas|je ne serai pas la|je ne serai pas present
        je ne serai pas presente|je ne viendrai pas|ne viendrai pas|n y serai pas
        doesn t work|does not work|don t work|do not work|won t work|will not work|won t be there
        will not be there|won t be coming|won t make it|will not make it
        """

    private static let not = """
        pas|plus jamais|jamais|aucun|aucune|rien|sauf|ni|hormis|excepte|inutile|inutile de|pas besoin|evitez|eviter
        not|don t|doesn t|didn t|won t|wouldn t|isn t|aren t|wasn t|dont|wont|never
        no longer|no more|no need|neither|nor|except|without|none|avoid
        """

    private static let cancel = """
        annuler|annulez|j annule|annule mon|annule le|annule ce|annule ma|annulation|etre annule|desinscrire
        supprimer|supprimez|cancel|be cancelled|be canceled|cancellation|call it off
        """

    private static let move = """
        deplacer|deplacez|decaler|decalez|reporter|reportez|un report|repousser|repoussez|changer|changez
        changement|modifier|modifiez|modification|reprogrammer|replanifier|reprendre rendez vous
        autre creneau|autres creneaux|autre date|autres dates|autre jour|autre horaire|autres horaires
        autre heure|autre moment|autre rendez vous|autre rdv|autre proposition|un autre|une autre
        un autre creneau|une autre date|un autre jour|un autre horaire|un autre moment|un autre rendez vous
        reschedule|rescheduling|postpone|move|change|rearrange|rebook|other time|other times|other slot
        other slots|other date|other dates|other day|different time|different slot|different date|different day
        another|another time|another slot|another date|another day|another appointment|another option|later date
        """

    private static let absent = """
        absent|absente|absence|de retour|retour le|retour prevu|je reviens le|je reviendrai le|je rentre le|back on|be back|back in the office|returning|en conge|en conges|en vacances|en deplacement|en formation|en arret|en arret maladie|en rtt
        en conge maternite|en conge parental|out of office|out of the office|away|on leave|on holiday|on holidays
        on vacation|on annual leave|on sick leave|on maternity leave|off sick|off work
        """

    private static let doubt = """
        peut etre|si|s il|probablement|je pense|je crois|sans doute|eventuellement|pas sur|pas sure|pas certain
        pas certaine|a confirmer|je verrai|je vais voir|a voir|sous reserve|a condition|n importe|pourquoi pas
        je ne sais pas|je sais pas|ou|soit|maybe|perhaps|probably|i think|i guess|not sure|if|unless|depends
        possibly|whether|might|whichever|any|either|i don t know|i do not know|or
        """

    private static let asks = """
        comment|quand|quel|quelle|quels|quelles|pourquoi|combien|lequel|laquelle|qui|ou se trouve|ou est
        how|when|which|what|why|where|who|whose
        """

    private static let requests = """
        puis je|pourrais je|pourrait on|peut on|pouvez vous|pourriez vous|est il possible de|est il possible d
        est ce possible de|est ce possible d|serait il possible de|serait il possible d|il possible de
        possible de|possible d|could i|could you|could we|can i|can you|can we|may i|may we|is it possible to
        would it be possible to|possible to|would you
        """

    private static let slot = """
        option|options|creneau|choix|numero|num|proposition|slot|slots|number|nr|choice|horaire|plage
        """

    private static let takes = """
        je prends|prends|prendrai|prendrais|prendre|je choisis|choisis|choisi|choisir|choisit|j ai choisi|je prefere|prefere
        j ai pris|j ai retenu|on prend|on dit|disons|let s say|je retiens|j opte pour|je selectionne|je reserve|je m inscris
        prefererais|mon choix est|je veux|veux|voudrais|souhaite|souhaiterais|aimerais|opte pour|va pour
        retiens|retenir|reserver|reservez|inscrivez moi|mettez moi|positionnez moi|avoir
        take|taking|choose|pick|prefer|want|would like|i d like|like|book|go for|go with|select|have
        """

    private static let filler = """
        svp|stp|s il vous plait|s il te plait|merci|merci beaucoup|merci bien|merci d avance|merci a vous|bonjour
        bonsoir|madame|monsieur|mme|m|mr|mrs|ms|bonne journee|bonne soiree|bien recu|pour moi|pour ma part
        de mon cote|me|moi|ce|cet|for me|cette|cela|ca|c|est|sera|alors|bien|tout a fait|cordialement
        please|thanks|thank you|many thanks|thanks a lot|thx|hello|hi|hey|dear|at|in|so|very|quite
        best regards|regards|it|that|this|is|s|ll|will|be|then|one|mon|ma|my|reponse|answer|et|and|a tous|all
        je|j|i|m|suis|am|y|en|des|rendez vous|rdv|date|dates|heure|horaires|creneaux|jour|la la|ce jour la
        proposee|propose|proposees|proposes|proposition|appointment|time|times|day|meeting|them|these|those
        helas|malheureusement|desole|desolee|navre|navree|sorry|unfortunately|afraid|vraiment|absolument|really
        raison|raisons|personnelle|personnelles|medicale|medicales|professionnelles|malade|empechement|imprevu
        si possible|si c est possible|if possible|n hesitez pas|feel free|reste disponible|reste a votre disposition
        me va|vous|nous|votre|notre|your|you|me conviendraient|toujours|still|also|aussi|encore|to come|to attend
        presence|venue|participation|ma presence|my attendance|prochain|prochaine|next|by me|suivant|suivante
        a bientot|see you then|belle journee|bon courage|dans la
        assister|rendre|liberer|etre|avec|with|there|ici|here|go|vais
        """

    private static let limit = """
        avant|apres|a partir de|a partir du|a partir d|vers|aux alentours|environ|entre|depuis|jusqu|jusque|des le|des la
        au plus tard|au plus tot|tous les|toutes les|chaque|before|after|around|between|until|till|by|since|at the latest
        """

    /// Times too wide to be a slot's.
    private static let moment = """
        lundis|mardis|mercredis|jeudis|vendredis|mondays|tuesdays|wednesdays|thursdays|fridays|soir|soiree|evening
        semaine|semaine prochaine|week|next week|this week|mois|mois prochain|month|next month|weekend|week end
        janvier|fevrier|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fevr|juil
        january|february|april|june|july|august|september|october|november|december|jan|feb
        demain|apres demain|aujourd hui|today|tomorrow
        """

    /// Phrases that would be misread in parts: having a meeting is not taking a slot.
    private static let other = """
        i have|i ve|i ve got|we have|i already have|j ai|nous avons|ai deja
        """
}
