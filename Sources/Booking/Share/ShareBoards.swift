// The live regions of shared dashboards, computed once a change.

internal import Core

/// A campaign's figures as everybody sees them, in one language.
struct ShareBoard: Sendable {
    let figures: Figures
    /// When they were counted.
    let at: Instant
    /// The live region of the page.
    let html: String
    let event: LiveEvent

    var version: String { event.version }
}

/// Keeps the boards of campaigns while their revision stands.
///
/// *Promise: whoever asks sees every change that was committed before, and five hundred who ask at once cost one count.*
actor ShareBoards {
    private struct Kept {
        let figures: Figures
        let at: Instant
        let minute: Int64
        var boards: [Language: ShareBoard] = [:]
    }

    private let database: any SQLDatabase
    private let templates: WebTemplates
    private var kept = RecentValues<Campaign.ID, Kept>(limit: 50)
    private var counting: [Campaign.ID: Task<Kept?, any Error>] = [:]
    /// How often figures were counted, for tests to compare with changes.
    private(set) var counts = 0

    init(_ database: any SQLDatabase, templates: WebTemplates) {
        self.database = database
        self.templates = templates
    }

    /// The board as of a revision that the caller has read, or of a later one; in the campaign's language unless another
    /// is asked for. Throws `Problem.notFound` where there is no such campaign.
    func board(
        of campaign: Campaign.ID, at revision: Int, in language: Language?, now: Instant
    ) async throws -> ShareBoard {
        let found = try await figures(of: campaign, at: revision, now: now)
        let language = language ?? found.figures.campaign.language
        if let board = found.boards[language] { return board }
        let board = ShareScreen(figures: found.figures, texts: templates.texts(language), at: found.at)
            .board(templates)
        if kept[campaign]?.figures.revision == found.figures.revision, kept[campaign]?.at == found.at {
            kept[campaign]?.boards[language] = board
        }
        return board
    }

    /// What changes by the clock alone, the hour that is told and the day that ends the curve, makes figures a minute old
    /// at the most.
    private func figures(of campaign: Campaign.ID, at revision: Int, now: Instant) async throws -> Kept {
        while true {
            if let found = kept[campaign], found.figures.revision >= revision,
                found.minute == Self.minute(now)
            {
                return found
            }
            let task = counting[campaign] ?? count(campaign, now: now)
            guard let counted = try await task.value else { throw Problem.notFound }
            // Counted before the change that the caller knows of: once more, for all who wait.
            if counted.figures.revision >= revision { return kept[campaign] ?? counted }
        }
    }

    private func count(_ campaign: Campaign.ID, now: Instant) -> Task<Kept?, any Error> {
        counts += 1
        let task = Task {
            defer { counting[campaign] = nil }
            let figures = try await database.read { try Figures.load(campaign, now: now, on: $0) }
            let counted = figures.map { Kept(figures: $0, at: now, minute: Self.minute(now)) }
            kept[campaign] = counted
            return counted
        }
        counting[campaign] = task
        return task
    }

    private static func minute(_ now: Instant) -> Int64 { now.milliseconds / 60_000 }
}
