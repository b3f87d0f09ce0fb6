// The signs that words give.

/// What a word, a number or a phrase contributes to the meaning of its clause.
enum Sign: Hashable, Sendable {
    /// "oui", "d'accord", "ok"
    case yes
    /// "je confirme": a yes that a date beside it only repeats.
    case confirm
    /// "je peux", "me convient", "parfait": a yes on its own, a no under negation.
    case suits
    /// "non", "impossible"
    case no
    /// "pas", "not": turns its clause round.
    case not
    /// "can't": as much as "not" and "able".
    case cannot
    /// "ne", which turns it round too, unless "que" follows.
    case ne
    /// "que" behind "ne" means "only".
    case que
    case cancel
    case move
    case absent
    /// "peut-être", "si", "ou": nothing in the clause is sure.
    case doubt
    /// "comment", "which": somebody wants to know, and has decided nothing.
    case asks
    /// "puis-je", "could you": a question that is a request.
    case requests
    /// "option", "créneau", "n°": the number behind it is a slot's.
    case slot
    /// "le", "the": the number behind it may be a slot's.
    case article
    /// "je prends", "I'd like": the number behind it is a slot's.
    case takes
    case number(Int)
    /// "2e", "deuxième", "second"
    case ordinal(Int)
    /// A date, an hour, a day of the week; nil where it cannot be told which.
    case moment(ReadMoment?)
    /// "avant", "vers", "until": the moment behind it is a limit, not a choice.
    case limit
    /// "au", "à", "to": the number behind it is a day's or an hour's, and what is moved goes there.
    case bound
    /// "du", "de", "from": the number behind it is a day's, and what is moved comes from there.
    case source
    /// "pour", "sur", "on": what is moved goes there.
    case target
    /// "see you": the moment behind it is told, not chosen.
    case farewell
    /// "merci", "pour moi", "ce rendez-vous": changes no meaning.
    case filler
    /// Any other word.
    case word
}
