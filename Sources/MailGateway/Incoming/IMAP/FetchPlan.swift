// How much is fetched at a time.

/// Cuts a list of messages into what fits into memory together.
enum FetchPlan {
    enum Step: Sendable, Hashable {
        case whole([UID])
        /// The first part of a message that is too large to be read.
        case beginning(UID)

        var uids: [UID] {
            switch self {
            case .whole(let uids): uids
            case .beginning(let uid): [uid]
            }
        }
    }

    /// The steps for messages of known sizes, in their order. A message without a size is in none.
    static func steps(_ uids: some Sequence<UID>, sizes: [UID: Int]) -> [Step] {
        var steps: [Step] = []
        var batch: [UID] = []
        var bytes = 0
        func close() {
            if !batch.isEmpty { steps.append(.whole(batch)) }
            batch = []
            bytes = 0
        }
        for uid in uids {
            guard let size = sizes[uid] else { continue }
            guard size <= MailReader.maximumSize else {
                close()
                steps.append(.beginning(uid))
                continue
            }
            if batch.count == IncomingBatch.mostMails || bytes + size > IncomingBatch.mostBytes { close() }
            batch.append(uid)
            bytes += size
        }
        close()
        return steps
    }
}
