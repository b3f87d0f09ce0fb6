import Testing

@testable import Core

struct CalendarZoneTests {
    @Test("Every Windows name is a clock")
    func windows() {
        for name in WindowsZones.names.keys {
            #expect(CalendarZone.clock(named: name) != nil, "\(name)")
        }
        #expect(WindowsZones.names.count > 135)
    }

    @Test(
        "Overseas France is on time, in summer too",
        arguments: [
            ("SA Western Standard Time", "America/Guadeloupe"),
            ("SA Eastern Standard Time", "America/Cayenne"),
            ("SA Western Standard Time", "America/Martinique"),
            ("SA Western Standard Time", "America/St_Barthelemy"),
            ("Saint Pierre Standard Time", "America/Miquelon"), ("E. Africa Standard Time", "Indian/Mayotte"),
            ("Mauritius Standard Time", "Indian/Reunion"),
            ("Central Pacific Standard Time", "Pacific/Noumea"),
            ("UTC+12", "Pacific/Wallis"), ("Hawaiian Standard Time", "Pacific/Tahiti"),
            ("Marquesas Standard Time", "Pacific/Marquesas"), ("UTC-09", "Pacific/Gambier"),
            ("West Asia Standard Time", "Indian/Kerguelen"), ("Romance Standard Time", "Europe/Paris"),
        ])
    func overseas(windows: String, place: String) throws {
        let found = try #require(CalendarZone.clock(named: windows))
        let wanted = try #require(WallClock(name: place))
        let summer = try #require(Day(year: 2026, month: 7, day: 10))
        let winter = try #require(Day(year: 2026, month: 1, day: 12))

        for day in [summer, winter] {
            #expect(found.start(of: day) == wanted.start(of: day))
        }
    }

    @Test(
        "A zone told in words is known by its cities",
        arguments: [
            ("(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris", "Europe/Paris"),
            ("(GMT+01.00) Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"),
            ("Paris, Madrid", "Europe/Paris"),
            ("(UTC+01:00) Amsterdam, Berlin, Berne, Rome, Stockholm, Vienne", "Europe/Berlin"),
            ("(UTC+00:00) Dublin, Édimbourg, Lisbonne, Londres", "Europe/London"),
            ("(UTC-03:00) Cayenne, Fortaleza", "America/Cayenne"),
            ("(UTC-03:00) Saint-Pierre-et-Miquelon", "America/Miquelon"),
            ("(UTC+04:00) Port Louis", "Indian/Mauritius"),
            ("(UTC+11:00) Îles Salomon, Nouvelle-Calédonie", "Pacific/Noumea"),
            ("(UTC-10:00) Hawaï", "Pacific/Honolulu"),
            ("Customized Time Zone", nil), ("(UTC+01:00)", nil), ("", nil), ("Parisian", nil),
        ])
    func described(name: String, zone: String?) {
        #expect(CalendarZone.clock(describedAs: name)?.name == zone)
    }
}
