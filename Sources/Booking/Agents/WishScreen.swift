// Where whoever found no slot says what would suit them (RG-304).

internal import Core

/// What `pages/wishes` shows: three lines, the ones that were written before in their places.
struct WishForm: Sendable {
    let lead: String
    let action: String
    let csrf: String
    let lines: [Line]
    let back: String

    struct Line: Sendable {
        /// The field, from `wish1`.
        let name: String
        let label: String
        let value: String
        let length: Int
    }

    init(_ wishes: Wishes, path: PagePath, csrf: String, texts: Texts) {
        lead = texts(.wishesLead)
        action = path()
        self.csrf = csrf
        lines = (1...Wishes.limit).map { number in
            Line(
                name: WishForm.field(number), label: texts(.wish, ["number": String(number)]),
                value: number <= wishes.words.count ? wishes.words[number - 1] : "", length: Wishes.length)
        }
        back = path()
    }

    static func field(_ number: Int) -> String { "wish\(number)" }

    /// The lines that a form holds.
    static func read(_ form: Form) -> Wishes { Wishes((1...Wishes.limit).map { form[field($0)] ?? "" }) }
}
