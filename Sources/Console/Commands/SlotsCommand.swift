// opstracker slots …

internal import ArgumentParser
internal import Core

struct SlotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Generate, list and lock the slots of a campaign.",
        subcommands: [Generate.self, List.self, Lock.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make slots over a range of dates, by the wall clock.",
            discussion:
                "Saturdays, Sundays and French public holidays have none unless asked for. Slots that exist "
                + "already are left as they are.")

        @Argument var campaign: CampaignArgument
        @Option(help: "The first day, YYYY-MM-DD.") var from: Day
        @Option(help: "The last day, YYYY-MM-DD.") var to: Day
        @Option(help: "Opening hours: 09:00-12:00,14:00-17:00.") var hours: String
        @Option(help: "Minutes of a slot; by default the usual duration of the campaign's type.")
        var duration: Int?
        @Option(help: "Places of a slot.") var capacity: Int
        @Option(help: "Where.") var place = ""
        @Option(help: "For the agents of this segment only.") var segment: String?
        @Option(help: "Days without slots: YYYY-MM-DD,YYYY-MM-DD.") var except = ""
        @Option(help: "Hours without slots; 'none' for none.") var breaks = "12:00-14:00"
        @Option(help: "Weekdays with slots, 1 for Monday to 7 for Sunday.") var weekdays = "1,2,3,4,5"
        @Flag(help: "Make slots on public holidays too.") var onHolidays = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                guard let known = try await CampaignDesk(installation.database).load(campaign.id) else {
                    throw campaign.unknown
                }
                let plan = SlotPlan(
                    from: from, to: to, hours: try Self.hours(hours, of: "--hours"),
                    duration: duration ?? known.durationMinutes,  // RG-132
                    capacity: capacity, place: place,
                    breaks: breaks == "none" ? [] : try Self.hours(breaks, of: "--breaks"),
                    weekdays: try weekdaySet(), except: try exceptions(), onHolidays: onHolidays)
                let created: Int
                do {
                    created = try await SlotDesk(installation.database).generate(
                        plan, in: campaign.id, segment: segment, by: .console, now: .now())
                } catch let refusal as SlotRefusal {
                    throw refusal.told(for: campaign)
                }
                if from < known.startsOn || to > known.endsOn {
                    Terminal.say(
                        fr:
                            "Attention : des créneaux sortent des dates de la campagne (\(known.startsOn) → \(known.endsOn)).",
                        en:
                            "Note: some slots lie outside the campaign's dates (\(known.startsOn) → \(known.endsOn))."
                    )
                }
                if common.json {
                    try Terminal.printJSON(["created": created])
                } else {
                    Terminal.say(fr: "\(created) créneaux créés.", en: "\(created) slots made.")
                }
            }
        }

        private static func hours(_ text: String, of option: String) throws -> [SlotPlan.Hours] {
            try text.split(separator: ",").map { range in
                guard let hours = SlotPlan.Hours(range) else {
                    throw ValidationError(
                        "\(option): '\(range)' is not HH:MM-HH:MM with the end after the start.")
                }
                return hours
            }
        }

        private func weekdaySet() throws -> Set<Int> {
            Set(
                try weekdays.split(separator: ",").map { text in
                    guard let day = Int(text), (1...7).contains(day) else {
                        throw ValidationError(
                            "--weekdays: '\(text)' is not a number from 1 (Monday) to 7 (Sunday).")
                    }
                    return day
                })
        }

        private func exceptions() throws -> Set<Day> {
            Set(
                try except.split(separator: ",").map { text in
                    guard let day = Day(text) else {
                        throw ValidationError("--except: '\(text)' is not a date YYYY-MM-DD.")
                    }
                    return day
                })
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The slots of a campaign, by time.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let known: Campaign
                let slots: [(Slot, segment: String?)]
                do {
                    (known, slots) = try await SlotDesk(installation.database).list(campaign.id)
                } catch let refusal as SlotRefusal {
                    throw refusal.told(for: campaign)
                }
                let lines = slots.map { SlotLine($0.0, segment: $0.segment, in: known, now: .now()) }
                if common.json {
                    for line in lines { try Terminal.printJSON(line) }
                } else {
                    Terminal.printTable(
                        ["ID", "START", "END", "TAKEN", "LOCKED", "PLACE", "SEGMENT"],
                        lines.map {
                            [
                                $0.id, $0.start, $0.end, "\($0.taken)/\($0.capacity)",
                                $0.locked ? "locked" : "",
                                $0.place, $0.segment.value ?? "",
                            ]
                        })
                }
            }
        }
    }

    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lock a slot by hand: agents and managers can no longer change it.")

        @Argument(help: "The slot's identifier.") var slot: String
        @Flag(help: "Unlock instead.") var off = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            guard let id = Slot.ID(slot) else { throw ValidationError("'\(slot)' is no slot identifier.") }
            try await common.withInstallation { installation in
                do {
                    let changed = try await SlotDesk(installation.database).setLock(
                        id, locked: !off, by: .console, now: .now())
                    if common.json { try Terminal.printJSON(["locked": changed.lockedAt != nil]) }
                } catch SlotRefusal.unknownSlot {
                    throw Refused(
                        fr:
                            "Aucun créneau ne porte l'identifiant \(slot) : « opstracker slots list » les montre.",
                        en: "No slot has the identifier \(slot): 'opstracker slots list' shows them.")
                }
            }
        }
    }
}

