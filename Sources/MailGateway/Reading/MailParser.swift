// Bytes to a tree of values, by GMime: the one file of the reading side that touches it.

internal import CGMime
import Core
import Foundation

/// Takes a raw mail apart (RFC 5322, 2045–2047, 2231).
///
/// GMime gives up silently beyond 1 024 nested multiparts; this walk gives up sooner, so that neither the depth nor the
/// number of parts costs more than a mail deserves.
enum MailParser {
    private static let deepest = 50
    private static let mostParts = 1_000
    /// Bytes of text kept of one part: more than any answer, a calendar or a report holds.
    private static let longestText = 512 * 1024
    private static let mostHeaders = 1_000
    /// Bytes from the last header on that may belong to a calendar among the headers.
    private static let longestEnd = 1_000

    /// Nil where the bytes are no mail: nothing, or a first line that is no header.
    static func parse(_ raw: [UInt8]) -> ParsedMail? {
        GMime.started
        let bytes = MailExcerpt.bytes(of: raw)
        guard !bytes.isEmpty else { return nil }
        let stream = bytes.withUnsafeBytes { buffer in
            g_mime_stream_mem_new_with_buffer(buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        defer { ops_gmime_unref(stream) }
        let parser = g_mime_parser_new_with_stream(stream)
        defer { ops_gmime_unref(parser) }
        guard let message = g_mime_parser_construct_message(parser, nil) else { return nil }
        defer { ops_gmime_unref(message) }
        var walk = Walk(bytes: bytes)
        let mail = walk.mail(message, depth: 0)
        return mail.headers.fields.isEmpty ? nil : mail
    }

    /// One descent into a mail, with what it may still spend.
    private struct Walk {
        /// What GMime reads: its offsets count from their beginning.
        let bytes: ArraySlice<UInt8>
        var partsLeft = mostParts

        mutating func mail(_ message: UnsafeMutablePointer<GMimeMessage>, depth: Int) -> ParsedMail {
            var body = g_mime_message_get_mime_part(message).map { part($0, depth: depth + 1) }
            if let calendar = calendar(among: ops_gmime_object(message)) {
                body = ParsedPart(
                    type: "text/calendar", parameters: body?.parameters ?? [:], isAttachment: false,
                    content: .text(calendar))
            }
            return ParsedMail(
                headers: headers(ops_gmime_object(message)), from: from(message), date: date(message),
                body: body
                    ?? ParsedPart(
                        type: "text/plain", parameters: [:], isAttachment: false, content: .text("")))
        }

        private mutating func part(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> ParsedPart {
            partsLeft -= 1
            let contentType = g_mime_object_get_content_type(object)
            let type = taken(g_mime_content_type_get_mime_type(contentType)).lowercased()
            var parameters: [String: String] = [:]
            for name in ["method", "report-type", "name", "format", "delsp"] {
                parameters[name] = text(g_mime_content_type_get_parameter(contentType, name))
            }
            parameters["name"] =
                parameters["name"]
                ?? text(g_mime_object_get_content_disposition_parameter(object, "filename"))
            let disposition = text(g_mime_object_get_disposition(object))?.lowercased()
            return ParsedPart(
                type: type, parameters: parameters, isAttachment: disposition == "attachment",
                content: content(of: object, type: type, parameters["name"], depth: depth))
        }

        private mutating func content(
            of object: UnsafeMutablePointer<GMimeObject>, type: String, _ name: String?, depth: Int
        ) -> ParsedPart.Content {
            guard depth < deepest, partsLeft > 0 else { return .skipped }
            if ops_gmime_is_multipart(object) != 0 {
                let multipart = ops_gmime_multipart(object)
                var parts: [ParsedPart] = []
                for index in 0..<max(0, g_mime_multipart_get_count(multipart)) where partsLeft > 0 {
                    guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
                    parts.append(part(child, depth: depth + 1))
                }
                return .parts(parts)
            }
            if ops_gmime_is_message_part(object) != 0 {
                guard let inner = g_mime_message_part_get_message(ops_gmime_message_part(object)) else {
                    return .skipped
                }
                return .message(mail(inner, depth: depth + 1))
            }
            guard ops_gmime_is_part(object) != 0 else { return .skipped }
            if let calendar = calendar(among: object) { return .text(calendar) }
            if type == "application/ms-tnef" || type == "application/vnd.ms-tnef"
                || name?.lowercased() == "winmail.dat"
            {
                return .bytes(MailParser.content(object))
            }
            return isRead(type, name) ? .text(decoded(object)) : .skipped
        }

        /// A calendar that stands among the headers of its part, because its sender left no empty line between them.
        ///
        /// GMime takes the lines that look like headers for some, and drops `ATTENDEE;…` and all others that do not: the
        /// raw bytes between the first and the last are what was sent.
        private func calendar(among object: UnsafeMutablePointer<GMimeObject>?) -> String? {
            guard text(g_mime_object_get_header(object, "BEGIN"))?.uppercased() == "VCALENDAR" else {
                return nil
            }
            let list = g_mime_object_get_header_list(object)
            let headers = (0..<min(MailParser.mostHeaders, Int(g_mime_header_list_get_count(list))))
                .compactMap { g_mime_header_list_get_header_at(list, Int32($0)) }
            guard
                let first = headers.first(where: {
                    text(g_mime_header_get_name($0))?.uppercased() == "BEGIN"
                }), let last = headers.last
            else { return nil }
            let start = Int(g_mime_header_get_offset(first))
            let end = Int(g_mime_header_get_offset(last)) + MailParser.longestEnd
            guard start >= 0, start < min(end, bytes.count) else { return nil }
            return MailParser.string(Array(bytes.dropFirst(start).prefix(end - start)))
        }

        /// Text, calendars by any name, and delivery reports; nothing else is decoded.
        private func isRead(_ type: String, _ name: String?) -> Bool {
            type.hasPrefix("text/") || type == "application/ics" || type == "message/delivery-status"
                || type == "message/global-delivery-status" || type == "message/feedback-report"
                || name?.lowercased().hasSuffix(".ics") == true
        }
    }

    private static func headers(_ object: UnsafeMutablePointer<GMimeObject>?) -> MailHeaders {
        let list = g_mime_object_get_header_list(object)
        var fields: [(name: String, value: String)] = []
        for index in 0..<min(mostHeaders, Int(g_mime_header_list_get_count(list))) {
            guard let header = g_mime_header_list_get_header_at(list, Int32(index)),
                let name = text(g_mime_header_get_name(header))
            else { continue }
            let value = text(g_mime_header_get_value(header)) ?? ""
            fields.append((name.lowercased(), value.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        return MailHeaders(fields: fields)
    }

    private static func from(_ message: UnsafeMutablePointer<GMimeMessage>) -> String? {
        guard let list = g_mime_message_get_from(message), internet_address_list_length(list) > 0,
            let first = internet_address_list_get_address(list, 0), ops_gmime_is_mailbox(first) != 0
        else { return nil }
        return text(internet_address_mailbox_get_addr(ops_gmime_mailbox(first)))
    }

    private static func date(_ message: UnsafeMutablePointer<GMimeMessage>) -> Instant? {
        guard let date = g_mime_message_get_date(message) else { return nil }
        return Instant(milliseconds: Int64(g_date_time_to_unix(date)) * 1000)
    }

    /// A part's text: its transfer encoding undone, in the character set that it declares, or that its bytes betray.
    private static func decoded(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
        let declared = text(g_mime_object_get_content_type_parameter(object, "charset"))?.lowercased() ?? ""
        // These three are often declared and not meant: the bytes tell better.
        if ops_gmime_is_text_part(object) != 0, !["", "utf-8", "us-ascii", "iso-8859-1"].contains(declared) {
            let converted = taken(g_mime_text_part_get_text(ops_gmime_text_part(object)))
            if !converted.isEmpty { return String(converted.prefix(longestText)) }
        }
        return string(content(object))
    }

    private static func content(_ object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
        guard let wrapper = g_mime_part_get_content(ops_gmime_part(object)),
            let target = g_mime_stream_mem_new()
        else { return [] }
        defer { ops_gmime_unref(target) }
        g_mime_data_wrapper_write_to_stream(wrapper, target)
        guard let array = g_mime_stream_mem_get_byte_array(ops_gmime_stream_mem(target)) else { return [] }
        let buffer = UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len))
        return Array(buffer.prefix(longestText))
    }

    /// UTF-8 where the bytes are UTF-8, but for a last character that was cut in two; else Windows-1252, as browsers
    /// read what calls itself Latin-1.
    static func string(_ raw: [UInt8]) -> String {
        // No text holds a NUL, and PostgreSQL takes none.
        let bytes = raw.contains(0) ? raw.filter { $0 != 0 } : raw
        for cut in 0...(raw.count == longestText ? 3 : 0) {
            if let text = String(validating: bytes.dropLast(cut), as: UTF8.self) { return text }
        }
        return String(bytes: bytes, encoding: .windowsCP1252) ?? String(decoding: bytes, as: UTF8.self)
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    /// A string that GLib made for us, taken over and freed.
    private static func taken(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        guard let pointer else { return "" }
        defer { g_free(pointer) }
        return String(cString: pointer)
    }
}
