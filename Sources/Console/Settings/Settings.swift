// The settings of an installation: environment over file over default.

internal import Configuration
internal import Foundation
internal import SystemPackage

/// One setting: where it is looked for, and what it is where nobody said.
struct Setting: Sendable {
    /// `OPSTRACKER_BASE_URL`
    let environment: String
    /// The key in the file, under `opstracker`: `baseUrl`.
    let key: String
    let standard: String?
    /// Whether its value is hidden when settings are shown.
    var isSecret = false

    static let database = Setting(
        environment: "OPSTRACKER_DATABASE", key: "database", standard: "sqlite:./opstracker.db",
        isSecret: true)
    static let baseURL = Setting(
        environment: "OPSTRACKER_BASE_URL", key: "baseUrl", standard: "http://127.0.0.1:8080")
    static let listen = Setting(environment: "OPSTRACKER_LISTEN", key: "listen", standard: "127.0.0.1:8080")
    static let secrets = Setting(
        environment: "OPSTRACKER_SECRETS", key: "secrets", standard: "./opstracker.secrets")
    static let mailFrom = Setting(
        environment: "OPSTRACKER_MAIL_FROM", key: "mailFrom", standard: "OpsTracker <rdv@localhost>")
    static let smtp = Setting(
        environment: "OPSTRACKER_SMTP", key: "smtp", standard: "maildir:./outgoing", isSecret: true)
    static let imap = Setting(
        environment: "OPSTRACKER_IMAP", key: "imap", standard: nil, isSecret: true)
    static let lmtp = Setting(environment: "OPSTRACKER_LMTP", key: "lmtp", standard: nil)
    static let maildirIn = Setting(environment: "OPSTRACKER_MAILDIR_IN", key: "maildirIn", standard: nil)
    static let authservID = Setting(environment: "OPSTRACKER_AUTHSERV_ID", key: "authservId", standard: nil)
    static let templates = Setting(environment: "OPSTRACKER_TEMPLATES", key: "templates", standard: nil)
    static let timeZone = Setting(
        environment: "OPSTRACKER_TIME_ZONE", key: "timeZone", standard: "Europe/Paris")

    static let all = [
        database, baseURL, listen, secrets, mailFrom, smtp, imap, lmtp, maildirIn, authservID, templates,
        timeZone,
    ]

    /// The value as it may be shown: a password in a URL is hidden, whatever the setting.
    func shown(_ value: String?) -> String? {
        guard isSecret, let value, let scheme = value.range(of: "://"),
            let at = value.range(of: "@", options: .backwards), scheme.upperBound < at.lowerBound,
            let colon = value.range(of: ":", range: scheme.upperBound..<at.lowerBound)
        else { return value }
        return value.replacingCharacters(in: colon.upperBound..<at.lowerBound, with: "…")
    }
}

/// Where a value came from.
enum SettingOrigin: String {
    case environment, file
    case standard = "default"
}

/// The settings as they stand.
struct Settings: Sendable {
    private let overrides: [String: String]
    private let environment: ConfigReader
    private let file: ConfigReader?

    /// Settings that are given, whatever the environment says; the others stand as they are there.
    init(overriding given: [(Setting, String)]) {
        overrides = Dictionary(given.map { ($0.0.key, $0.1) }, uniquingKeysWith: { first, _ in first })
        environment = ConfigReader(provider: EnvironmentVariablesProvider())
        file = nil
    }

    /// Reads the environment, and `path` where one is given. Throws `Refused` where the file cannot be read.
    init(file path: String?) async throws {
        overrides = [:]
        environment = ConfigReader(provider: EnvironmentVariablesProvider())
        guard let path else {
            file = nil
            return
        }
        do {
            file = ConfigReader(
                provider: try await FileProvider<JSONSnapshot>(filePath: FilePath(path)))
        } catch {
            throw Refused(
                fr: "Le fichier de réglages « \(path) » ne peut pas être lu, ou n'est pas du JSON.",
                en: "The settings file '\(path)' cannot be read, or is not JSON.")
        }
    }

    /// The value of a setting and where it came from; nil where nobody said and there is no default.
    func value(_ setting: Setting) -> (value: String, origin: SettingOrigin)? {
        if let value = overrides[setting.key] { return (value, .environment) }
        let key = ConfigKey(["opstracker", setting.key])
        if let value = environment.string(forKey: key), !value.isEmpty { return (value, .environment) }
        if let value = file?.string(forKey: key), !value.isEmpty { return (value, .file) }
        return setting.standard.map { ($0, .standard) }
    }

    subscript(_ setting: Setting) -> String { value(setting)?.value ?? "" }
}
