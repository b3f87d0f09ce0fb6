// Why a visitor is not shown what they asked for.

internal import Core
internal import HTTPTypes

/// A reason that ends a request with a page of plain words: what happened, and what to do next.
enum Problem: Error, Sendable, Hashable {
    /// Not a link of ours, or of nobody: one page for both, which tells nothing about who exists.
    case forged
    case otherPurpose
    case expired
    case revoked
    /// RG-041: a shared link that is over, by time or by hand.
    case shareEnded
    /// The form does not come from the page that we gave.
    case form
    case unreadable
    /// RG-124.
    case notYours
    /// RG-018: not one of this technician's operations, or no longer.
    case notYourVisit
    /// A photograph over the size that is taken.
    case tooLarge
    /// No appointment to put in a calendar.
    case nothingBooked
    case tooMany(wait: Span)
    case notFound
    case fault

    init(_ fault: SignedLink.Fault) {
        self =
            switch fault {
            case .forged: .forged
            case .otherPurpose: .otherPurpose
            case .expired: .expired
            }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .forged, .otherPurpose, .nothingBooked, .notFound: .notFound
        case .expired, .revoked, .shareEnded: .gone
        case .form, .notYours, .notYourVisit: .forbidden
        case .tooLarge: .contentTooLarge
        case .unreadable: .badRequest
        case .tooMany: .tooManyRequests
        case .fault: .internalServerError
        }
    }

    /// Title, what happened, what to do next.
    var phrases: (title: Phrase, what: Phrase, then: Phrase) {
        switch self {
        case .forged: (.problemForgedTitle, .problemForged, .problemForgedThen)
        case .otherPurpose: (.problemOtherPurposeTitle, .problemOtherPurpose, .problemOtherPurposeThen)
        case .expired: (.problemExpiredTitle, .problemExpired, .problemExpiredThen)
        case .revoked: (.problemRevokedTitle, .problemRevoked, .problemRevokedThen)
        case .shareEnded: (.problemShareEndedTitle, .problemShareEnded, .problemShareEndedThen)
        case .form: (.problemFormTitle, .problemForm, .problemFormThen)
        case .unreadable: (.problemUnreadableTitle, .problemUnreadable, .problemUnreadableThen)
        case .notYours: (.problemNotYoursTitle, .problemNotYours, .problemNotYoursThen)
        case .notYourVisit:
            (.problemNotYourVisitTitle, .problemNotYourVisit, .problemNotYourVisitThen)
        case .tooLarge: (.problemTooLargeTitle, .problemTooLarge, .problemTooLargeThen)
        case .nothingBooked: (.problemNothingBookedTitle, .problemNothingBooked, .problemNothingBookedThen)
        case .tooMany: (.problemTooManyTitle, .problemTooMany, .problemTooManyThen)
        case .notFound: (.problemNotFoundTitle, .problemNotFound, .problemNotFoundThen)
        case .fault: (.problemFaultTitle, .problemFault, .problemFaultThen)
        }
    }

    /// Whether opening the same address again may help.
    var mayReopen: Bool {
        switch self {
        case .form, .unreadable, .nothingBooked, .fault: true
        case .forged, .otherPurpose, .expired, .revoked, .shareEnded, .notYours, .notYourVisit, .tooLarge,
            .tooMany, .notFound:
            false
        }
    }
}

extension RefusalReason {
    /// The status of the page that tells a refusal.
    var status: HTTPResponse.Status {
        switch self {
        case .full, .past, .closed, .nothingBooked: .conflict
        case .locked: .init(code: 423, reasonPhrase: "Locked")
        case .unavailable, .forbidden: .forbidden
        }
    }
}
