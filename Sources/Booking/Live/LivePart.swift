// What a page says of its part that keeps itself up to date.

/// The element #live, as templates and `live.js` know it.
struct LivePart: Sendable {
    /// Where changes are told.
    let events: String
    /// What the page was made from.
    let version: String
    /// Where a link leads that does by hand what the script does; nil where the page needs none.
    let refresh: String?
}
