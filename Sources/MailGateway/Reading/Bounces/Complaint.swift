// Reports of people who pressed "this is spam".

import Core

/// A feedback report of a mailbox provider (RFC 5965, `multipart/report; report-type=feedback-report`).
///
/// A complaint counts as a permanent bounce: whoever complains is not written to again until somebody decides. Other
/// feedback (authentication failures, "not spam") says nothing against the address.
struct Complaint {
    /// Nil where the feedback is no complaint.
    let bounce: Bounce?

    /// Nil where the mail holds no feedback report.
    init?(in mail: ParsedMail) {
        let report = mail.body.flattened.first { $0.type == "message/feedback-report" }
        let isReport =
            mail.body.type == "multipart/report"
            && mail.body.parameters["report-type"]?.lowercased() == "feedback-report"
        guard report != nil || isReport else { return nil }
        // The fields of one report may be parted by an empty line in careless ones: the first value counts.
        let fields = ReportFields.groups(report?.text ?? "").reduce(into: [:]) {
            $0.merge($1) { old, _ in old }
        }
        let type = fields["feedback-type"]?.folded ?? "abuse"
        guard !["not-spam", "auth-failure", "dmarc"].contains(type) else {
            bounce = nil
            return
        }
        let address = ["original-rcpt-to", "removal-recipient"].lazy
            .compactMap { fields[$0] }.compactMap { FailedAddress.read(ReportFields.typed($0)) }.first
        bounce = Bounce(
            address: address, status: nil, code: nil, permanent: true,
            diagnostic: "a complaint: the recipient reported the message as unwanted (\(type.prefix(40)))")
    }
}
