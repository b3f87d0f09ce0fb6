// So many messages a minute, however many lanes there are.

/// Hands out turns at even distances.
actor Pace {
    private let distance: Duration
    private var next = ContinuousClock.now

    init?(perMinute: Int?) {
        guard let perMinute else { return nil }
        distance = .seconds(60) / perMinute
    }

    /// Waits for the caller's turn. False where `isOver` says so first; asked every half second.
    func turn(unless isOver: @Sendable () -> Bool) async -> Bool {
        let mine = max(next, .now)
        next = mine + distance
        while ContinuousClock.now < mine {
            if isOver() || Task.isCancelled { return false }
            try? await Task.sleep(until: min(mine, .now + .milliseconds(500)), clock: .continuous)
        }
        return !isOver()
    }
}
