// What touches libical is this type alone: values in, values out, no pointer past its files.

internal import CICal
internal import Foundation
internal import Synchronization

/// Writing (`LibICal+Writing.swift`) and reading (`LibICal+Reading.swift`) iCalendar with libical 3, one caller at a time.
enum LibICal {
    /// libical keeps global state (its built-in zones race when two threads load them), so nothing of it runs outside
    /// this lock.
    static func alone<T>(_ body: () -> T) -> T {
        lock.withLock { _ in
            // A build of libical may end the process at its first error; hostile objects are full of them.
            icalerror_set_errors_are_fatal(0)
            return body()
        }
    }

    private static let lock = Mutex(())

    /// A string that libical made for us, taken over and freed.
    static func taken(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        defer { icalmemory_free_buffer(pointer) }
        return String(cString: pointer).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
