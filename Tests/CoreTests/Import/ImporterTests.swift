// Importing a population into a campaign, on both engines.

import Core
import TestSupport
import Testing

@Suite struct ImporterTests {
    static let now = Instant(milliseconds: 1_770_000_000_000)

    @Test(
        "The sample becomes 12 segments, 450 agents with their managers, and 450 operations",
        arguments: Engine.available)
    func sample(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            let bytes = try Fixture.bytes("csv/migration_w11_vague1.latin1.csv")
            let report = try await Self.run(bytes, database, campaign).get()

            #expect(report.imported == 450)
            #expect(report.skipped == 3)
            #expect(report.known == 0)
            try await database.read { connection in
                let segments = try SegmentStore.list(of: campaign, on: connection)
                #expect(segments.count == 12)  // RG-093
                #expect(Set(segments.map(\.colour)).count == 12)
                let email = "anne-sophie.monnier@agents.example"
                let agent = try #require(try AgentStore.find(email, in: campaign, on: connection))
                #expect(agent.name == "Anne-Sophie Monnier")
                #expect(agent.service == "Comptabilité")
                #expect(segments.first { $0.id == agent.segment }?.name == "Siège")
                let manager = try #require(
                    try agent.manager.flatMap { try ManagerStore.load($0, on: connection) })
                #expect(manager.email.text == "chef.comptabilite@agents.example")
                // RG-015
                let fields = try connection.query(
                    "SELECT name FROM fields WHERE campaign_id = $1 ORDER BY position", campaign)
                #expect(
                    try fields.map { try $0("name", as: String.self) }
                        == ["poste", "bureau", "telephone", "systeme", "remarque"])
                let operation = try #require(
                    try connection.query(
                        """
                        SELECT state, reference, segment_id, search, CAST(fields->>'poste' AS TEXT) AS poste,
                            CAST(fields->>'remarque' AS TEXT) AS remarque
                        FROM operations WHERE agent_id = $1
                        """, agent.id
                    ).first)
                #expect(try operation("state", as: Operation.State.self) == .toPlan)  // RG-014
                #expect(try operation("reference", as: String.self) == "MAT001")
                #expect(try operation.optional("segment_id", as: Segment.ID.self) == agent.segment)
                #expect(try operation("poste", as: String.self) == "PC-1001")
                #expect(try operation("remarque", as: String.self) == "Dit \"le référent\"")
                #expect(try operation("search", as: String.self).contains("comptabilite"))
                #expect(try operation("search", as: String.self).contains("dit \"le referent\""))
            }
            #expect(try await Self.count("agents", database) == 450)
            #expect(try await Self.count("operations", database) == 450)
            #expect(try await Self.count("journal", where: "action = 'people imported'", database) == 1)
        }
    }

    @Test(
        "RG-092: the corrected log of skipped rows goes in, and doubles nobody", arguments: Engine.available)
    func correctedLog(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            let bytes = try Fixture.bytes("csv/migration_w11_vague1.tab.csv")
            let log = try #require(try await Self.run(bytes, database, campaign).get().log)
            let text = String(decoding: log, as: UTF8.self)
            #expect(log.starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(text.contains("ligne;champ;motif;matricule;nom;prenom;email;"))
            #expect(text.contains("102;email;valeur manquante;MAT101;François;Anna;;Juridique;"))

            let corrected = text.replacing(";Anna;;", with: ";Anna;anna.francois@agents.example;")
                .replacing("MAT201;;", with: "MAT201;Fournier;").replacing(
                    ";adresse-invalide;", with: ";m@agents.example;")
            let report = try await Self.run(Array(corrected.utf8), database, campaign).get()

            #expect(report.imported == 3)
            #expect(report.skipped == 0)
            #expect(report.log == nil)
            #expect(try await Self.count("agents", database) == 453)
            #expect(try await Self.count("segments", database) == 12)
            #expect(try await Self.count("fields", database) == 5)
            let again = try await Self.run(Array(corrected.utf8), database, campaign).get()
            #expect(again.imported == 0)
            #expect(again.known == 3)
            #expect(try await Self.count("operations", database) == 453)
        }
    }

    @Test("RG-113: a file imported twice at once puts each person in once", arguments: Engine.available)
    func twiceAtOnce(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            let bytes = try Fixture.bytes("csv/migration_w11_vague1.utf8.csv")
            let reports = try await withThrowingTaskGroup(of: ImportReport.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.run(bytes, database, campaign).get() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(reports.map(\.imported).reduce(0, +) == 450)
            #expect(reports.allSatisfy { $0.imported + $0.known == 450 })
            #expect(try await Self.count("agents", database) == 450)
            #expect(try await Self.count("operations", database) == 450)
            #expect(try await Self.count("segments", database) == 12)
        }
    }

    @Test("Progress is told by batches, and a second file adds only what is new", arguments: Engine.available)
    func batches(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            func file(_ rows: Range<Int>) -> [UInt8] {
                Array(
                    ("nom;email;é\"\\\n"
                        + rows.map { "N\($0);n\($0)@b.example;\"a\n\t\"\"\($0)\"\n" }.joined()).utf8)
            }
            var told: [Int] = []
            let importer = Importer(database)
            let first = try await importer.run(
                try ImportFile.read(file(0..<10_001)).get(), into: campaign, by: .console, now: Self.now
            ) { done, total in
                #expect(total == 10_001)
                told.append(done)
            }.get()

            #expect(told == [10_000, 10_001])
            #expect(first.imported == 10_001)
            let second = try await Self.run(file(9_990..<10_010), database, campaign).get()
            #expect(second.imported == 9)
            #expect(second.known == 11)
            let fields = try await database.read { connection in
                try connection.query(
                    "SELECT CAST(fields AS TEXT) AS fields FROM operations WHERE search = $1",
                    #"n7 n7@b.example a "7"#)[0]("fields", as: String.self)
            }
            #expect(try JSON.value([String: String].self, from: fields) == ["é\"\\": "a\n\t\"7"])
        }
    }

    @Test(
        "Without a column of names, people are called by what stands before the @",
        arguments: Engine.available)
    func names(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            _ = try await Self.run(Array("email\njean.petit@b.example\n".utf8), database, campaign).get()
            let email = "jean.petit@b.example"
            let agent = try await database.read { try AgentStore.find(email, in: campaign, on: $0) }

            #expect(agent?.name == "jean.petit")
        }
    }

    @Test("RG-093: segments that differ by case or accents are one", arguments: Engine.available)
    func segments(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            let text = "email;site\na@b.example;Siège\nb@b.example;SIEGE\nc@b.example;\nd@b.example;Annexe\n"
            let file = try ImportFile.read(Array(text.utf8)).get()
            #expect(file.segments == ["Siège", "Annexe"])

            _ = try await Self.run(Array(text.utf8), database, campaign).get()
            _ = try await Self.run(Array("email;site\ne@b.example;annexe\n".utf8), database, campaign).get()

            let names = try await database.read { try SegmentStore.list(of: campaign, on: $0).map(\.name) }
            #expect(names == ["Annexe", "Siège"])
            #expect(try await Self.count("agents", where: "segment_id IS NULL", database) == 1)
        }
    }

    @Test(
        "RG-018: a column of addresses gives each operation its technician, who is added once",
        arguments: Engine.available)
    func technicians(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            let text = """
                email;technicien
                a@b.example;luc@b.example
                b@b.example;LUC@b.example
                c@b.example;
                d@b.example;Luc

                """
            let report = try await Self.run(Array(text.utf8), database, campaign).get()

            #expect(report.imported == 3)
            #expect(report.problems.map(\.field) == ["technicien"])
            let assigned = try await Assigning(database).list(of: campaign).map { $0.technician?.text }
            #expect(assigned.compactMap { $0 } == ["luc@b.example", "luc@b.example"])
            #expect(try await Self.count("technicians", database) == 1)
        }
    }

    @Test("RG-016: an archived campaign takes nobody, nor does an unknown one", arguments: Engine.available)
    func archived(_ engine: Engine) async throws {
        try await withCampaign(engine) { database, campaign in
            try await CampaignDesk(database).archive(campaign, by: .console, now: Self.now)
            let bytes = Array("email;site\na@b.example;Siège\n".utf8)

            await #expect(throws: ImportRefusal.archivedCampaign) {
                try await Self.run(bytes, database, campaign).get()
            }
            await #expect(throws: ImportRefusal.unknownCampaign) {
                try await Self.run(bytes, database, Campaign.ID()).get()
            }
            #expect(try await Self.count("agents", database) == 0)
            #expect(try await Self.count("segments", database) == 0)
        }
    }

    private static func run(
        _ bytes: [UInt8], _ database: any SQLDatabase, _ campaign: Campaign.ID
    ) async throws -> Result<ImportReport, ImportRefusal> {
        try await Importer(database).run(
            try ImportFile.read(bytes).get(), into: campaign, by: .console, now: now)
    }

    private static func count(
        _ table: String, where condition: String = "true", _ database: any SQLDatabase
    ) async throws -> Int {
        try await database.read {
            try $0.query("SELECT count(*) AS n FROM \(table) WHERE \(condition)")[0]("n", as: Int.self)
        }
    }
}

/// Runs `body` with a fresh campaign in a fresh database.
private func withCampaign(
    _ engine: Engine, _ body: (any SQLDatabase, Campaign.ID) async throws -> Void
) async throws {
    try await withDatabase(engine) { database in
        let draft = CampaignDraft(
            name: "W11", startsOn: try #require(Day("2026-03-02")), endsOn: try #require(Day("2026-03-31")),
            mode: .agent)
        let campaign = try await CampaignDesk(database).create(draft, by: .console, now: ImporterTests.now)
        try await body(database, campaign.id)
    }
}
