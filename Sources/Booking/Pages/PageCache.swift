// Pages kept as bytes while they are certainly still true.

internal import Core
internal import NIOCore
internal import Synchronization

/// Keeps rendered agents' pages.
///
/// *Promise: a visitor never sees places as they were before a change that was committed when the request came.* Every
/// change that a page of the campaign could show raises the campaign's revision in its own transaction; each request reads
/// that revision anew, before anything else, and takes a kept page only where it is the same. What changes by the clock
/// alone, the locks, bounds the time for which a page is kept.
final class PageCache: Sendable {
    struct Key: Hashable {
        let token: Substring
        let query: AgentQuery
    }

    struct Page {
        let body: ByteBuffer
        let language: Language
    }

    private struct Entry {
        let version: PageVersion
        let goodUntil: Instant?
        let page: Page
    }

    private let pages = Mutex(RecentValues<Key, Entry>(limit: 500))

    func page(_ key: Key, version: PageVersion, now: Instant) -> Page? {
        pages.withLock { pages in
            guard let entry = pages[key], entry.version == version, entry.goodUntil.map({ now < $0 }) ?? true
            else { return nil }
            return entry.page
        }
    }

    /// Keeps a page that was rendered from what was read after `version`.
    func keep(_ page: Page, as key: Key, version: PageVersion, goodUntil: Instant?) {
        pages.withLock { $0[key] = Entry(version: version, goodUntil: goodUntil, page: page) }
    }
}
