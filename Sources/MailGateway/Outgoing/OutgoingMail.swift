// A message ready to leave: its envelope and its bytes.

package import Core

/// One message to one recipient: a server that accepts one of two would lose the other.
package struct OutgoingMail: Sendable, Hashable {
    /// Where bounces go: the reply address, so that a bounce names its row even where it quotes nothing.
    package let sender: EmailAddress
    package let recipient: EmailAddress
    /// The part of the Message-ID before the `@`: the same at every try.
    package let name: String
    /// The whole message (RFC 5322), with CRLF and in 7 bits.
    package let bytes: [UInt8]

    package init(sender: EmailAddress, recipient: EmailAddress, name: String, bytes: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.name = name
        self.bytes = bytes
    }
}
