import Core
import Foundation
import TestSupport
import Testing

@Suite("Signed links and reply keys")
struct LinkTests {
    let now = SampleCampaign.now
    private static let old = [UInt8](repeating: 1, count: 32)
    private static let new = [UInt8](repeating: 2, count: 32)

    private func link(_ purpose: LinkPurpose = .agent) -> SignedLink {
        // Expiry is kept to the minute.
        SignedLink(
            purpose: purpose, subject: Agent.ID().text, epoch: 3,
            expires: Instant(milliseconds: (now.milliseconds / 60_000 + 10) * 60_000))
    }

    @Test("a link opens what it was made for, until it expires")
    func verifies() throws {
        let keys = try SigningKeys([1: Self.old])
        let link = link()
        let token = try #require(link.token(signedBy: keys))

        #expect(token.utf8.count == 54)
        #expect(try SignedLink.verify(token, for: .agent, keys: keys, now: now) == link)
        #expect(throws: SignedLink.Fault.otherPurpose) {
            try SignedLink.verify(token, for: .team, keys: keys, now: now)
        }
        #expect(throws: SignedLink.Fault.expired) {
            try SignedLink.verify(token, for: .agent, keys: keys, now: link.expires)
        }
    }

    @Test("whatever is altered, cut, or signed by another is forged")
    func forgeries() throws {
        let keys = try SigningKeys([1: Self.old])
        let token = try #require(link().token(signedBy: keys))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var altered: [String] = ["", "x", String(token.dropLast()), token + "A", String(token.reversed())]
        for index in token.indices {
            var copy = token
            let other = try #require(alphabet.first { $0 != token[index] })
            copy.replaceSubrange(index...index, with: [other])
            altered.append(copy)
        }
        altered.append(try #require(link().token(signedBy: try SigningKeys([1: Self.new]))))

        for text in altered where text != token {
            // The last character carries bits that decoding drops: a token that decodes to the same bytes is the same.
            let same =
                Data(
                    base64Encoded: text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(
                        of: "_", with: "/") + "==")
                == Data(
                    base64Encoded: token.replacingOccurrences(of: "-", with: "+").replacingOccurrences(
                        of: "_", with: "/") + "==")
            guard !same else { continue }
            #expect(throws: SignedLink.Fault.forged) {
                try SignedLink.verify(text, for: .agent, keys: keys, now: now)
            }
        }
    }

    @Test("a new key signs, an older one still verifies, a dropped one does not")
    func rotation() throws {
        let before = try SigningKeys([1: Self.old])
        let during = try SigningKeys([1: Self.old, 2: Self.new])
        let after = try SigningKeys([2: Self.new])
        let token = try #require(link().token(signedBy: before))
        let fresh = try #require(link().token(signedBy: during))

        #expect(throws: Never.self) { try SignedLink.verify(token, for: .agent, keys: during, now: now) }
        #expect(throws: Never.self) { try SignedLink.verify(fresh, for: .agent, keys: after, now: now) }
        #expect(throws: SignedLink.Fault.forged) {
            try SignedLink.verify(token, for: .agent, keys: after, now: now)
        }
    }

    @Test("a reply key survives servers that fold case, fits an address, and ends with its epoch")
    func replyKeys() throws {
        let keys = try SigningKeys([1: Self.old])
        let handle = RandomToken.base32(bytes: 10)
        let key = try #require(ReplyKey.key(handle: handle, epoch: 0, keys: keys))

        #expect(key.utf8.count <= 45)
        #expect(ReplyKey.handle(of: key.uppercased()) == handle)
        #expect(ReplyKey.verify(key.uppercased(), epoch: 0, keys: keys))
        #expect(!ReplyKey.verify(key, epoch: 1, keys: keys))
        #expect(!ReplyKey.verify(key, epoch: 0, keys: try SigningKeys([1: Self.new])))
        #expect(ReplyKey.handle(of: "rabc") == nil)
    }

    @Test("keys are made on first use, for their owner alone, and refused when others can read them")
    func keyFile() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/opstracker.secrets"
            let token = try #require(link().token(signedBy: try SigningKeys(file: path)))
            let again = try SigningKeys(file: path)

            #expect(throws: Never.self) { try SignedLink.verify(token, for: .agent, keys: again, now: now) }
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(throws: SigningKeysError.openToOthers(path)) { try SigningKeys(file: path) }
        }
    }

    @Test("a form's token is its page's alone")
    func formTokens() throws {
        let keys = try SigningKeys([1: Self.old])
        let token = keys.formToken(for: "page")

        #expect(keys.isFormToken(token, for: "page"))
        #expect(!keys.isFormToken(token, for: "other"))
        #expect(!keys.isFormToken("", for: "page"))
    }
}
