// The one file that touches libical: values in, values out, no pointer past this file.

internal import CICal
internal import Foundation
internal import Synchronization

/// Writing and reading iCalendar with libical 3, one caller at a time.
enum LibICal {
    /// libical keeps global state (its built-in zones race when two threads load them), so nothing of it runs outside
    /// this lock.
    private static let lock = Mutex(())

    /// Appointments as one iCalendar object (RFC 5545).
    static func write(_ objects: [AppointmentObject], _ method: AppointmentObject.Method) -> [UInt8] {
        lock.withLock { _ in
            let calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT)
            defer { icalcomponent_free(calendar) }
            icalcomponent_add_property(calendar, icalproperty_new_prodid("-//OpsTracker//OpsTracker//FR"))
            icalcomponent_add_property(calendar, icalproperty_new_version("2.0"))
            icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"))
            icalcomponent_add_property(calendar, icalproperty_new_method(Self.method(method)))
            for object in objects { icalcomponent_add_component(calendar, event(object)) }
            guard let text = icalcomponent_as_ical_string_r(calendar) else { return [] }
            defer { icalmemory_free_buffer(text) }
            // Where a line is cut at its very end, libical goes on with nothing.
            return Array(String(cString: text).replacing("\r\n \r\n", with: "\r\n").utf8)
        }
    }

    /// The VEVENT; owned by the component that it is added to.
    private static func event(_ object: AppointmentObject) -> OpaquePointer? {
        let event = icalcomponent_new(ICAL_VEVENT_COMPONENT)
        let appointment = object.appointment
        icalcomponent_add_property(event, icalproperty_new_uid(appointment.uid))
        icalcomponent_add_property(event, icalproperty_new_dtstamp(utc(object.stamp)))
        icalcomponent_add_property(event, icalproperty_new_sequence(Int32(clamping: appointment.sequence)))
        icalcomponent_add_property(event, icalproperty_new_dtstart(utc(appointment.starts)))
        icalcomponent_add_property(event, icalproperty_new_dtend(utc(appointment.ends)))
        icalcomponent_add_property(event, icalproperty_new_summary(clean(object.summary)))
        // An empty LOCATION is an error to libical itself when it reads it back.
        let place = clean(appointment.place)
        if !place.isEmpty { icalcomponent_add_property(event, icalproperty_new_location(place)) }
        let description = clean(object.description)
        if !description.isEmpty {
            icalcomponent_add_property(event, icalproperty_new_description(description))
        }
        if let url = object.url { icalcomponent_add_property(event, icalproperty_new_url(clean(url))) }
        let cancelled = object.method == .cancel
        icalcomponent_add_property(
            event, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED))
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE))
        icalcomponent_add_property(event, organizer(object.organizer))
        // RFC 5546 §3.2.1: a published object has no attendee.
        if object.method != .publish { icalcomponent_add_property(event, attendee(object)) }
        // RFC 5546 §3.2.5, §3.2.8: neither a cancellation nor a refusal holds an alarm.
        if object.method == .request || object.method == .publish {
            icalcomponent_add_component(event, alarm(object))
        }
        return event
    }

    private static func organizer(_ party: AppointmentObject.Party) -> OpaquePointer? {
        let property = icalproperty_new_organizer("mailto:" + party.address.text)
        name(party, on: property)
        return property
    }

    private static func attendee(_ object: AppointmentObject) -> OpaquePointer? {
        let property = icalproperty_new_attendee("mailto:" + object.attendee.address.text)
        name(object.attendee, on: property)
        icalproperty_add_parameter(property, icalparameter_new_cutype(ICAL_CUTYPE_INDIVIDUAL))
        icalproperty_add_parameter(property, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT))
        icalproperty_add_parameter(property, icalparameter_new_partstat(partstat(object.answer)))
        icalproperty_add_parameter(property, icalparameter_new_rsvp(ICAL_RSVP_TRUE))
        return property
    }

    /// A quotation mark cannot be told inside a parameter (RFC 5545 §3.2), nor can a line end.
    private static func name(_ party: AppointmentObject.Party, on property: OpaquePointer?) {
        let name = String(clean(party.name).map { $0 == "\"" || $0.isNewline ? " " : $0 })
        if !name.isEmpty { icalproperty_add_parameter(property, icalparameter_new_cn(name)) }
    }

    /// One hour before, on the attendee's own screen.
    private static func alarm(_ object: AppointmentObject) -> OpaquePointer? {
        let alarm = icalcomponent_new(ICAL_VALARM_COMPONENT)
        icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY))
        icalcomponent_add_property(alarm, icalproperty_new_description(clean(object.summary)))
        icalcomponent_add_property(alarm, icalproperty_new_trigger(icaltriggertype_from_int(-3600)))
        return alarm
    }

    private static func utc(_ instant: Instant) -> icaltimetype {
        icaltime_from_timet_with_zone(time_t(instant.seconds), 0, icaltimezone_get_utc_timezone())
    }

    private static func method(_ method: AppointmentObject.Method) -> icalproperty_method {
        switch method {
        case .request: ICAL_METHOD_REQUEST
        case .cancel: ICAL_METHOD_CANCEL
        case .publish: ICAL_METHOD_PUBLISH
        case .declineCounter: ICAL_METHOD_DECLINECOUNTER
        }
    }

    private static func partstat(_ answer: CalendarPresence) -> icalparameter_partstat {
        switch answer {
        case .needsAction: ICAL_PARTSTAT_NEEDSACTION
        case .accepted: ICAL_PARTSTAT_ACCEPTED
        case .tentative: ICAL_PARTSTAT_TENTATIVE
        case .declined: ICAL_PARTSTAT_DECLINED
        }
    }

    /// Text without the control characters that no iCalendar value may hold (RFC 5545 §3.1); line ends stay.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            if scalar == "\n" || scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F) {
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}

