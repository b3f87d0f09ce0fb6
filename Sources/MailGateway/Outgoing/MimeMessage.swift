// A message as MIME, written by GMime: values in, bytes out, no pointer past this file.

internal import CGMime
internal import Core

/// What a message is made of.
struct MimeMessage {
    let from: Mailbox
    let to: Mailbox
    let replyTo: Mailbox
    let subject: String
    let date: Instant
    /// Without angle brackets.
    let messageID: String
    /// Further headers, in ASCII.
    let headers: [(name: String, value: String)]
    let text: String
    let html: String
    let calendar: Calendar?
    var attachments: [Attachment] = []

    struct Mailbox {
        let name: String
        let address: EmailAddress
    }

    struct Calendar {
        /// The object's METHOD, repeated in the header: where they differ, Outlook shows no buttons.
        let method: String
        let bytes: [UInt8]
    }

    /// A file beside the message.
    struct Attachment {
        let name: String
        /// `text`, `csv`; text is in UTF-8.
        let type: (String, String)
        var parameters: [(name: String, value: String)] = []
        let bytes: [UInt8]
    }

    /// The message with CRLF line ends, in 7 bits.
    ///
    /// With an appointment: mixed [alternative [plain, html, calendar], the same calendar as a file]; with files: mixed
    /// [alternative [plain, html], the files]; otherwise alternative [plain, html].
    func bytes() -> [UInt8] {
        _ = GMime.started
        let message = g_mime_message_new(1)
        defer { ops_gmime_unref(message) }
        add(from, as: GMIME_ADDRESS_TYPE_FROM, to: message)
        add(to, as: GMIME_ADDRESS_TYPE_TO, to: message)
        add(replyTo, as: GMIME_ADDRESS_TYPE_REPLY_TO, to: message)
        g_mime_message_set_subject(message, Self.oneLine(subject), "utf-8")
        let date = g_date_time_new_from_unix_utc(Int(date.seconds))
        g_mime_message_set_date(message, date)
        g_date_time_unref(date)
        g_mime_message_set_message_id(message, messageID)
        let object = ops_gmime_object(message)
        for header in headers {
            g_mime_object_append_header(object, header.name, Self.oneLine(header.value), nil)
        }
        let body = body()
        g_mime_message_set_mime_part(message, body)
        ops_gmime_unref(body)
        return Self.written(object)
    }

    private typealias Node = UnsafeMutablePointer<GMimeObject>

    private func body() -> Node? {
        let texts = [
            Self.leaf("text", "plain", Array(text.utf8)), Self.leaf("text", "html", Array(html.utf8)),
        ]
        guard let calendar else {
            let words = Self.branch("alternative", texts)
            return attachments.isEmpty ? words : Self.branch("mixed", [words] + attachments.map(Self.file))
        }
        let invitation = Self.leaf(
            "text", "calendar", calendar.bytes, encoding: GMIME_CONTENT_ENCODING_BASE64)
        g_mime_object_set_content_type_parameter(invitation, "method", calendar.method)
        let copy = Attachment(name: Self.fileName, type: ("application", "ics"), bytes: calendar.bytes)
        return Self.branch(
            "mixed",
            [Self.branch("alternative", texts + [invitation])] + ([copy] + attachments).map(Self.file))
    }

    private static func file(_ attachment: Attachment) -> Node? {
        let (type, subtype) = attachment.type
        let file = leaf(type, subtype, attachment.bytes, encoding: GMIME_CONTENT_ENCODING_BASE64)
        for (name, value) in attachment.parameters + [(name: "name", value: attachment.name)] {
            g_mime_object_set_content_type_parameter(file, name, value)
        }
        g_mime_object_set_disposition(file, "attachment")
        g_mime_object_set_content_disposition_parameter(file, "filename", attachment.name)
        return file
    }

    /// A multipart that takes its parts over from the caller.
    private static func branch(_ subtype: String, _ parts: [Node?]) -> Node? {
        let multipart = g_mime_multipart_new_with_subtype(subtype)
        for part in parts {
            g_mime_multipart_add(multipart, part)
            ops_gmime_unref(part)
        }
        return ops_gmime_object(multipart)
    }

    private static func leaf(
        _ type: String, _ subtype: String, _ bytes: [UInt8],
        encoding: GMimeContentEncoding = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    ) -> Node? {
        let part = g_mime_part_new_with_type(type, subtype)
        // The stream copies the bytes.
        let stream = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                g_mime_stream_mem_new_with_buffer($0.baseAddress, $0.count)
            }
        }
        let content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)
        g_mime_part_set_content(part, content)
        ops_gmime_unref(content)
        ops_gmime_unref(stream)
        g_mime_part_set_content_encoding(part, encoding)
        let node = ops_gmime_object(part)
        if type == "text" { g_mime_object_set_content_type_parameter(node, "charset", "UTF-8") }
        return node
    }

    private func add(
        _ mailbox: Mailbox, as type: GMimeAddressType, to message: UnsafeMutablePointer<GMimeMessage>?
    ) {
        let name = Self.oneLine(mailbox.name)
        let address = internet_address_mailbox_new(name.isEmpty ? nil : name, mailbox.address.text)
        internet_address_set_charset(address, "utf-8")
        internet_address_list_add(g_mime_message_get_addresses(message, type), address)
        ops_gmime_unref(address)
    }

    private static func written(_ object: Node?) -> [UInt8] {
        let stream = g_mime_stream_mem_new()
        defer { ops_gmime_unref(stream) }
        let format = g_mime_format_options_new()
        defer { g_mime_format_options_free(format) }
        g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS)
        g_mime_object_write_to_stream(object, format, stream)
        guard let array = g_mime_stream_mem_get_byte_array(ops_gmime_stream_mem(stream)),
            let data = array.pointee.data
        else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
    }

    /// A header's text without anything that could end it and begin another.
    private static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return String(
            text.map { $0.isNewline || $0.asciiValue.map { $0 < 0x20 || $0 == 0x7F } == true ? " " : $0 })
    }

    private static let fileName = "rendez-vous.ics"
}
