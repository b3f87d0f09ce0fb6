// Numbers and runs of bytes, taken from a buffer that may end anywhere.

/// Reads little-endian values one after the other; nil where fewer bytes are left, with nothing taken.
struct ByteCursor {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func bytes(_ count: some BinaryInteger) -> ArraySlice<UInt8>? {
        guard let count = Int(exactly: count), count >= 0, count <= rest.count else { return nil }
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    /// A run of bytes and what fills it up to a multiple of four.
    mutating func padded(_ count: some BinaryInteger) -> ArraySlice<UInt8>? {
        guard let count = Int(exactly: count), let taken = bytes(count) else { return nil }
        // The last run of all may come without its filling.
        rest = rest.dropFirst((4 - count % 4) % 4)
        return taken
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        bytes(Number.bitWidth / 8).map { $0.reversed().reduce(0) { $0 << 8 | Number($1) } }
    }
}
