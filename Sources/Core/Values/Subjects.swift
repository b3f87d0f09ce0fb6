// What identifiers identify. Named here, below every folder, so that a message can name an agent without knowing what
// an agent is.

/// Tags for `Identifier`, never made.
package enum Subjects {
    package enum Campaign {}
    package enum Segment {}
    package enum Manager {}
    package enum Delegate {}
    package enum Technician {}
    package enum Agent {}
    package enum Operation {}
    package enum Slot {}
    package enum Booking {}
}

package typealias CampaignID = Identifier<Subjects.Campaign>
package typealias SegmentID = Identifier<Subjects.Segment>
package typealias ManagerID = Identifier<Subjects.Manager>
package typealias DelegateID = Identifier<Subjects.Delegate>
package typealias TechnicianID = Identifier<Subjects.Technician>
package typealias AgentID = Identifier<Subjects.Agent>
package typealias OperationID = Identifier<Subjects.Operation>
package typealias SlotID = Identifier<Subjects.Slot>
package typealias BookingID = Identifier<Subjects.Booking>
