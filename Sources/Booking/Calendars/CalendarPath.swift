// The addresses of calendar feeds.

internal import Core

enum CalendarPath {
    /// The feed of a team, for whoever leads it; nil where no link can be made.
    ///
    /// Its token opens the feed and nothing else, since programs keep it and pass it on; it is revoked with the page's link.
    static func of(_ lead: TeamLead, in campaign: Campaign, keys: SigningKeys) -> String? {
        path(lead.id, epoch: lead.linkEpoch, in: campaign, keys: keys)
    }

    /// The feed of a technician's visits; nil where no link can be made.
    static func of(_ technician: Technician, in campaign: Campaign, keys: SigningKeys) -> String? {
        path(technician.id.text, epoch: technician.linkEpoch, in: campaign, keys: keys)
    }

    private static func path(
        _ subject: String, epoch: Int, in campaign: Campaign, keys: SigningKeys
    ) -> String? {
        SignedLink(purpose: .calendar, subject: subject, epoch: epoch, expires: campaign.linksExpireAt)
            .token(signedBy: keys).map { "\(LinkPurpose.calendar.path)\($0).ics" }
    }
}
