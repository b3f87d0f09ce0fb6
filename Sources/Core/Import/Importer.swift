// Bringing a checked file into a campaign (RG-012 to RG-016, RG-092, RG-093, RG-113).
//
// The whole file has been read before anything is written, so that a refused file leaves nothing. Then the rows go in by
// batches, each a transaction: an import that was cut short is simply run again, and takes up where it stopped, since an
// agent is one e-mail address within a campaign.

/// What became of an import.
package struct ImportReport: Sendable {
    /// People added to the campaign, each with an operation.
    package let imported: Int
    /// Rows in error, and people who were in the campaign before.
    package var skipped: Int { problems.count + known }
    /// People who were in the campaign before; nothing of theirs was changed.
    package let known: Int
    package let problems: [RowProblem]
    /// The log of the rows in error, as a file; nil where there is none (RG-092).
    package let log: [UInt8]?
}

/// The use case of importing a population.
package struct Importer: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Imports the valid rows of a file into a campaign. `progress` is told how many rows of how many are done.
    ///
    /// Refused where there is no such campaign, or it is archived (RG-016).
    package func run(
        _ file: ImportFile, into campaign: Campaign.ID, by actor: Actor, now: Instant,
        language: Language = .french, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Result<ImportReport, ImportRefusal> {
        let groups: Groups
        switch try await prepare(file, campaign, actor, now) {
        case .success(let prepared): groups = prepared
        case .failure(let refusal): return .failure(refusal)
        }
        var batches = Batches(file, groups, now)
        var batch = try batches.next()
        var imported = 0
        var done = 0
        while batch.count > 0 {
            // The next batch is read while this one is written.
            let people = batch
            async let writing = write(people, campaign, now)
            batch = try batches.next()
            guard let added = try await writing else { return .failure(.archivedCampaign) }
            imported += added
            done += people.count
            progress(done, file.valid)
        }
        return .success(
            ImportReport(
                imported: imported, known: file.valid - imported, problems: file.problems,
                log: ImportLog.file(of: file, language)))
    }

    /// What the rows refer to comes first, with the one entry of the journal.
    private func prepare(
        _ file: ImportFile, _ campaign: Campaign.ID, _ actor: Actor, _ now: Instant
    ) async throws -> Result<Groups, ImportRefusal> {
        try await database.transaction { connection in
            if let refusal = try Self.refusal(campaign, on: connection) { return .failure(refusal) }
            try PopulationStore.addFields(file.layout.fieldNames, to: campaign, on: connection)
            let groups = Groups(
                segments: try PopulationStore.addSegments(
                    file.segments, to: campaign, now: now, on: connection),
                managers: try PopulationStore.addManagers(
                    file.managers, to: campaign, now: now, on: connection),
                technicians: try PopulationStore.addTechnicians(
                    file.technicians, to: campaign, now: now, on: connection))
            try Journal.append(
                "people imported", subject: campaign.text, campaign: campaign, by: actor,
                after: "\(file.valid) valid, \(file.problems.count) skipped", now: now, on: connection)
            try CampaignStore.touch(campaign, on: connection)
            return .success(groups)
        }
    }

    /// Returns how many of the people were not there yet; nil where the campaign has been archived meanwhile.
    private func write(_ people: NewPeople, _ campaign: Campaign.ID, _ now: Instant) async throws -> Int? {
        try await database.transaction { connection in
            guard try Self.refusal(campaign, on: connection) == nil else { return nil }
            let added = try PopulationStore.add(people, to: campaign, now: now, on: connection)
            try CampaignStore.touch(campaign, on: connection)
            return added
        }
    }

    private static func refusal(
        _ campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> ImportRefusal? {
        guard let campaign = try CampaignStore.load(campaign, on: connection) else { return .unknownCampaign }
        return campaign.state == .archived ? .archivedCampaign : nil  // RG-016
    }
}

/// The segments, managers and technicians of a campaign, by what a row calls them.
private struct Groups: Sendable {
    let segments: [String: Segment.ID]
    let managers: [EmailAddress: Manager.ID]
    let technicians: [EmailAddress: Technician.ID]
}

/// The valid rows of a file, some thousands at a time.
private struct Batches {
    private let layout: RowLayout
    private let groups: Groups
    private let now: Instant
    private var rows: CSVReader
    private var row = CSVRecord()
    /// Those to come.
    private var problems: ArraySlice<RowProblem>

    init(_ file: ImportFile, _ groups: Groups, _ now: Instant) {
        layout = file.layout
        self.groups = groups
        self.now = now
        rows = file.rows
        problems = file.problems[...]
    }

    /// The next people; none at the end. Throws nothing on a file that was found readable.
    mutating func next() throws -> NewPeople {
        var people = NewPeople()
        while people.count < Self.size, try rows.read(into: &row) {
            if problems.first?.line == row.line {
                problems.removeFirst()
                continue
            }
            let person = try layout.person(in: row)
            let references = person.references
            let segment = references.segment
            people.append(
                person, fields: layout.fieldsJSON(of: row), search: layout.searchText(of: row),
                manager: references.manager.flatMap { groups.managers[$0] },
                segment: segment.isEmpty ? nil : groups.segments[segment.folded],
                technician: references.technician.flatMap { groups.technicians[$0] }, now: now)
        }
        return people
    }

    /// Rows a transaction: enough that commits cost little, few enough that others get their turn.
    private static let size = 10_000
}
