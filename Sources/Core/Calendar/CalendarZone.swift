// The names by which calendars call their time zones.

/// Zone names of calendar objects, as clocks.
enum CalendarZone {
    /// The clock of a TZID: an IANA name, one behind a vendor's prefix (`/mozilla.org/20050126_1/Europe/Paris`), or a
    /// Windows name. Nil for any other, which the object's own VTIMEZONE explains, or else its description.
    static func clock(named name: String) -> WallClock? {
        if let known = WindowsZones.names[name] ?? others[name] { return WallClock(name: known) }
        let parts = name.split(separator: "/")
        guard name.utf8.count < 100, parts.count >= 2 || name == "UTC" || name == "GMT",
            name.utf8.allSatisfy({ isNameByte($0) })
        else { return nil }
        return WallClock(name: name) ?? WallClock(name: parts.suffix(2).joined(separator: "/"))
            ?? WallClock(name: parts.suffix(3).joined(separator: "/"))
    }

    /// The clock of a zone that is told in words, as Windows shows it in its lists, in French or in English:
    /// `(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris`, `Paris, Madrid`. Nil where no city in it is known.
    static func clock(describedAs name: String) -> WallClock? {
        guard name.utf8.count < 200 else { return nil }
        let words = name.folded.split { !$0.isLetter && $0 != "-" }
        return words.lazy.compactMap { cities[$0] }.first.flatMap { WallClock(name: $0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "/_+-.".utf8.contains(byte)
    }

    /// Exchange's own name for UTC.
    private static let others = ["tzone://Microsoft/Utc": "Etc/UTC", "Z": "Etc/UTC"]

    /// Folded cities of Windows' descriptions that people at work for France meet. All those of (UTC+01:00) in Europe
    /// have changed their clocks together since 1996.
    private static let cities: [Substring: String] = [
        "paris": "Europe/Paris", "bruxelles": "Europe/Paris", "brussels": "Europe/Paris",
        "madrid": "Europe/Paris", "copenhague": "Europe/Paris", "copenhagen": "Europe/Paris",
        "amsterdam": "Europe/Berlin", "berlin": "Europe/Berlin", "berne": "Europe/Berlin",
        "rome": "Europe/Berlin", "stockholm": "Europe/Berlin", "vienne": "Europe/Berlin",
        "vienna": "Europe/Berlin", "belgrade": "Europe/Budapest", "budapest": "Europe/Budapest",
        "prague": "Europe/Budapest", "varsovie": "Europe/Warsaw", "warsaw": "Europe/Warsaw",
        "sarajevo": "Europe/Warsaw", "londres": "Europe/London", "london": "Europe/London",
        "dublin": "Europe/London", "lisbonne": "Europe/London", "lisbon": "Europe/London",
        "athenes": "Europe/Bucharest", "athens": "Europe/Bucharest", "bucarest": "Europe/Bucharest",
        "cayenne": "America/Cayenne", "georgetown": "America/La_Paz", "manaus": "America/La_Paz",
        "saint-pierre-et-miquelon": "America/Miquelon", "nairobi": "Africa/Nairobi",
        "louis": "Indian/Mauritius", "noumea": "Pacific/Noumea", "caledonie": "Pacific/Noumea",
        "nouvelle-caledonie": "Pacific/Noumea", "caledonia": "Pacific/Noumea", "hawaii": "Pacific/Honolulu",
        "hawai": "Pacific/Honolulu", "marquises": "Pacific/Marquesas", "marquesas": "Pacific/Marquesas",
    ]
}
