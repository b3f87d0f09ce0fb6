// A browser in small: opens pages and posts their forms, without a line of JavaScript.

import Foundation
import FoundationNetworking

struct Visitor {
    struct Page {
        let status: Int
        let text: String
    }

    func open(_ url: String) async throws -> Page { try await send(URLRequest(url: try address(url))) }

    /// Posts fields to the page at `url`, with the hidden token that its form holds.
    func post(_ fields: [(String, String)], to url: String) async throws -> Page {
        let page = try await open(url)
        let token = page.text.firstMatch(of: /name="csrf"[^>]*value="([^"]*)"/)?.1 ?? ""
        var request = URLRequest(url: try address(url))
        request.httpMethod = "POST"
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(
            (fields + [("csrf", String(token))]).map { "\($0)=\($1)" }.joined(separator: "&").utf8)
        return try await send(request)
    }

    private struct NoAddress: Error {}

    private func address(_ text: String) throws -> URL {
        guard let url = URL(string: text) else { throw NoAddress() }
        return url
    }

    private func send(_ request: URLRequest) async throws -> Page {
        let (data, response) = try await URLSession.shared.data(for: request)
        return Page(
            status: (response as? HTTPURLResponse)?.statusCode ?? 0,
            text: String(decoding: data, as: UTF8.self))
    }
}