// MARK: - Reading

extension LibICal {
    /// Longer objects are not read: one TZID full of colons costs libical the square of its length.
    private static let longestObject = 128 * 1024

    /// The first event of an iCalendar object, as an answer. Nil where there is no calendar or no event in the text.
    ///
    /// `method` is the part's Content-Type parameter, for objects that do not repeat it. What libical cannot read it
    /// turns into `X-LIC-ERROR` and goes on; so do we.
    static func read(_ text: String, method: String?) -> CalendarAnswer? {
        guard text.utf8.count <= longestObject else { return nil }
        return lock.withLock { _ in
            guard let root = icalparser_parse_string(text) else { return nil }
            defer { icalcomponent_free(root) }
            guard let calendar = calendar(in: root),
                let event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT)
            else { return nil }
            return answer(event, in: calendar, method: method)
        }
    }

    /// Text with more than one object comes under an `XROOT` of libical's own.
    private static func calendar(in root: OpaquePointer) -> OpaquePointer? {
        icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT
            ? root : icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT)
    }

    private static func answer(
        _ event: OpaquePointer, in calendar: OpaquePointer, method: String?
    ) -> CalendarAnswer {
        let attendee = attendee(of: event)
        let starts = instant(ICAL_DTSTART_PROPERTY, of: event)
        return CalendarAnswer(
            method: (value(ICAL_METHOD_PROPERTY, of: calendar) ?? method ?? "PUBLISH").uppercased(),
            uid: icalcomponent_get_uid(event).map { String(cString: $0) } ?? "",
            sequence: sequence(of: event),
            stamp: instant(ICAL_DTSTAMP_PROPERTY, of: event),
            attendee: attendee.flatMap(address),
            partstat: attendee.flatMap { parameter("PARTSTAT", of: $0) }?.uppercased(),
            comment: comment(of: event, attendee),
            starts: starts,
            ends: instant(ICAL_DTEND_PROPERTY, of: event) ?? starts.flatMap { end(of: event, from: $0) })
    }

    /// A reply has one attendee (RFC 5546 §3.2.3); a counter-proposal may repeat them all, and then the one who has
    /// answered is meant.
    private static func attendee(of event: OpaquePointer) -> OpaquePointer? {
        let all = properties(ICAL_ATTENDEE_PROPERTY, of: event)
        return all.first { !["NEEDS-ACTION", nil].contains(parameter("PARTSTAT", of: $0)?.uppercased()) }
            ?? all.first
    }

    private static func address(_ attendee: OpaquePointer) -> EmailAddress? {
        guard let text = value(of: attendee) else { return nil }
        return EmailAddress(text.lowercased().hasPrefix("mailto:") ? text.dropFirst(7) : text[...])
    }

    /// Exchange may leave SEQUENCE at 0 and count in a property of its own.
    private static func sequence(of event: OpaquePointer) -> Int {
        let standard = value(ICAL_SEQUENCE_PROPERTY, of: event).flatMap { Int($0) } ?? 0
        guard standard == 0 else { return standard }
        let own = properties(ICAL_X_PROPERTY, of: event).first {
            icalproperty_get_x_name($0).map { String(cString: $0).uppercased() }
                == "X-MICROSOFT-CDO-APPT-SEQUENCE"
        }
        return own.flatMap { value(of: $0) }.flatMap { Int($0) } ?? 0
    }

    /// COMMENT, to which Exchange adds a line end, or the parameter in which Google puts it.
    private static func comment(of event: OpaquePointer, _ attendee: OpaquePointer?) -> String? {
        let comment = properties(ICAL_COMMENT_PROPERTY, of: event).first
            .flatMap { icalproperty_get_comment($0) }.map { String(cString: $0) }
        let text = (comment ?? attendee.flatMap { parameter("X-RESPONSE-COMMENT", of: $0) } ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    private static func end(of event: OpaquePointer, from starts: Instant) -> Instant? {
        guard let property = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY) else {
            return nil
        }
        return starts + .seconds(Int(icaldurationtype_as_int(icalproperty_get_duration(property))))
    }

    /// The instant that a property tells; nil where it is absent, a whole day, or in a zone that nobody knows.
    private static func instant(_ kind: icalproperty_kind, of event: OpaquePointer) -> Instant? {
        guard let property = icalcomponent_get_first_property(event, kind) else { return nil }
        let time = icalproperty_get_datetime_with_component(property, event)
        guard icaltime_is_null_time(time) == 0, icaltime_is_valid_time(time) != 0, time.is_date == 0 else {
            return nil
        }
        if icaltime_is_utc(time) != 0 || kind == ICAL_DTSTAMP_PROPERTY {
            return Instant(milliseconds: Int64(icaltime_as_timet(time)) * 1000)
        }
        // A zone by a name that we know is read by our own clock; the object's VTIMEZONE is for the others.
        if let clock = parameter("TZID", of: property).flatMap(CalendarZone.clock(named:)) {
            return Day(year: Int(time.year), month: Int(time.month), day: Int(time.day)).map {
                clock.instant($0, TimeOfDay(clamped: Int(time.hour) * 60 + Int(time.minute)))
            }
        }
        guard let zone = icaltime_get_timezone(time) else { return nil }
        let seconds = icaltime_as_timet_with_zone(time, zone)
        return Instant(milliseconds: Int64(seconds) * 1000)
    }

    private static func properties(_ kind: icalproperty_kind, of component: OpaquePointer) -> [OpaquePointer]
    {
        var all: [OpaquePointer] = []
        var next = icalcomponent_get_first_property(component, kind)
        while let property = next {
            all.append(property)
            next = icalcomponent_get_next_property(component, kind)
        }
        return all
    }

    private static func value(_ kind: icalproperty_kind, of component: OpaquePointer) -> String? {
        icalcomponent_get_first_property(component, kind).flatMap { value(of: $0) }
    }

    private static func value(of property: OpaquePointer) -> String? {
        taken(icalproperty_get_value_as_string_r(property))
    }

    private static func parameter(_ name: String, of property: OpaquePointer) -> String? {
        taken(icalproperty_get_parameter_as_string_r(property, name))
    }

    /// A string that libical made for us, taken over and freed.
    private static func taken(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        defer { icalmemory_free_buffer(pointer) }
        return String(cString: pointer).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
