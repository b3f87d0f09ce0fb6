// Segments in the database (RG-093).

package enum SegmentStore {
    /// The segments of a campaign by name.
    package static func list(of campaign: Campaign.ID, on connection: any SQLConnection) throws -> [Segment] {
        try connection.query("SELECT * FROM segments WHERE campaign_id = $1 ORDER BY folded", campaign)
            .map(segment)
    }

    /// The segment of that name, whatever its case or accents; nil where the campaign has none.
    package static func find(
        named name: String, in campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> Segment? {
        try connection.query(
            "SELECT * FROM segments WHERE campaign_id = $1 AND folded = $2", campaign, name.folded
        ).first.map(segment)
    }

    /// Nil where there is no such segment.
    static func load(_ id: Segment.ID, on connection: any SQLConnection) throws -> Segment? {
        try connection.query("SELECT * FROM segments WHERE id = $1", id).first.map(segment)
    }

    private static func segment(_ row: SQLRow) throws -> Segment {
        Segment(id: try row("id"), name: try row("name"), colour: try row("colour"))
    }
}
