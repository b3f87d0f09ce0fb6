// The figures of a campaign as a terminal shows them.

internal import Core

struct DashboardTables {
    let board: Dashboard

    private var figures: Figures { board.figures }

    func show() {
        print("\(Terminal.harmless(figures.campaign.name))  \(figures.states.progress) %\n")
        showStates()
        Terminal.printTable(
            Terminal.language == .french
                ? ["RÉSERVÉS", "CONFIRMÉS", "SANS RÉPONSE", "ADRESSES EN ERREUR"]
                : ["BOOKED", "CONFIRMED", "UNANSWERED", "BOUNCED"],
            [[board.booked, board.confirmed, board.unanswered, board.bounced].map(String.init)])
        for line in sentences { print("\n\(line)") }
        for groups in [board.segments, board.teams] where !groups.isEmpty {
            print()
            Terminal.printTable(
                Terminal.language == .french
                    ? ["", "TOTAL", "RÉSERVÉS", "CONFIRMÉS", "RÉALISÉS"]
                    : ["", "TOTAL", "BOOKED", "CONFIRMED", "DONE"],
                groups.map { [$0.name] + [$0.total, $0.booked, $0.confirmed, $0.done].map(String.init) })
        }
    }

    private func showStates() {
        let states: [Operation.State] = [.toPlan, .planned, .inProgress, .done, .postponed, .toRemediate]
        let percentages = figures.states.percentages
        Terminal.printTable(
            Terminal.language == .french
                ? ["TOTAL", "À PLANIFIER", "PLANIFIÉ", "EN COURS", "RÉALISÉ", "REPORTÉ", "À REMÉDIER"]
                : ["TOTAL", "TO PLAN", "PLANNED", "IN PROGRESS", "DONE", "POSTPONED", "TO REMEDIATE"],
            [
                [String(figures.states.total)] + states.map { String(figures.states[$0]) },
                ["100 %"] + states.map { "\(percentages[$0] ?? 0) %" },
            ])
        print()
    }

    /// Velocity, estimated end (RG-203) and presence (RG-302), where there is something to tell.
    private var sentences: [String] {
        var sentences: [String] = []
        if let pace = figures.pace {
            let velocity = "\(pace.tenthsADay / 10).\(pace.tenthsADay % 10)"
            sentences.append(
                Terminal.text(
                    fr: "\(velocity) opérations par jour ouvré ; fin estimée : \(pace.end).",
                    en: "\(velocity) operations a working day; estimated end: \(pace.end)."))
        }
        if let percent = figures.presence.percent {
            sentences.append(
                Terminal.text(
                    fr: "Présence : \(percent) % (\(figures.presence.missed) absents).",
                    en: "Presence: \(percent) % (\(figures.presence.missed) missed)."))
        }
        return sentences
    }
}
