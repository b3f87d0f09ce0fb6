// When a message is tried again, and whose fault a refusal is.

import Testing

@testable import Core
@testable import MailGateway

@Suite struct BackoffTests {
    private let created = Samples.tuesday

    @Test(
        "Waits double from one minute up to four hours",
        arguments: [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (50, 240), (Int.max, 240)])
    func doubling(attempts: Int, minutes: Int) {
        let now = created + .hours(1)

        #expect(
            Backoff.next(attempts: attempts, createdAt: created, now: now, jitter: 0) == now
                + .minutes(minutes))
        let earliest = Backoff.next(attempts: attempts, createdAt: created, now: now, jitter: 1)
        #expect(earliest == now + Span(milliseconds: Int64(minutes) * 45_000))
    }

    @Test("A message is given up five days after it was made")
    func lifetime() {
        let late = created + .days(5) - .minutes(10)

        #expect(Backoff.next(attempts: 4, createdAt: created, now: late, jitter: 0) == late + .minutes(8))
        #expect(Backoff.next(attempts: 5, createdAt: created, now: late, jitter: 0) == nil)
    }

    @Test("A server in trouble is left alone for five seconds, doubling up to five minutes")
    func pauses() {
        #expect(
            [1, 2, 3, 7, 100].map { Backoff.pause(troubles: $0).milliseconds / 1000 } == [
                5, 10, 20, 300, 300,
            ])
    }

    @Test("Five refusals alike, with nothing taken, are the server's; different ones are not")
    func suspicion() {
        var alike = Suspicion<Int>()
        var mixed = Suspicion<Int>()

        let verdicts = (1...5).map {
            alike.holds(.init(row: $0, reason: "554 5.7.1 Relay denied", scope: .recipient))
        }
        let others = (1...5).map { mixed.holds(.init(row: $0, reason: "55\($0) no", scope: .recipient)) }

        #expect(verdicts == [false, false, false, false, true])
        #expect(others.allSatisfy { !$0 })
        #expect(!DeliveryError.mayConcernEveryone("550 5.1.1 User unknown"))
        #expect(!DeliveryError.mayConcernEveryone("550-5.2.1 Mailbox disabled"))
        #expect(DeliveryError.mayConcernEveryone("550 No such user"))
    }
}
