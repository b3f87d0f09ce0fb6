// The team as a table for spreadsheets.

internal import Core

/// A CSV as French Excel opens it by a double click: UTF-8 with its mark, `;` between columns, CRLF (RFC 4180).
struct TeamSheet {
    let view: TeamView
    let texts: Texts

    func bytes() -> [UInt8] {
        let clock = view.campaign.clock
        let sites = Dictionary(
            view.segments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let header: [Phrase] = [
            .teamFamilyName, .teamGivenName, .teamEmail, .teamService, .teamSite, .teamStateColumn,
            .teamDate, .teamStart, .teamEnd, .place, .teamAwayColumn,
            .teamWishesFact,
        ]
        let rows = view.members.map { member in
            let slot = member.current?.slot
            return [
                member.agent.familyName, member.agent.givenName, member.agent.email.text,
                member.agent.service, member.agent.segment.flatMap { sites[$0] } ?? "",
                texts(member.state.phrase), slot.map { clock.day($0.starts).description } ?? "",
                slot.map { clock.time($0.starts).description } ?? "",
                slot.map { clock.time($0.ends).description } ?? "", slot?.place ?? "",
                member.absence.map { $0.until?.description ?? texts(.teamStateAbsent) } ?? "",
                member.wishes.joined(separator: " ; "),
            ]
        }
        let lines = ([header.map { texts($0) }] + rows).map { cells in
            cells.map(Self.cell).joined(separator: ";") + "\r\n"
        }
        return [0xEF, 0xBB, 0xBF] + lines.joined().utf8
    }

    /// A cell that no spreadsheet takes for a formula: what begins as one is guarded by an apostrophe.
    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let guarded = isFormula ? "'" + text : text
        guard guarded.contains(where: { $0 == ";" || $0 == "\"" || $0.isNewline }) else { return guarded }
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }
}
