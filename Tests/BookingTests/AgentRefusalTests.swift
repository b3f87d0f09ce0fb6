// What an agent is told when something cannot be.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct AgentRefusalTests {
    @Test("A full slot is refused with the nearest free ones to choose from")
    func full() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let full = try await town.slot(3, capacity: 1, taken: 1)
            let near = try await town.slot(3, "10:30")
            let far = try await town.slot(27)
            for day in 4...6 { try await town.slot(day) }
            try await town.visit { visitor in
                let answer = try await visitor.post(town.path(marie), ["slot": full.text, "action": "book"])
                #expect(answer.status == .conflict)
                #expect(
                    answer.text.contains(
                        "La dernière place vient d’être prise : mardi 3 février 2026 à 9h00."))
                #expect(answer.text.contains("role=\"alert\""))
                #expect(answer.text.contains("value=\"\(near)\""))
                #expect(!answer.text.contains("value=\"\(far)\""))
            }
        }
    }

    @Test("Each refusal has its status and says what to do next")
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let locked = try await town.slot(3)
            let elsewhere = try await town.slot(5, segment: try await town.segment("Bâtiment C"))
            let free = try await town.slot(12)
            town.clock.set("2026-02-02T00:00:00+01:00")
            try await town.visit { visitor in
                // RG-123: locked since the end of 1 February.
                let late = try await visitor.post(town.path(marie), ["slot": locked.text, "action": "book"])
                #expect(late.status.code == 423)
                #expect(late.text.contains("Support, 01 23 45 67 89"))
                #expect(late.text.contains("value=\"\(free)\""))
                // RG-120: another segment's slot, and one that never was.
                for slot in [elsewhere.text, Slot.ID().text, "nonsense"] {
                    let answer = try await visitor.post(town.path(marie), ["slot": slot, "action": "book"])
                    #expect(answer.status == .forbidden)
                    #expect(answer.text.contains("Choisissez un créneau dans la liste."))
                }
                // RGAA 11.10: told beside the field.
                let empty = try await visitor.post(town.path(marie), ["action": "book"])
                #expect(empty.status == .unprocessableContent)
                #expect(empty.text.contains("aria-describedby=\"choice-error\""))
            }
        }
    }

    @Test("A booking that is locked shows whom to call, and cannot be changed")  // RG-123
    func locked() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.book(marie, try await town.slot(3))
            let other = try await town.slot(12)
            town.clock.set("2026-02-02T00:00:00+01:00")
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie) + "?change=1")
                #expect(page.text.contains("Il est trop tard"))
                #expect(page.text.contains("prévenez : Support, 01 23 45 67 89"))
                #expect(!page.text.contains("name=\"action\""))
                for fields in [["slot": other.text, "action": "move"], ["action": "cancel"]]
                    as [KeyValuePairs]
                {
                    let answer = try await visitor.post(town.path(marie), fields)
                    #expect(answer.status.code == 423)
                    #expect(answer.text.contains("Support, 01 23 45 67 89"))
                }
            }
        }
    }

    @Test(
        "A closed campaign says so, on its page and to its forms",
        arguments: [Campaign.State.preparation, .finished, .archived])
    func closed(_ state: Campaign.State) async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, state: state)
            let marie = try await town.agent()
            let slot = try await town.slot(3)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie))
                #expect(page.text.contains("La campagne « Vague 1 » n’est pas ouverte aux réservations."))
                let answer = try await visitor.post(town.path(marie), ["slot": slot.text, "action": "book"])
                #expect(answer.status == .conflict)  // RG-016
            }
        }
    }

    @Test("Where managers choose, an agent accepts what they placed and chooses nothing")  // RG-110
    func placed() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, mode: .manager)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let (slot, other) = (try await town.slot(3), try await town.slot(4))
            try await town.visit { visitor in
                #expect(try await visitor.get(town.path(marie)).text.contains("votre responsable réserve"))

                try await town.book(marie, slot, by: boss)
                let page = try await visitor.get(town.path(marie))
                #expect(page.text.contains("Positionné, à confirmer"))
                #expect(page.text.contains("Ce créneau me convient"))
                #expect(!page.text.contains("change=1"))

                let wish = try await visitor.post(town.path(marie), ["slot": other.text, "action": "move"])
                #expect(wish.status == .forbidden)

                let yes = try await visitor.post(town.path(marie), ["slot": slot.text, "action": "book"])
                #expect(yes.status == .seeOther)
                #expect(try await visitor.get(town.path(marie)).text.contains("Confirmé"))
            }
        }
    }
}
