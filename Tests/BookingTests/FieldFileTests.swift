// Photographs and documents of the field, and what makes its pages an app.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import Booking

@Suite struct FieldFileTests {
    /// A PNG of one pixel.
    static let png = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        )
            ?? Data())

    private static func multipart(_ parts: [(headers: String, body: [UInt8])]) -> [UInt8] {
        parts.flatMap {
            Array("--LIMIT\r\nContent-Disposition: form-data; \($0.headers)\r\n\r\n".utf8) + $0.body
                + Array("\r\n".utf8)
        }
            + Array("--LIMIT--\r\n".utf8)
    }

    private func upload(
        _ bytes: [UInt8], to field: FieldTown, _ visitor: Visitor, csrf: String? = nil, accept: String? = nil
    )
        async throws -> (status: HTTPResponse.Status, text: String)
    {
        let body = Self.multipart([
            (#"name="csrf""#, Array((csrf ?? field.csrf).utf8)), (#"name="id""#, Array(Photo.ID().text.utf8)),
            ("name=\"photo\"; filename=\"é.png\"\r\nContent-Type: image/png", bytes),
        ])
        var headers: HTTPFields = [.contentType: "multipart/form-data; boundary=LIMIT"]
        headers[.accept] = accept
        let answer = try await visitor.client.executeRequest(
            uri: field.page(field.marie) + "/photos", method: .post, headers: headers,
            body: ByteBuffer(bytes: body))
        return (answer.status, answer.text)
    }

    @Test("A photograph is kept with its operation and shown to its technician")
    func photo() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                #expect(try await upload(Self.png, to: field, visitor).status == .seeOther)
                let page = try await visitor.get(field.page(field.marie)).text
                let path = try #require(page.firstMatch(of: /<img src="([^"]+)"/)?.1)
                let photo = try await visitor.get(String(path))
                #expect(photo.status == .ok)
                #expect(photo.headers[.contentType] == "image/png")
                #expect(photo.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
                #expect(Array(photo.body.readableBytesView).starts(with: [0x89, 0x50, 0x4E, 0x47]))
            }
        }
    }

    @Test("What is no photograph is refused in words, to people and to devices")
    func notAPhoto() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let script = Array("<script>alert(1)</script>".utf8)
                let told = try await upload(script, to: field, visitor)
                #expect(told.status == .unprocessableContent)
                #expect(told.text.contains("ni une photo JPEG ni une image PNG"))
                let sent = try await upload(script, to: field, visitor, accept: "application/json")
                #expect(sent.status == .ok && sent.text.contains("\"refused\""))
                #expect(try await upload(Self.png, to: field, visitor, csrf: "x").status == .forbidden)
                let huge = try await upload(
                    Array(repeating: 1, count: PhotoUpload.sizeLimit + 1), to: field, visitor)
                #expect(huge.status == .contentTooLarge)
            }
            #expect(try await database.read { try $0.query("SELECT id FROM photos") }.isEmpty)
        }
    }

    @Test("A form with a file is read to the letter")
    func multipart() throws {
        let bytes = Self.multipart([
            (#"name="csrf""#, Array("t".utf8)),
            (#"name="photo"; filename="a""#, Array("\r\n--LIMI\r\n\r\n".utf8)),
        ])

        let upload = try #require(PhotoUpload(bytes, boundary: "LIMIT"))

        #expect(upload.fields == ["csrf": "t"])
        #expect(upload.file == Array("\r\n--LIMI\r\n\r\n".utf8))
    }

    @Test(
        "A form that is broken, doubled or cut is not read",
        arguments: [
            "", "--", "--LIMIT", "--LIMIT--", "--LIMIT\r\n", "x--LIMIT\r\n",
            "--LIMIT\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nabc",
            "--LIMIT\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--LIMIT--\r\n",
            "--LIMIT\r\nContent-Disposition: form-data; name=photo\r\n\r\nabc\r\n--LIMIT--\r\n",
            "--LIMIT\r\nX: y\r\n\r\nabc\r\n--LIMIT--\r\n",
            String(
                repeating: "--LIMIT\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nabc\r\n",
                count: 2)
                + "--LIMIT--\r\n",
            "--LIMIT\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\na\u{0}\r\n"
                + "--LIMIT\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nabc\r\n--LIMIT--\r\n",
        ])
    func broken(_ body: String) {
        #expect(PhotoUpload(Array(body.utf8), boundary: "LIMIT") == nil)
    }

    @Test(
        "A boundary is read as it may be written",
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), ("multipart/form-data; boundary=\"abc\"", "abc"),
            ("Multipart/Form-Data; Boundary=----x", "----x"), ("multipart/form-data", nil),
            ("multipart/form-data; boundary=", nil), ("multipart/mixed; boundary=abc", nil),
            ("multipart/form-data; boundary=" + String(repeating: "a", count: 71), nil),
        ] as [(String, String?)])
    func boundary(_ type: String, _ expected: String?) {
        #expect(PhotoUpload.boundary(in: type) == expected)
    }

    @Test(
        "A document opens only where that is safe, and is saved otherwise", arguments: DocumentKind.allCases)
    func documentHeaders(_ kind: DocumentKind) {
        let name = "Procédure \"1\".\(kind.rawValue)"

        let shown = DocumentDoor.headers(kind, name: name, asFile: false)
        let saved = DocumentDoor.headers(kind, name: name, asFile: true)

        let opens = [.pdf, .md, .txt].contains(kind)
        #expect(shown[.contentDisposition]?.hasPrefix(opens ? "inline;" : "attachment;") == true)
        #expect(saved[.contentDisposition]?.hasPrefix("attachment;") == true)
        #expect(
            saved[.contentDisposition]?.contains("filename*=UTF-8''Proc%C3%A9dure%20%221%22.\(kind.rawValue)")
                == true)
        #expect(shown[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(
            shown[.contentType]?.contains("html") == false && shown[.contentType]?.contains("script") == false
        )
        if kind != .pdf { #expect(shown[.contentSecurityPolicy]?.hasSuffix("sandbox") == true) }
    }

    @Test("A document is sent as plain text, and only to its campaign's technicians")  // RG-051
    func document() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let answer = try await visitor.get(field.home + "/documents/\(field.document)")
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
                #expect(answer.headers[HTTPField.Name.contentSecurityPolicy]?.contains("sandbox") == true)
                #expect(answer.text.contains("<script>"))
                for id in [Document.ID().text, "x"] {
                    #expect(try await visitor.get(field.home + "/documents/\(id)").status == .notFound)
                }
            }
        }
    }

    @Test("The app is installed for its own link, and its worker rules no other page")
    func shell() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let manifest = try await visitor.get(field.home + "/manifest.webmanifest")
                #expect(manifest.headers[.contentType] == "application/manifest+json")
                let installed = try #require(
                    try JSONSerialization.jsonObject(with: Data(manifest.body.readableBytesView))
                        as? [String: Any])
                #expect(installed["start_url"] as? String == field.home)
                #expect(installed["scope"] as? String == field.home)
                #expect(installed["display"] as? String == "standalone")
                let icons = try #require(installed["icons"] as? [[String: String]])
                #expect(icons.map { $0["sizes"] } == ["192x192", "512x512", "512x512"])
                #expect(icons.map { $0["purpose"] } == ["any", "any", "maskable"])
                for icon in icons {
                    let answer = try await visitor.get(try #require(icon["src"]))
                    #expect(answer.headers[.contentType] == "image/png")
                }

                let worker = try await visitor.get(field.home + "/worker.js?lang=fr")
                #expect(worker.headers[.contentType] == "text/javascript; charset=utf-8")
                #expect(worker.headers[.serviceWorkerAllowed] == field.home)
                #expect(worker.headers[.cacheControl] == "no-cache")
                for path in worker.text.matches(of: /\\?\/assets\\?\/[\w.-]+/) {
                    let path = String(path.0).replacing("\\", with: "")
                    #expect(try await visitor.get(path).status == .ok, "\(path)")
                }
            }
        }
    }

    @Test("A device is asked to keep the day, its operations and its documents, and no photograph")
    func kept() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let answer = try await visitor.get(field.home + "/kept.json")
                let list = try JSONDecoder().decode(
                    [String: [String]].self, from: Data(answer.body.readableBytesView))
                #expect(
                    list["pages"] == [
                        field.home, field.home + "/offline", field.page(field.marie), field.page(field.paul),
                    ])
                #expect(list["files"] == [field.home + "/documents/\(field.document)"])
                for path in list.values.joined() { #expect(try await visitor.get(path).status == .ok) }
            }
        }
    }

    @Test("A script names the very versions of what it imports")
    func imports() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let page = try await visitor.get(field.home).text
                let script = try #require(page.firstMatch(of: /<script type="module" src="([^"]+)"/)?.1)
                let source = try await visitor.get(String(script)).text
                let imported = try #require(source.firstMatch(of: /from "\.\/(field-queue\.\w+\.js)"/)?.1)
                #expect(try await visitor.get("/assets/\(imported)").status == .ok)
            }
        }
    }

    @Test(
        "A number to call is read from what people write",
        arguments: [
            ("01 23 45 67 89", "tel:0123456789"), ("+33 (0)1.23", "tel:+330123"), ("poste 4512", "tel:4512"),
            ("12", nil), ("voir Mme Petit", nil), ("1+2345", nil), (nil, nil),
        ] as [(String?, String?)])
    func telephone(_ written: String?, _ href: String?) {
        #expect(Telephone(written)?.href == href)
    }
}
