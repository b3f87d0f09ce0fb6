"""The agent's page as a telephone loads it for the first time: Chromium at 4G speed, nothing kept from before.

    first_load.py URL [TIMES]

Run with the browser tests' Python. 4G is 9 Mbit/s down, 1.5 Mbit/s up and 170 ms a round trip, as Chromium's developers'
tools have it; the processor is slowed down four times, as they do for a telephone. Interactive is when the page can be
used: parsed, styled and painted, since it runs no script.
"""

import statistics
import sys

from playwright.sync_api import sync_playwright

FACTS = """() => new Promise(tell => requestAnimationFrame(() => setTimeout(() => {
    const load = performance.getEntriesByType('navigation')[0]
    const files = performance.getEntriesByType('resource')
    const paint = performance.getEntriesByName('first-contentful-paint')[0]
    tell({ interactive: Math.max(load.domInteractive, paint?.startTime ?? 0), load: load.loadEventEnd,
           bytes: load.transferSize + files.reduce((sum, file) => sum + file.transferSize, 0) })
}, 200)))"""


def first_load(chromium, address):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 170, "downloadThroughput": 9e6 / 8, "uploadThroughput": 1.5e6 / 8},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    facts = page.evaluate(FACTS)
    context.close()
    return facts


def main():
    address, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        loads = [first_load(chromium, address) for _ in range(times)]
        chromium.close()
    for name in ("interactive", "load", "bytes"):
        values = [load[name] for load in loads]
        print(f"{name}: median {statistics.median(values):.0f}, most {max(values):.0f}")


if __name__ == "__main__":
    main()
