// Photographs: kept without where they were taken, refused where they are none.

import TestSupport
import Testing

@testable import Core

@Suite("Photographs")
struct PhotoTests {
    private let place = Array("GPS".utf8)

    private func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }

    @Test("nothing that tells where or when is kept, and the picture is")
    func stripped() throws {
        let png = try PhotoRules.strip(Pictures.pngWithPlace)
        let jpeg = try PhotoRules.strip(Pictures.jpegWithPlace)

        #expect(holds(Pictures.pngWithPlace, place) && holds(Pictures.jpegWithPlace, place))
        #expect(png.kind == .png && png.bytes == Pictures.png)
        #expect(jpeg.kind == .jpeg && !holds(jpeg.bytes, place))
        // The picture itself, from the quantisation on, is byte for byte what it was.
        let picture = Pictures.jpeg.drop { $0 != 0xDB }
        #expect(jpeg.bytes.suffix(picture.count).elementsEqual(picture))
        // Still upright: an Exif segment with one entry, the orientation, right after the start.
        #expect(Array(jpeg.bytes[2..<4]) == [0xFF, 0xE1])
        #expect(holds(jpeg.bytes, [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
        #expect(jpeg.bytes.count == Pictures.jpeg.count + 36)
    }

    @Test("what needs no stripping stays as it is, and what was stripped strips to itself")
    func unchanged() throws {
        let once = try PhotoRules.strip(Pictures.jpegWithPlace).bytes

        #expect(try PhotoRules.strip(Pictures.jpeg).bytes == Pictures.jpeg)
        #expect(try PhotoRules.strip(Pictures.png).bytes == Pictures.png)
        #expect(try PhotoRules.strip(once).bytes == once)
    }

    @Test("pictures that break off, wherever, are refused, and nothing else happens")
    func broken() {
        for picture in [Pictures.png, Pictures.pngWithPlace, Pictures.jpeg] {
            for length in 8..<picture.count {
                #expect(throws: PhotoRefusal.broken) { try PhotoRules.strip(Array(picture.prefix(length))) }
            }
        }
    }

    @Test("any byte changed is read to an end, and a PNG's is noticed")
    func mutated() {
        for picture in [Pictures.pngWithPlace, Pictures.jpegWithPlace] {
            for index in picture.indices.dropFirst(8) {
                for flip: UInt8 in [0x01, 0x80, 0xFF] {
                    var changed = picture
                    changed[index] ^= flip
                    let stripped = try? PhotoRules.strip(changed)
                    let isPicture = index < Pictures.pngWithPlace.count - 12
                    if picture == Pictures.pngWithPlace, isPicture { #expect(stripped == nil) }
                }
            }
        }
    }

    @Test("what is no picture is refused, whatever it is")
    func others() {
        let texts = ["", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7"]
        for text in texts {
            #expect(throws: PhotoRefusal.unknownKind) { try PhotoRules.strip(Array(text.utf8)) }
        }
        #expect(throws: PhotoRefusal.tooLarge) {
            try PhotoRules.strip([UInt8](repeating: 0xFF, count: PhotoRules.largest + 1))
        }
    }

    @Test("a photograph is kept once, shown with who took it, and counted", arguments: Engine.available)
    func kept(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let id = Photo.ID()
            func add(_ id: Photo.ID) async throws -> PhotoOutcome {
                try await field.desk.addPhoto(
                    Pictures.jpegWithPlace, id: id, to: field.operations[0], by: field.karim,
                    at: Field.morning + .hours(1), now: Field.morning)
            }

            let first = try await add(id)
            let again = try await add(id)
            let read = try #require(try await field.desk.photo(id, of: field.karim))
            for _ in 1..<PhotoRules.most { _ = try await add(.init()) }
            let tooMany = try await add(.init())

            #expect(first == again && first == .kept(read.photo))
            #expect(read.bytes == (try PhotoRules.strip(Pictures.jpegWithPlace).bytes))
            #expect(read.photo.by == "Karim Benali" && read.photo.at == Field.morning)
            #expect(read.photo.size == read.bytes.count)
            #expect(tooMany == .refused(.tooMany))
            #expect(try await field.intervention().photos.count == PhotoRules.most)
        }
    }
}
