// The options behind the `?` of `OPSTRACKER_SMTP`.

internal import Core

/// Options by name, taken one after another; what is left over at the end is unknown.
struct DeliveryOptions {
    /// Every option that there is.
    static let names = [
        "starttls", "auth", "connections", "timeout", "per-minute", "per-domain", "hours", "days",
    ]

    private var values: [String: String]

    init(_ pairs: [(String, String)]) { values = Dictionary(pairs, uniquingKeysWith: { $1 }) }

    mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

    mutating func number(_ name: String, _ range: ClosedRange<Int>) throws(DeliveryAddress.Fault) -> Int? {
        guard let text = take(name) else { return nil }
        guard let number = Int(text), range.contains(number) else { throw .unusableOption(name) }
        return number
    }

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

    /// Throws where an option is left that nobody knows.
    func end() throws(DeliveryAddress.Fault) {
        if let unknown = values.keys.min() { throw .unknownOption(unknown) }
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
