// A refusal in plain words: what happened, and what to do next.

internal import Core

/// Who reads a refusal.
enum Reader {
    case agent, manager
}

extension Page.Notice {
    /// `slot` is how the slot that was asked for is told; nil where there is none.
    static func refusal(
        _ reason: RefusalReason, slot: String?, contact: String, reader: Reader, texts: Texts
    ) -> Page.Notice {
        let (what, then): (Phrase, Phrase) =
            switch (reason, reader) {
            case (.full, _): (.refusedFull, .refusedFullThen)
            case (.locked, _): (.refusedLocked, .refusedLockedThen)
            case (.past, _): (.refusedPast, .refusedPastThen)
            case (.unavailable, _): (.refusedUnavailable, .refusedUnavailableThen)
            case (.closed, _): (.refusedClosed, .refusedClosedThen)
            case (.forbidden, .agent): (.refusedForbidden, .refusedForbiddenThen)
            case (.forbidden, .manager): (.refusedForbiddenTeam, .refusedForbiddenTeamThen)
            case (.nothingBooked, _): (.refusedNothingBooked, .refusedNothingBookedThen)
            }
        var sentences = [texts(then)]
        // RG-123: who can no longer change something is told whom to call.
        if reason == .locked {
            sentences.append(
                contact.orNil.map { texts(.callToChange, ["contact": $0]) } ?? texts(.callToChangeNobody))
        }
        return .refused(
            texts(what, ["slot": slot ?? texts(.currentSlot)]), then: sentences.joined(separator: " "))
    }
}
