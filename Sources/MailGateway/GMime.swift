// GMime, started once for those who write mail and those who read it.

internal import CGMime

enum GMime {
    /// Fills GMime's global tables. Whoever calls GMime reads this first: its own guard is not safe between threads, a
    /// Swift global is.
    static let started: Void = g_mime_init()
}
