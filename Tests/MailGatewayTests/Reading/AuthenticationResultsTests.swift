import Core
import Testing

@testable import MailGateway

struct AuthenticationResultsTests {
    @Test(
        "A server's verdict is read in any form that the standard allows",
        arguments: [
            // RFC 8601, appendix B.
            ("example.com 1; none", "unknown"),
            ("example.com; spf=pass smtp.mailfrom=example.net", "pass"),
            (
                #"example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net"#,
                "pass"
            ),
            (
                "EXAMPLE.COM; dkim=pass (good signature) header.d=example.com; spf=fail smtp.mailfrom=a.example",
                "pass"
            ),
            ("example.com; dkim = fail reason=\"signature; bad\" header.d=a.example", "fail"),
            ("example.com; dkim/1=fail header.d=a.example", "fail"),
            ("(a comment; dmarc=fail) example.com (and (one more) \\) ) 1 ;dmarc=pass", "pass"),
            ("\"example.com\"; spf=hardfail", "fail"),
            // DMARC decides where it has decided.
            ("example.com; dmarc=fail (p=reject) header.from=mairie.example; spf=pass; dkim=pass", "fail"),
            ("example.com; spf=fail; dkim=fail; dmarc=pass header.from=mairie.example", "pass"),
            ("example.com; dmarc=none; spf=pass", "pass"), ("example.com; dmarc=temperror; spf=fail", "fail"),
            (#"example.com; dmarc=fail; spf=fail smtp.mailfrom="a;dmarc=pass"@evil.example"#, "fail"),
            // A forwarded mail keeps its signature, a mail of one's own server may have none.
            ("example.com; spf=fail smtp.mailfrom=a.example; dkim=pass", "pass"),
            ("example.com; dkim=fail; dkim=pass header.d=a.example", "pass"),
            ("example.com; spf=softfail; dkim=none", "unknown"), ("example.com; spf=neutral", "unknown"),
            ("example.com; spf=temperror; dkim=permerror; dmarc=permerror", "unknown"),
            ("example.com; x-spf=fail; arc=fail; iprev=fail", "unknown"),
            // Another's word, nobody's, and no word at all.
            ("example.org; dmarc=fail", "unknown"),
            ("spf=fail smtp.mailfrom=a.example; dmarc=fail", "unknown"),
            ("", "unknown"), ("example.com", "unknown"), ("example.com; ;=; =fail; dmarc", "unknown"),
            ("example.com.evil.example; dmarc=fail", "unknown"), ("example.com evil; dmarc=fail", "unknown"),
            ("example.com; (dmarc=fail", "unknown"), ("example.com; \"dmarc=fail; x", "fail"),
        ])
    func verdicts(header: String, verdict: String) {
        #expect(name(authentication([header])) == verdict)
    }

    @Test(
        "Only the topmost header of the server that is believed counts: those below may have come with the mail"
    )
    func forged() {
        let theirs = "mx.elsewhere.example; dmarc=pass"
        let ours = "example.com; dmarc=fail header.from=mairie.example"
        let forged = "example.com; dmarc=pass header.from=mairie.example"

        #expect(authentication([theirs, ours, forged]) == .fail("dmarc=fail header.from=mairie.example"))
        #expect(authentication([ours.replacing("fail", with: "none"), forged]) == .unknown)
    }

    @Test("Where no server is named, nobody is believed")
    func nobody() {
        #expect(authentication(["example.com; dmarc=fail"], believing: nil) == .unknown)
        #expect(authentication(["; dmarc=fail"], believing: "") == .unknown)
    }

    @Test("A mail carries the verdict into what is read, folded or not")
    func mail() throws {
        let reader = MailReader(keys: try Samples.keys(), authservID: "mx.ops.example")
        let raw = """
            Authentication-Results: mx.ops.example;
            \tdkim=fail reason="signature verification failed" (2048-bit key)
            \t header.d=mairie.example header.i=@mairie.example;
             spf=softfail (mx.ops.example: transitioning)
            From: marie.dupont@mairie.example

            oui

            """

        let facts = reader.read(Array(raw.utf8))

        let words =
            "dkim=fail reason=signature verification failed header.d=mairie.example header.i=@mairie.example"
        #expect(facts.answer.authentication == .fail(words))
        #expect(try JSON.text(MailClassification(facts)).contains(#""authentication":"fail""#))
    }

    @Test("A header without end is read as far as any server writes")
    func long() {
        let comments = "example.com; " + String(repeating: "(", count: 1_000_000)
        let results = "example.com" + String(repeating: "; spf=pass", count: 100_000)

        #expect(authentication([comments]) == .unknown)
        #expect(authentication([results]) == .pass)
    }

    private func authentication(
        _ headers: [String], believing authserv: String? = "example.com"
    ) -> IncomingAnswer.Authentication {
        AuthenticationResults.authentication(
            in: MailHeaders(fields: headers.map { ("authentication-results", $0) }), believing: authserv)
    }

    private func name(_ authentication: IncomingAnswer.Authentication) -> String {
        switch authentication {
        case .unknown: "unknown"
        case .pass: "pass"
        case .fail: "fail"
        }
    }
}
