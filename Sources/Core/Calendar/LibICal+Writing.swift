// An appointment, written by libical.

internal import CICal
internal import Foundation

extension LibICal {
    /// Appointments as one iCalendar object (RFC 5545).
    static func write(_ objects: [AppointmentObject], _ method: AppointmentObject.Method) -> [UInt8] {
        alone {
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
            guard strstr(text, "\r\n \r\n") != nil else { return Array(String(cString: text).utf8) }
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
        if object.rings, object.method == .request || object.method == .publish {
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
