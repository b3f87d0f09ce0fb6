// An appointment as calendars take it: what we say to them, before libical writes it.

/// One VEVENT in one VCALENDAR (RFC 5545), for one attendee, under an iTIP method (RFC 5546 §3.2).
package struct AppointmentObject: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        /// Places or moves the appointment, and shows buttons to answer with.
        case request = "REQUEST"
        /// Removes it from the attendee's calendar (RG-143).
        case cancel = "CANCEL"
        /// A copy to keep, downloaded from a page: nobody is asked to answer.
        case publish = "PUBLISH"
        /// Refuses a calendar's proposal of another time: the appointment stays as it is (RFC 5546 §3.2.8).
        case declineCounter = "DECLINECOUNTER"
    }

    /// An address with the name that calendars show for it.
    package struct Party: Sendable, Hashable {
        package let address: EmailAddress
        /// May be empty.
        package let name: String

        package init(_ address: EmailAddress, name: String) {
            self.address = address
            self.name = name
        }
    }

    package let method: Method
    package let appointment: Appointment
    /// The gateway's bare address, equal to From: Outlook answers to it, and to nothing else.
    package let organizer: Party
    package let attendee: Party
    /// PARTSTAT: accepted where the agent chose, to be answered where somebody else placed them.
    package let answer: CalendarPresence
    package let summary: String
    /// Several lines; may be empty.
    package let description: String
    /// The signed page, where the appointment can be changed; nil where there is none to give.
    package let url: String?
    /// DTSTAMP: when this object was made. At equal SEQUENCE the later one wins.
    package let stamp: Instant
    /// Whether it rings an hour before.
    package let rings: Bool

    package init(
        method: Method, appointment: Appointment, organizer: Party, attendee: Party, answer: CalendarPresence,
        summary: String, description: String, url: String?, stamp: Instant,
        rings: Bool = true
    ) {
        self.method = method
        self.appointment = appointment
        self.organizer = organizer
        self.attendee = attendee
        self.answer = answer
        self.summary = summary
        self.description = description
        self.url = url
        self.stamp = stamp
        self.rings = rings
    }

    /// The iCalendar text: times in UTC, CRLF, lines folded at 75 octets, VALARM last.
    package func bytes() -> [UInt8] { LibICal.write([self], method) }

    /// Several appointments in one object, published (RFC 5546 §3.2.1).
    package static func bytes(publishing objects: [AppointmentObject]) -> [UInt8] {
        LibICal.write(objects, .publish)
    }
}
