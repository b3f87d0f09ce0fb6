// What a calendar answered, as facts.

/// One attendee's answer in an incoming iCalendar object (RFC 5546 §3.2).
package struct CalendarAnswer: Sendable, Hashable {
    /// The object's METHOD in upper case: `REPLY`, `COUNTER`, `REFRESH`, …
    package let method: String
    package let uid: String
    /// 0 where the object has none; the X-MICROSOFT-CDO-APPT-SEQUENCE where SEQUENCE is absent or 0.
    package let sequence: Int
    package let stamp: Instant?
    package let attendee: EmailAddress?
    /// PARTSTAT in upper case: `ACCEPTED`, `DECLINED`, `TENTATIVE`, `DELEGATED`, `NEEDS-ACTION`.
    package let partstat: String?
    package let comment: String?
    /// A counter-proposal's proposal; otherwise the appointment as the attendee's calendar holds it.
    package let starts: Instant?
    package let ends: Instant?
    /// What a counter-proposal wants to leave, where it says so (`X-MS-OLK-ORIGINALSTART`).
    package let originalStarts: Instant?
    /// Whom a `DELEGATED` attendee sends instead (DELEGATED-TO, RFC 5545 §3.2.5).
    package let delegate: EmailAddress?

    package init(
        method: String, uid: String, sequence: Int, stamp: Instant?, attendee: EmailAddress?,
        partstat: String?, comment: String?, starts: Instant?, ends: Instant?, originalStarts: Instant? = nil,
        delegate: EmailAddress? = nil
    ) {
        self.method = method
        self.uid = uid
        self.sequence = sequence
        self.stamp = stamp
        self.attendee = attendee
        self.partstat = partstat
        self.comment = comment
        self.starts = starts
        self.ends = ends
        self.originalStarts = originalStarts
        self.delegate = delegate
    }

    /// The same answer with a comment that stood elsewhere in its mail.
    package func with(comment: String?) -> CalendarAnswer {
        CalendarAnswer(
            method: method, uid: uid, sequence: sequence, stamp: stamp, attendee: attendee,
            partstat: partstat,
            comment: comment, starts: starts, ends: ends, originalStarts: originalStarts, delegate: delegate)
    }

    /// Reads iCalendar text as it came: in any case, with any zone name, with errors in it. Nil where it holds no event.
    ///
    /// `method` is the `method` parameter of the part's Content-Type (RFC 6047 §2.4), for objects without METHOD.
    package init?(iCalendar text: String, method: String? = nil) {
        guard let answer = LibICal.read(text, method: method) else { return nil }
        self = answer
    }
}
