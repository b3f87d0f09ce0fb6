// Small pictures for the tests of photographs, with and without what they tell of the place; made by hand, byte by byte.

import Foundation

enum Pictures {
    /// Two by two pixels, with a resolution.
    static let png = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACXBIWXMAAAsTAAALEwEAmpwYAAAAEUlEQVR4nGP4z8"
            + "AARAxg8j8AG/ID/fPnS7EAAAAASUVORK5CYII=")

    /// The same with text, Exif, XMP and a date that tell where and when; each holds "GPS".
    static let pngWithPlace = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFnRFWHRDb21tZW50AEdQUyA0OC44NSAyLjI5Ay6K2A"
            + "AAAGhlWElmTU0AKgAAAAgAAgESAAMAAAABAAYAAIglAAQAAAABAAAAJgAAAAAAAgABAAIAAAACTgAAAAACAAUAAAAD"
            + "AAAARAAAAAAAAAAwAAAAAQAAADMAAAABAAAAGAAAAAFHUFMtNDgtNTEtMjR6LMbTAAAAB3RJTUUH6gIDCQAAHK9VRQ"
            + "AAAAlwSFlzAAALEwAACxMBAJqcGAAAABFJREFUeJxj+M/AAEQMYPI/ABvyA/3z50uxAAAAG2lUWHRYTUw6Y29tLmFk"
            + "b2JlLnhtcAAAAAAAPEdQUz7g+LfDAAAAAElFTkSuQmCC")

    /// A grey block of eight by eight.
    static let jpeg = bytes(
        "/9j/4AAQSkZJRgABAgEASABIAAD/2wBDABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
            + "AQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAALCAAIAAgBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAA"
            + "AAAAAAAAAAAAAAAA/9oACAEBAAA/AKB//9k=")

    /// The same, lying on its side (orientation 6), with Exif, XMP, Photoshop's notes, a comment, a preview and a film
    /// that tell where; each holds "GPS".
    static let jpegWithPlace = bytes(
        "/9j/4AAQSkZJRgABAgEASABIAAD/4QBwRXhpZgAATU0AKgAAAAgAAgESAAMAAAABAAYAAIglAAQAAAABAAAAJgAAAA"
            + "AAAgABAAIAAAACTgAAAAACAAUAAAADAAAARAAAAAAAAAAwAAAAAQAAADMAAAABAAAAGAAAAAFHUFMtNDgtNTEtMjT/"
            + "4QA5aHR0cDovL25zLmFkb2JlLmNvbS94YXAvMS4wLwA8eDp4bXBtZXRhPkdQUzwveDp4bXBtZXRhPv/tABNQaG90b3"
            + "Nob3AgMy4wAEdQU//+AApHUFMgaGVyZf/iAAlNUEYAR1BT/9sAQwAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ"
            + "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ/8AACwgACAAIAQERAP/EABUAAQEAAAAAAAAAAAAAAA"
            + "AAAAAG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwCgf//ZR1BTIGZpbG0gYWZ0ZXIgdGhlIGVuZA==")

    private static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }
}
