// Delivery status notifications, the form of bounces that machines read.

import Core

/// The report parts of a mail (RFC 3464, in a multipart/report of RFC 6522 or loose), each recipient with its own fate.
enum DeliveryReport {
    case failures([Bounce])
    /// Everybody it names was served.
    case success
    case unreadable

    private static let mostRecipients = 200
    private static let types = ["message/delivery-status", "message/global-delivery-status"]

    /// Nil where the mail holds no report.
    static func find(in mail: ParsedMail) -> DeliveryReport? {
        let reports = mail.body.flattened.filter { types.contains($0.type) }.compactMap(\.text)
        guard !reports.isEmpty else { return nil }
        let recipients = reports.flatMap(ReportFields.groups).prefix(mostRecipients).filter {
            $0["action"] != nil || $0["status"] != nil
        }
        guard !recipients.isEmpty else { return .unreadable }
        let failed = recipients.filter { !isServed($0) }
        return failed.isEmpty ? .success : .failures(failed.map(bounce))
    }

    private static func isServed(_ fields: [String: String]) -> Bool {
        guard let action = fields["action"]?.folded else { return fields["status"]?.hasPrefix("2") == true }
        return ["delivered", "relayed", "expanded"].contains { action.hasPrefix($0) }
    }

    private static func bounce(_ fields: [String: String]) -> Bounce {
        // The original recipient is the address that we wrote to; the final one may be where it was forwarded.
        let address = ["original-recipient", "final-recipient"].lazy
            .compactMap { fields[$0] }.compactMap { FailedAddress.read(ReportFields.typed($0)) }.first
        // "Delayed" is a warning: the server goes on trying.
        return DeliveryVerdict(
            status: fields["status"].flatMap { DeliveryCode.enhanced(in: $0) },
            words: ReportFields.typed(fields["diagnostic-code"] ?? ""),
            isFailure: fields["action"]?.folded.hasPrefix("delayed") != true, isNamed: true
        )
        .bounce(of: address)
    }
}
