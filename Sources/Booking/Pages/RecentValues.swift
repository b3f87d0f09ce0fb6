// A dictionary that forgets what has not been asked for lately, so that no visitor can make it grow.

/// Keeps at most `2 × limit` values. When the young half is full it becomes the old half, and what the old half held is
/// forgotten; a value that is asked for moves back among the young. Every call takes constant time.
struct RecentValues<Key: Hashable, Value> {
    private let limit: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(limit: Int) { self.limit = limit }

    var count: Int { young.count + old.count }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = young[key] { return value }
            guard let value = old.removeValue(forKey: key) else { return nil }
            keep(value, key)
            return value
        }
        set {
            old[key] = nil
            guard let newValue else {
                young[key] = nil
                return
            }
            keep(newValue, key)
        }
    }

    private mutating func keep(_ value: Value, _ key: Key) {
        if young.count >= limit, young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }
}
