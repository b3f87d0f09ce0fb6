// An answer, read from an object that came by mail.

internal import CICal
internal import Foundation

extension LibICal {
    /// The event of an iCalendar object, as an answer. Nil where there is no calendar or no event in the text.
    ///
    /// `method` is the part's Content-Type parameter, for objects that do not repeat it. What libical cannot read it
    /// turns into `X-LIC-ERROR` and goes on; so do we.
    static func read(_ text: String, method: String?) -> CalendarAnswer? {
        guard let object = CalendarSieve.object(in: text) else { return nil }
        return alone {
            guard let root = icalparser_parse_string(object) else { return nil }
            defer { icalcomponent_free(root) }
            guard icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT, let event = event(of: root) else {
                return nil
            }
            return answer(event, in: root, method: method)
        }
    }

    /// Of several, the one that stands for all: the others are exceptions to it on single days (RECURRENCE-ID).
    private static func event(of calendar: OpaquePointer) -> OpaquePointer? {
        let first = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT)
        var next = first
        while let event = next {
            if icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) == nil { return event }
            next = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)
        }
        return first
    }

    private static func answer(
        _ event: OpaquePointer, in calendar: OpaquePointer, method: String?
    ) -> CalendarAnswer {
        let attendee = attendee(of: event)
        let times = CalendarTimes(calendar: calendar)
        let starts = property(ICAL_DTSTART_PROPERTY, of: event).flatMap(times.instant)
        return CalendarAnswer(
            method: (property(ICAL_METHOD_PROPERTY, of: calendar).flatMap(value) ?? method ?? "PUBLISH")
                .uppercased(),
            uid: icalcomponent_get_uid(event).map { String(cString: $0) } ?? "",
            sequence: sequence(of: event),
            stamp: property(ICAL_DTSTAMP_PROPERTY, of: event).flatMap(times.stamp),
            attendee: attendee.flatMap(address),
            partstat: attendee.flatMap { parameter("PARTSTAT", of: $0) }?.uppercased(),
            comment: comment(of: event, attendee),
            starts: starts,
            ends: property(ICAL_DTEND_PROPERTY, of: event).flatMap(times.instant)
                ?? starts.flatMap { end(of: event, from: $0) },
            originalStarts: vendorProperty("X-MS-OLK-ORIGINALSTART", of: event).flatMap(times.instant),
            delegate: attendee.flatMap { parameter("DELEGATED-TO", of: $0) }.flatMap(firstAddress))
    }

    /// A reply has one attendee (RFC 5546 §3.2.3). A counter-proposal may repeat them all, and then the one who has
    /// answered is meant; a delegate repeats who sent them (§4.2.5), and then the delegate is.
    private static func attendee(of event: OpaquePointer) -> OpaquePointer? {
        let all = properties(ICAL_ATTENDEE_PROPERTY, of: event)
        let answers = all.map { (attendee: $0, partstat: parameter("PARTSTAT", of: $0)?.uppercased()) }
        let answered = answers.filter { ![nil, "", "NEEDS-ACTION"].contains($0.partstat) }
        return (answered.first { $0.partstat != "DELEGATED" } ?? answered.first)?.attendee ?? all.first
    }

    /// A `mailto:` in any case, or the EMAIL that stands beside another kind of name.
    private static func address(_ attendee: OpaquePointer) -> EmailAddress? {
        value(of: attendee).flatMap(CalendarAddress.address)
            ?? parameter("EMAIL", of: attendee).flatMap(CalendarAddress.address)
    }

    /// Exchange may leave SEQUENCE at 0 and count in a property of its own.
    private static func sequence(of event: OpaquePointer) -> Int {
        let standard = property(ICAL_SEQUENCE_PROPERTY, of: event).flatMap(value).flatMap { Int($0) } ?? 0
        guard standard == 0 else { return standard }
        return vendorProperty("X-MICROSOFT-CDO-APPT-SEQUENCE", of: event).flatMap(value).flatMap { Int($0) }
            ?? 0
    }

    /// COMMENT, to which Exchange adds a line end, or the parameter in which Google puts it.
    private static func comment(of event: OpaquePointer, _ attendee: OpaquePointer?) -> String? {
        let comments = properties(ICAL_COMMENT_PROPERTY, of: event)
            .compactMap { icalproperty_get_comment($0).map { String(cString: $0) } }
        return (comments + [attendee.flatMap { parameter("X-RESPONSE-COMMENT", of: $0) } ?? ""])
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .first { !$0.isEmpty }
    }

    private static func end(of event: OpaquePointer, from starts: Instant) -> Instant? {
        guard let property = property(ICAL_DURATION_PROPERTY, of: event) else { return nil }
        return starts + .seconds(Int(icaldurationtype_as_int(icalproperty_get_duration(property))))
    }

    // MARK: Properties

    private static func property(_ kind: icalproperty_kind, of component: OpaquePointer) -> OpaquePointer? {
        icalcomponent_get_first_property(component, kind)
    }

    /// A property of a vendor's own, by its name in upper case.
    private static func vendorProperty(_ name: String, of component: OpaquePointer) -> OpaquePointer? {
        properties(ICAL_X_PROPERTY, of: component).first {
            icalproperty_get_x_name($0).map { String(cString: $0).uppercased() } == name
        }
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

    static func value(of property: OpaquePointer) -> String? {
        taken(icalproperty_get_value_as_string_r(property))
    }

    static func parameter(_ name: String, of property: OpaquePointer) -> String? {
        taken(icalproperty_get_parameter_as_string_r(property, name))
    }

    /// The first of a parameter's addresses, which stand in quotation marks between commas.
    private static func firstAddress(_ list: String) -> EmailAddress? {
        list.split(separator: ",").lazy.compactMap { CalendarAddress.address(String($0)) }.first
    }
}

