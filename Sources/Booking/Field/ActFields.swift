// What a technician did, read from the fields of a form or of an entry that a device kept.

internal import Core

extension FieldEntry.Act {
    /// The act that a button names, with what its fields say; nil where a field that it needs is missing. Whether texts and
    /// numbers are good is decided where the entry is.
    init?(_ kind: String?, fields: (String) -> String?) {
        guard let kind = kind.flatMap(Kind.init(rawValue:)) else { return nil }
        switch kind {
        case .start: self = .start
        case .finish: self = .finish
        case .missed: self = .missed
        case .postpone:
            let slot = fields("slot")?.orNil
            let wanted = slot.flatMap { SlotID($0) }
            guard slot == nil || wanted != nil else { return nil }
            self = .postpone(reason: fields("reason") ?? "", slot: wanted)
        case .remediate:
            guard let problem = fields("problem") else { return nil }
            self = .remediate(problem: problem)
        case .tick:
            guard let step = fields("step") else { return nil }
            self = .tick(step: step)
        case .untick:
            guard let step = fields("step") else { return nil }
            self = .untick(step: step)
        case .note:
            guard let text = fields("text") else { return nil }
            self = .note(text)
        case .spent:
            guard let minutes = fields("minutes").flatMap({ Int($0) }) else { return nil }
            self = .spent(minutes: minutes)
        }
    }
}