/// A slot as scripts read it, times with the offset of the campaign's clock.
private struct SlotLine: Encodable {
    let id: String
    let start: String
    let end: String
    let place: String
    let segment: Nullable<String>
    let capacity: Int
    let taken: Int
    let locked: Bool

    init(_ slot: Slot, segment: String?, in campaign: Campaign, now: Instant) {
        id = slot.id.text
        start = campaign.clock.iso8601(slot.starts)
        end = campaign.clock.iso8601(slot.ends)
        place = slot.place
        self.segment = Nullable(segment)
        capacity = slot.capacity
        taken = slot.taken
        locked = slot.isLocked(in: campaign, at: now)
    }
}

extension SlotRefusal {
    fileprivate func told(for campaign: CampaignArgument) -> Refused {
        switch self {
        case .unknownCampaign: campaign.unknown
        case .unknownSlot: Refused(fr: "Ce créneau n'existe pas.", en: "There is no such slot.")
        case .unknownSegment(let known):
            Refused(
                fr:
                    "Ce segment n'existe pas dans la campagne. Segments connus : \(known.joined(separator: ", ")).",
                en: "The campaign has no such segment. It has: \(known.joined(separator: ", ")).")
        case .closed(let state):
            Refused(
                fr: "La campagne est « \(state.rawValue) » : ses créneaux ne changent plus.",
                en: "The campaign is '\(state.rawValue)': its slots no longer change.")
        case .plan(let fault): fault.refused
        }
    }
}

extension SlotPlan.Fault {
    fileprivate var refused: Refused {
        switch self {
        case .endBeforeStart:
            Refused(fr: "--to est avant --from : inversez-les.", en: "--to is before --from: swap them.")
        case .tooLong:
            Refused(
                fr: "La période dépasse un an et demi : découpez-la.",
                en: "The range is longer than a year and a half: split it.")
        case .capacityNotPositive:
            Refused(fr: "--capacity doit être 1 ou plus.", en: "--capacity must be 1 or more.")
        case .durationNotPositive:
            Refused(fr: "--duration doit être 1 minute ou plus.", en: "--duration must be 1 minute or more.")
        case .noHours:
            Refused(
                fr: "--hours est vide : indiquez par exemple 09:00-12:00,14:00-17:00.",
                en: "--hours is empty: give for example 09:00-12:00,14:00-17:00.")
        case .past:
            Refused(
                fr:
                    "Ces créneaux seraient dans le passé : choisissez une date de début à partir d'aujourd'hui.",
                en: "These slots would be in the past: choose a first day from today on.")
        case .empty:
            Refused(
                fr:
                    "Aucun créneau ne tient : les heures sont plus courtes que la durée, ou la période n'a pas de jour ouvré.",
                en: "No slot fits: the hours are shorter than the duration, or the range has no working day.")
        }
    }
}
