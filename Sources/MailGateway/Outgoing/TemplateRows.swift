// What templates say of appointments, slots and people, row by row.

internal import Core

extension TemplateFacts {
    mutating func tell(_ appointment: Appointment?, _ dates: WrittenDates) {
        guard let appointment else { return }
        values["current"] = true
        values["when"] = dates.range(appointment.starts, appointment.ends)
        values["start"] = dates.moment(appointment.starts)
        set("place", appointment.place)
    }

    mutating func tell(_ options: [SlotOption], _ dates: WrittenDates) {
        values["hasOptions"] = !options.isEmpty
        // The second, where there is one: "1" reads like a mere sample.
        if let example = options.prefix(2).last { values["example"] = example.number }
        values["options"] = options.map { option in
            var row: [String: Any] = [
                "number": option.number, "when": dates.range(option.starts, option.ends),
            ]
            row["place"] = Self.hiding(option.place)
            return row
        }
    }

    mutating func tell(
        _ unplaced: [String], of total: Int, _ options: [SlotOption], _ dates: WrittenDates
    ) {
        tell(unplaced, as: "unplaced", restAs: "others") { $0 }
        values["waiting"] = unplaced.count
        values["total"] = max(total, unplaced.count)
        set("someone", unplaced.first)
        tell(options, dates)
    }

    mutating func tell(_ digest: TeamDigest, _ dates: WrittenDates) {
        tell(digest.unplaced, of: digest.total, digest.options, dates)
        values["answerBy"] = dates.day(digest.answerBy)
        values["hasUnplaced"] = !digest.unplaced.isEmpty
        values["hasAbsent"] = !digest.absent.isEmpty
        values["absent"] = digest.absent.map { absent in
            ["person": absent.name, "until": Self.hiding(absent.until.map(dates.day) ?? "")] as [String: Any]
        }
        values["hasPlaced"] = !digest.placed.isEmpty
        tell(digest.placed, as: "placed", restAs: "otherPlaced") { placed in
            [
                "person": placed.name, "when": dates.range(placed.starts, placed.ends),
                "place": Self.hiding(placed.place), "confirmed": placed.isConfirmed,
            ] as [String: Any]
        }
    }

    mutating func tell(_ alert: Alert, _ dates: WrittenDates) {
        values[alert.reason.rawValue] = true
        values["agent"] = alert.agent
        values["email"] = alert.email.text
        set("until", alert.until.map(dates.day))
        set("delegate", alert.delegate?.text)
        set("note", alert.note)
        tell(alert.appointment, dates)
    }

    mutating func tell(_ sheet: DaySheet, _ dates: WrittenDates) {
        values["day"] = dates.day(sheet.day)
        values["count"] = sheet.visits.count
        values["visits"] = sheet.visits.map { visit in
            [
                "hours": dates.hours(visit.appointment.starts, visit.appointment.ends), "agent": visit.agent,
                "reference": Self.hiding(visit.reference), "place": Self.hiding(visit.appointment.place),
                "telephone": Self.hiding(visit.telephone ?? ""), "office": Self.hiding(visit.office ?? ""),
                "equipment": Self.hiding(visit.equipment ?? ""), "service": Self.hiding(visit.service ?? ""),
                "dial": Self.hiding(visit.telephone.map(Self.dialled) ?? ""),
            ] as [String: Any]
        }
    }

    /// A telephone number as a link dials it (RFC 3966): digits, and a plus in front; empty where there are none.
    private static func dialled(_ telephone: String) -> String {
        let digits = telephone.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? "" : telephone.contains("+") ? "+" + digits : digits
    }

    mutating func tell(_ report: LatenessReport, _ dates: WrittenDates) {
        values["answerBy"] = dates.day(report.answerBy)
        values["total"] = report.total
        values["booked"] = report.booked
        values["unansweredTotal"] = report.unansweredTotal
        tell(report.unanswered, of: report.unansweredTotal, as: "unanswered", restAs: "others") { $0 }
    }

    mutating func tell(_ report: BounceReport) {
        values["count"] = report.addresses.count
        tell(report.addresses, as: "addresses", restAs: "others") { failing in
            ["person": failing.name, "email": failing.email.text, "reason": Self.hiding(failing.reason)]
                as [String: Any]
        }
    }

    /// The first rows of a list, and under another name how many there are beyond them.
    mutating func tell<Row>(
        _ rows: [Row], of total: Int? = nil, as name: String, restAs rest: String, _ told: (Row) -> Any
    ) {
        let shown = rows.prefix(Self.mostRows)
        values[name] = shown.map(told)
        let hidden = (total ?? rows.count) - shown.count
        if hidden > 0 { values[rest] = hidden }
    }

    /// Rows of a list that a mail shows.
    private static let mostRows = 30

    /// A row's text; an empty one must hide what a section would find further out, the appointment's place say.
    static func hiding(_ text: String) -> Any { text.isEmpty ? false : text }
}
