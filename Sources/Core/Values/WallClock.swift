// What a clock on the wall of a time zone shows, both ways.

package import Foundation

/// The clock of one IANA time zone: instants to local dates and hours, and back, across changes of offset.
package struct WallClock: Sendable, Hashable {
    package let zone: TimeZone

    package init(_ zone: TimeZone) { self.zone = zone }

    /// The clock of an IANA zone name (`Europe/Paris`); nil where the system knows no such zone.
    package init?(name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    package static let utc = WallClock(.gmt)
    package static let paris = WallClock(name: "Europe/Paris") ?? .utc

    /// The IANA name.
    package var name: String { zone.identifier }

    /// The instant at which this clock shows `time` on `day`.
    ///
    /// An hour that the clock skips (2:30 when summer time begins) becomes the same number of minutes later; an
    /// hour shown twice is the first.
    package func instant(_ day: Day, _ time: TimeOfDay) -> Instant {
        let wall = Int64(day.ordinal) * 86_400 + Int64(time.minutes) * 60
        let before = offset(atSeconds: wall - 86_400)
        let after = offset(atSeconds: wall + 86_400)
        let candidate = wall - before
        if offset(atSeconds: candidate) == before { return Instant(milliseconds: candidate * 1000) }
        let other = wall - after
        if offset(atSeconds: other) == after { return Instant(milliseconds: other * 1000) }
        return Instant(milliseconds: candidate * 1000)
    }

    /// The date that this clock shows at an instant.
    package func day(_ instant: Instant) -> Day {
        Day(ordinal: Int(wallSeconds(instant).flooredQuotient(by: 86_400)))
    }

    /// The hour that this clock shows at an instant, to the minute.
    package func time(_ instant: Instant) -> TimeOfDay {
        let wall = wallSeconds(instant)
        return TimeOfDay(clamped: Int((wall - wall.flooredQuotient(by: 86_400) * 86_400) / 60))
    }

    /// The first instant of a date, local time.
    package func start(of day: Day) -> Instant { instant(day, .midnight) }

    /// ISO 8601 with this zone's offset, to the second: `2026-02-03T09:00:00+01:00`.
    package func iso8601(_ instant: Instant) -> String {
        let offset = offset(atSeconds: instant.seconds)
        let seconds = (wallSeconds(instant) % 60 + 60) % 60
        let clock = "\(day(instant))T\(time(instant)):\(Int(seconds).padded(2))"
        guard offset != 0 else { return clock + "Z" }
        let minutes = Int(abs(offset) / 60)
        return clock + (offset < 0 ? "-" : "+") + "\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }

    private func wallSeconds(_ instant: Instant) -> Int64 {
        instant.seconds + offset(atSeconds: instant.seconds)
    }

    private func offset(atSeconds seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
