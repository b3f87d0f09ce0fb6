// An installation opened: its database, its keys, its clock.

internal import ArgumentParser
internal import Core
internal import Foundation

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "A JSON file of settings.", completion: .file())
    var configuration: String?

    @Flag(help: "Results as JSON: one object, or one a line.")
    var json = false

    /// Opens the installation, runs `body`, and closes it whatever happens.
    func withInstallation<T>(_ body: (Installation) async throws -> T) async throws -> T {
        let installation = try await Installation(Settings(file: configuration))
        do {
            let result = try await body(installation)
            await installation.database.close()
            return result
        } catch {
            await installation.database.close()
            throw error
        }
    }
}

/// What commands work on.
struct Installation: Sendable {
    let settings: Settings
    let database: any SQLDatabase

    /// Opens the database. SQLite is migrated by itself, after a copy of the file; a PostgreSQL that waits for a
    /// migration is refused, since another node may still be serving it, unless `migrating`.
    init(_ settings: Settings, migrating: Bool = false) async throws {
        self.settings = settings
        guard let address = DatabaseAddress(settings[.database]) else {
            throw Refused(
                fr: "OPSTRACKER_DATABASE doit être sqlite:CHEMIN ou postgres://UTILISATEUR@HÔTE/BASE.",
                en: "OPSTRACKER_DATABASE must be sqlite:PATH or postgres://USER@HOST/NAME.")
        }
        database = try address.open()
        let migrator = Migrator()
        let pending = try await migrator.pending(in: database)
        guard !pending.isEmpty else { return }
        if case .sqlite(let path) = address {
            if pending.count < migrator.migrations.count, let sqlite = database as? SQLiteDatabase {
                try await sqlite.copy(to: "\(path).before-\(Instant.now().seconds)")
            }
        } else if !migrating {
            await database.close()
            throw Unavailable(
                Terminal.text(
                    fr: "La base attend une mise à niveau : lancez « opstracker migrate », puis recommencez.",
                    en: "The database waits for an upgrade: run 'opstracker migrate', then try again."))
        }
        try await migrator.migrate(database)
    }

    /// The signing keys, made on first use. Throws `Refused` where the file is unsafe or unreadable.
    func keys() throws -> SigningKeys {
        let path = settings[.secrets]
        do {
            return try SigningKeys(file: path)
        } catch SigningKeysError.openToOthers {
            throw Refused(
                fr:
                    "« \(path) » contient les clés de signature et peut être lu par d'autres : chmod 600 \(path).",
                en: "'\(path)' holds the signing keys and others can read it: chmod 600 \(path).")
        } catch {
            throw Refused(
                fr:
                    "« \(path) » ne peut pas être lu, ou ne contient aucune clé (une ligne « NUMÉRO CLÉ » par clé).",
                en: "'\(path)' cannot be read, or holds no key (one line 'NUMBER KEY' a key).")
        }
    }

    /// The clock of new campaigns. Throws `Refused` where the zone is not known.
    func clock() throws -> WallClock {
        let name = settings[.timeZone]
        guard let clock = WallClock(name: name) else {
            throw Refused(
                fr: "OPSTRACKER_TIME_ZONE : « \(name) » n'est pas un fuseau connu (exemple : Europe/Paris).",
                en: "OPSTRACKER_TIME_ZONE: '\(name)' is no known time zone (for example: Europe/Paris).")
        }
        return clock
    }

    /// What links begin with, without a slash at the end.
    var baseURL: String {
        let url = settings[.baseURL]
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// Where the templates lie: as set, else beside the binary, else in the working folder. Throws `Refused` where
    /// they are nowhere.
    func templates() throws -> String {
        if let set = settings.value(.templates)?.value { return set }
        let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var candidates = [
            Bundle.main.executableURL?.deletingLastPathComponent() ?? binary.deletingLastPathComponent()
        ]
        // A build folder lies inside the project: beside the binary, or above it.
        for _ in 0..<4 { candidates.append(candidates[candidates.count - 1].deletingLastPathComponent()) }
        let paths = candidates.map { $0.appendingPathComponent("templates").path } + ["./templates"]
        guard let found = paths.first(where: { FileManager.default.fileExists(atPath: $0 + "/mail") }) else {
            throw Refused(
                fr: "Les modèles sont introuvables : indiquez leur dossier dans OPSTRACKER_TEMPLATES.",
                en: "The templates are nowhere to be found: name their folder in OPSTRACKER_TEMPLATES.")
        }
        return found
    }
}
