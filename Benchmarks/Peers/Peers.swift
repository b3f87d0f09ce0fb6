// What OpsTracker is measured against, bare of everything that it adds: `scripts/bench` runs these beside it.

import ArgumentParser

@main struct Peers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opstracker-bench",
        abstract:
            "Bare loops and servers to measure OpsTracker against; a loop prints the seconds that it took.",
        subcommands: [CurlLoop.self, ParseLoop.self, PlainPage.self, SlowSink.self])
}
