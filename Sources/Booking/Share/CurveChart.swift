// The curve of what is done, over the last days (RG-203).

internal import Core

/// A line over fourteen days, with its scale, laid out in a drawing of 640 × 240.
struct CurveChart {
    let days: [DayCount]
    let dates: WrittenDates
    let texts: Texts

    struct Content: Sendable {
        let label: String
        /// The line, and the ground under it, as points of a drawing.
        let line: String
        let ground: String
        let lastX: Int
        let lastY: Int
        let scale: [Mark]
        let names: [Mark]
        /// The same in a table, the newest first.
        let rows: [Row]
    }

    struct Mark: Sendable {
        let at: Int
        let text: String
        /// Where the text begins, as SVG's `text-anchor` says it.
        let anchor: String
    }

    struct Row: Sendable {
        let day: String
        let done: String
        let total: String
    }

    private static let left = 96
    private static let right = 620
    private static let top = 20
    private static let bottom = 200

    var content: Content {
        let top = Self.ceiling(days.map(\.total).max() ?? 0)
        let points = days.enumerated().map { (x($0.offset), y($0.element.total, top)) }
        let line = points.map { "\($0.0),\($0.1)" }.joined(separator: " ")
        return Content(
            label: texts(
                .shareCurveLabel,
                [
                    "from": texts.number(days.first?.total ?? 0), "to": texts.number(days.last?.total ?? 0),
                ]),
            line: line,
            ground: "\(Self.left),\(Self.bottom) \(line) \(Self.right),\(Self.bottom)",
            lastX: points.last?.0 ?? Self.right, lastY: points.last?.1 ?? Self.bottom,
            scale: [0, top / 2, top].map { Mark(at: y($0, top), text: texts.number($0), anchor: "end") },
            names: names,
            rows: days.reversed().map {
                Row(day: dates.shortDay($0.day), done: texts.number($0.done), total: texts.number($0.total))
            })
    }

    /// The first day, the one in the middle, and today.
    private var names: [Mark] {
        [(0, "start"), (days.count / 2, "middle"), (days.count - 1, "end")].map { index, anchor in
            Mark(at: x(index), text: dates.shortDay(days[index].day), anchor: anchor)
        }
    }

    private func x(_ index: Int) -> Int {
        Self.left + (Self.right - Self.left) * index / max(1, days.count - 1)
    }

    private func y(_ number: Int, _ ceiling: Int) -> Int {
        Self.bottom - (Self.bottom - Self.top) * number / ceiling
    }

    /// The round number at the top of the scale: 2, 4, 6 or 10 times a power of ten, so that its half is whole.
    static func ceiling(_ number: Int) -> Int {
        var power = 1
        while power * 10 < number { power *= 10 }
        return [2, 4, 6, 10].map { $0 * power }.first { $0 >= number } ?? power * 10
    }
}
