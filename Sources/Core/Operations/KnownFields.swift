// Which of a campaign's fields tell the telephone, the office and the equipment: by their names, as people give them.

/// The default fields of an operation (RG-060), where the file has them.
package struct KnownFields: Sendable, Hashable {
    package let telephone: String?
    /// Where the person sits, within the place.
    package let office: String?
    package let equipment: String?

    package init(telephone: String? = nil, office: String? = nil, equipment: String? = nil) {
        self.telephone = telephone
        self.office = office
        self.equipment = equipment
    }

    /// Reads them from an operation's fields; a field that is empty tells nothing.
    package init(_ fields: some Sequence<(name: String, value: String)>) {
        var values: [String: String] = [:]
        for field in fields where !field.value.isEmpty {
            let key = field.name.folded.filter { $0.isLetter || $0.isNumber }
            if values[key] == nil { values[key] = field.value }
        }
        func first(_ names: [String]) -> String? { names.lazy.compactMap { values[$0] }.first }
        self.init(
            telephone: first(Self.telephones), office: first(Self.offices), equipment: first(Self.equipments))
    }

    /// The surest first.
    private static let telephones = [
        "telephone", "tel", "numerodetelephone", "ndetelephone", "ntelephone", "ntel", "numtel", "notel",
        "telephonefixe", "fixe", "mobile",
        "telephonemobile", "portable", "telportable", "telephoneagent", "telagent", "telephonebureau",
        "telephonepro", "telpro", "posteinterne", "phone", "phonenumber", "telephonenumber", "mobilephone",
        "extension", "contact",
    ]
    private static let offices = [
        "bureau", "numerodebureau", "ndebureau", "nbureau", "numbureau", "nobureau", "emplacement", "porte",
        "piece", "salle",
        "etage",
        "office", "room", "desk", "floor", "lieu", "adresse",
    ]
    private static let equipments = [
        "equipement", "poste", "postedetravail", "nomdeposte", "nomposte", "nomdupc", "ordinateur", "pc",
        "machine", "materiel", "numeroserie", "numerodeserie", "serie", "hostname", "computer",
        "computername",
        "workstation", "device", "equipment", "assettag", "asset", "serialnumber", "modele", "model",
    ]
}

/// The fields of one operation by name (RG-015).
struct FieldValues {
    private let values: [String: String]

    init(json: String) throws { values = try JSON.value([String: String].self, from: json) }

    /// Nil where it is empty.
    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    var known: KnownFields { KnownFields(values.map { ($0.key, $0.value) }) }
}
