// The options that say how often and when mail may leave.

internal import Core

extension AddressOptions<DeliveryAddress> {
    /// `per-minute=600`, `per-domain=60`, `hours=08:00-19:00` and `days=1-5` (1 is Monday); the hours are all day where
    /// only days are given, the days all days where only hours are.
    mutating func limits(_ clock: WallClock) throws(DeliveryAddress.Fault) -> SendingLimits {
        let perMinute = try number("per-minute", 1...1_000_000)
        let perDomain = try number("per-domain", 1...1_000_000)
        let (hours, days) = (take("hours"), take("days"))
        guard hours != nil || days != nil else {
            return SendingLimits(perMinute: perMinute, perDomain: perDomain)
        }
        let ends = (hours ?? "00:00-24:00").split(separator: "-", omittingEmptySubsequences: false).map {
            TimeOfDay($0)
        }
        guard ends.count == 2, let from = ends[0], let to = ends[1] else { throw .unusableOption("hours") }
        guard let week = Self.days(days ?? "1-7") else { throw .unusableOption("days") }
        guard let open = SendingHours(from: from, to: to, days: week, clock: clock) else {
            throw .unusableOption(from == to ? "hours" : "days")
        }
        return SendingLimits(perMinute: perMinute, perDomain: perDomain, hours: open)
    }

    /// `1-5` or `1,3,5-7`; nil where it is neither.
    private static func days(_ text: String) -> Set<Int>? {
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2, 1 <= first,
                first <= last, last <= 7
            else { return nil }
            days.formUnion(first...last)
        }
        return days
    }
}
