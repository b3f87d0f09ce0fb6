// What people type for identifiers and dates, read once for every command.

internal import ArgumentParser
internal import Core

/// A campaign's identifier.
struct CampaignArgument: ExpressibleByArgument {
    let id: Campaign.ID

    init?(argument: String) {
        guard let id = Campaign.ID(argument) else { return nil }
        self.id = id
    }

    /// What a command says where the campaign is archived (RG-016).
    var archived: Refused {
        Refused(
            fr: "La campagne est archivée : « opstracker campaign restore » la rouvre.",
            en: "The campaign is archived: 'opstracker campaign restore' brings it back.")
    }

    /// What a command says where the campaign does not exist.
    var unknown: Refused {
        Refused(
            fr:
                "Aucune campagne ne porte l'identifiant \(id) : « opstracker campaign list » les montre toutes.",
            en: "No campaign has the identifier \(id): 'opstracker campaign list' shows them all.")
    }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension EmailAddress: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension BookingMode: ExpressibleByArgument {}

extension Silence: ExpressibleByArgument {}

extension Language: ExpressibleByArgument {}

extension Message.Kind: ExpressibleByArgument {}

extension MessagePart: ExpressibleByArgument {}
