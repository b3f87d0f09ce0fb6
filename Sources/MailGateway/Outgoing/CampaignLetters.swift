// Each campaign's letters: the templates' words, and its own where it has some.

internal import Core
internal import Synchronization

/// Looks up letters by campaign, and learns of new words from the database.
///
/// A message is told in the words that stand when it is composed: one that is tried again after a change says the new.
final class CampaignLetters: Sendable {
    private let templates: Templates
    private let shipped: FormLetters
    private let state = Mutex(State())

    private struct State {
        var own: [CampaignID: FormLetters] = [:]
        /// Of the words in hand.
        var revision = 0
        /// When the database was last asked.
        var asked: Instant?
    }

    /// How long words in hand are taken for the newest.
    private static let freshness = Span.seconds(1)

    init(_ templates: Templates) {
        self.templates = templates
        shipped = FormLetters(templates)
    }

    func letters(of campaign: CampaignID) -> FormLetters {
        state.withLock { $0.own[campaign] } ?? shipped
    }

    /// Reads the words again where they have changed. Returns the faults of those that cannot be used, because the
    /// templates that they lean on have changed since they were saved: the templates' own words stand in for them.
    func refresh(from database: any SQLDatabase, now: Instant) async throws -> [TemplateProblem] {
        let known = state.withLock { state -> Int? in
            if let asked = state.asked, asked <= now, now - asked < Self.freshness { return nil }
            state.asked = now
            return state.revision
        }
        guard let known else { return [] }
        do {
            return try await load(since: known, from: database)
        } catch {
            state.withLock { $0.asked = nil }
            throw error
        }
    }

    private func load(since known: Int, from database: any SQLDatabase) async throws -> [TemplateProblem] {
        let found = try await database.read { connection -> (revision: Int, words: [Wording])? in
            let revision = try WordingStore.revision(on: connection)
            return revision == known ? nil : (revision, try WordingStore.list(on: connection))
        }
        guard let found else { return [] }
        var problems: [TemplateProblem] = []
        var own: [CampaignID: FormLetters] = [:]
        for (campaign, words) in Dictionary(grouping: found.words, by: \.campaign) {
            let usable = words.filter { wording in
                let faults = templates.problems(in: wording)
                problems += faults
                return faults.isEmpty
            }
            own[campaign] = FormLetters(try templates.replacing(usable.map(TemplateSource.init)))
        }
        state.withLock { state in
            state.own = own
            state.revision = found.revision
        }
        return problems
    }
}
