// The text form of signed links.

import Core
import Foundation
import Testing

@Suite("Base64url") struct Base64URLTests {
    @Test("Bytes read back, and read as Foundation writes them", arguments: 0...70)
    func roundTrip(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 151 + length) }

        let text = Base64URL.encode(bytes)

        #expect(Base64URL.decode(text) == bytes)
        let usual = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = usual + String(repeating: "=", count: (4 - usual.count % 4) % 4)
        #expect(Data(base64Encoded: padded) == Data(bytes))
    }

    @Test("What is no such text is refused", arguments: ["A", "AA==", "+A", "A/", "é", "A B", "AB", "AAB"])
    func refused(text: String) { #expect(Base64URL.decode(text) == nil) }
}
