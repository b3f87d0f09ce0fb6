// The names by which calendars call their time zones.

/// Zone names of calendar objects, as clocks.
enum CalendarZone {
    /// The clock of a TZID: an IANA name, one behind a vendor's prefix (`/mozilla.org/20050126_1/Europe/Paris`), or a
    /// Windows name. Nil for any other, which only the object's own VTIMEZONE can explain.
    static func clock(named name: String) -> WallClock? {
        if let known = windows[name] { return WallClock(name: known) }
        let parts = name.split(separator: "/")
        guard name.utf8.count < 100, parts.count >= 2 || name == "UTC" || name == "GMT",
            name.utf8.allSatisfy({ isNameByte($0) })
        else { return nil }
        return WallClock(name: name) ?? WallClock(name: parts.suffix(2).joined(separator: "/"))
            ?? WallClock(name: parts.suffix(3).joined(separator: "/"))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "/_+-.".utf8.contains(byte)
    }

    /// Windows names and the zone of their main territory, after Unicode CLDR's `windowsZones`.
    private static let windows: [String: String] = [
        "UTC": "Etc/UTC",
        "GMT Standard Time": "Europe/London",
        "Greenwich Standard Time": "Atlantic/Reykjavik",
        "W. Europe Standard Time": "Europe/Berlin",
        "Central Europe Standard Time": "Europe/Budapest",
        "Central European Standard Time": "Europe/Warsaw",
        "Romance Standard Time": "Europe/Paris",
        "GTB Standard Time": "Europe/Bucharest",
        "E. Europe Standard Time": "Europe/Chisinau",
        "FLE Standard Time": "Europe/Kiev",
        "Turkey Standard Time": "Europe/Istanbul",
        "Kaliningrad Standard Time": "Europe/Kaliningrad",
        "Belarus Standard Time": "Europe/Minsk",
        "Russian Standard Time": "Europe/Moscow",
        "Morocco Standard Time": "Africa/Casablanca",
        "W. Central Africa Standard Time": "Africa/Lagos",
        "Egypt Standard Time": "Africa/Cairo",
        "South Africa Standard Time": "Africa/Johannesburg",
        "E. Africa Standard Time": "Africa/Nairobi",
        "Libya Standard Time": "Africa/Tripoli",
        "Azores Standard Time": "Atlantic/Azores",
        "Cape Verde Standard Time": "Atlantic/Cape_Verde",
        "Israel Standard Time": "Asia/Jerusalem",
        "Jordan Standard Time": "Asia/Amman",
        "Middle East Standard Time": "Asia/Beirut",
        "Syria Standard Time": "Asia/Damascus",
        "Arab Standard Time": "Asia/Riyadh",
        "Arabic Standard Time": "Asia/Baghdad",
        "Arabian Standard Time": "Asia/Dubai",
        "Iran Standard Time": "Asia/Tehran",
        "Mauritius Standard Time": "Indian/Mauritius",
        "Georgian Standard Time": "Asia/Tbilisi",
        "Caucasus Standard Time": "Asia/Yerevan",
        "Azerbaijan Standard Time": "Asia/Baku",
        "Pakistan Standard Time": "Asia/Karachi",
        "India Standard Time": "Asia/Calcutta",
        "Sri Lanka Standard Time": "Asia/Colombo",
        "Bangladesh Standard Time": "Asia/Dhaka",
        "SE Asia Standard Time": "Asia/Bangkok",
        "China Standard Time": "Asia/Shanghai",
        "Singapore Standard Time": "Asia/Singapore",
        "Taipei Standard Time": "Asia/Taipei",
        "Tokyo Standard Time": "Asia/Tokyo",
        "Korea Standard Time": "Asia/Seoul",
        "W. Australia Standard Time": "Australia/Perth",
        "AUS Central Standard Time": "Australia/Darwin",
        "Cen. Australia Standard Time": "Australia/Adelaide",
        "AUS Eastern Standard Time": "Australia/Sydney",
        "E. Australia Standard Time": "Australia/Brisbane",
        "Tasmania Standard Time": "Australia/Hobart",
        "Central Pacific Standard Time": "Pacific/Guadalcanal",
        "New Zealand Standard Time": "Pacific/Auckland",
        "Fiji Standard Time": "Pacific/Fiji",
        "Tonga Standard Time": "Pacific/Tongatapu",
        "Samoa Standard Time": "Pacific/Apia",
        "Hawaiian Standard Time": "Pacific/Honolulu",
        "Marquesas Standard Time": "Pacific/Marquesas",
        "Alaskan Standard Time": "America/Anchorage",
        "Pacific Standard Time": "America/Los_Angeles",
        "US Mountain Standard Time": "America/Phoenix",
        "Mountain Standard Time": "America/Denver",
        "Central America Standard Time": "America/Guatemala",
        "Central Standard Time": "America/Chicago",
        "Canada Central Standard Time": "America/Regina",
        "Central Standard Time (Mexico)": "America/Mexico_City",
        "Eastern Standard Time": "America/New_York",
        "US Eastern Standard Time": "America/Indianapolis",
        "SA Pacific Standard Time": "America/Bogota",
        "SA Western Standard Time": "America/La_Paz",
        "SA Eastern Standard Time": "America/Cayenne",
        "Saint Pierre Standard Time": "America/Miquelon",
        "Atlantic Standard Time": "America/Halifax",
        "Newfoundland Standard Time": "America/St_Johns",
        "Venezuela Standard Time": "America/Caracas",
        "Argentina Standard Time": "America/Buenos_Aires",
        "E. South America Standard Time": "America/Sao_Paulo",
        "Pacific SA Standard Time": "America/Santiago",
        "Montevideo Standard Time": "America/Montevideo",
        "Greenland Standard Time": "America/Godthab",
    ]
}