/// The times of one object, some in zones that it brings along.
private struct CalendarTimes {
    let calendar: OpaquePointer

    /// Beyond these a time is nonsense, and a zone costs libical its rules for every year up to it.
    private static let years: ClosedRange<Int32> = 1970...2200

    /// The instant that a property tells; nil where it tells none, a whole day, or an hour in a zone that nobody knows.
    func instant(of property: OpaquePointer) -> Instant? {
        guard let time = time(property) else { return nil }
        if icaltime_is_utc(time) != 0 { return utc(time) }
        guard let name = LibICal.parameter("TZID", of: property) else { return nil }
        // A zone by a name that we know is read by our own clock; the object's VTIMEZONE is for the others.
        if let clock = CalendarZone.clock(named: name) { return wall(time, clock) }
        if let zone = zone(named: name) { return zoned(time, zone) }
        return CalendarZone.clock(describedAs: name).flatMap { wall(time, $0) }
    }

    /// DTSTAMP is UTC, whatever its sender forgot to write.
    func stamp(of property: OpaquePointer) -> Instant? { time(property).flatMap(utc) }

    private func time(_ property: OpaquePointer) -> icaltimetype? {
        guard let text = LibICal.value(of: property) else { return nil }
        let time = icaltime_from_string(text)
        guard icaltime_is_null_time(time) == 0, icaltime_is_valid_time(time) != 0, time.is_date == 0,
            Self.years.contains(time.year)
        else { return nil }
        return time
    }

    private func utc(_ time: icaltimetype) -> Instant? {
        Instant(milliseconds: Int64(icaltime_as_timet(time)) * 1000)
    }

    private func wall(_ time: icaltimetype, _ clock: WallClock) -> Instant? {
        Day(year: Int(time.year), month: Int(time.month), day: Int(time.day)).map {
            clock.instant($0, TimeOfDay(clamped: Int(time.hour) * 60 + Int(time.minute)))
        }
    }

    private func zoned(_ time: icaltimetype, _ zone: OpaquePointer) -> Instant? {
        Instant(milliseconds: Int64(icaltime_as_timet_with_zone(time, zone)) * 1000)
    }

    /// The object's own zone of that name, however each of the two was quoted and escaped.
    private func zone(named name: String) -> OpaquePointer? {
        let wanted = Self.bare(name)
        var next = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT)
        while let component = next {
            if let property = icalcomponent_get_first_property(component, ICAL_TZID_PROPERTY),
                let own = icalproperty_get_tzid(property), Self.bare(String(cString: own)) == wanted
            {
                return icalcomponent_get_timezone(calendar, own)
            }
            next = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)
        }
        return nil
    }

    private static func bare(_ name: String) -> String {
        name.filter { !$0.isWhitespace && $0 != "\"" && $0 != "\\" }.lowercased()
    }
}
