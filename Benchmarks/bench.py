"""Measures OpsTracker beside bare programs in one run, and prints the ratios as a Markdown table.

    bench.py OPSTRACKER OPSTRACKER-BENCH [--rounds N] [--scale F] [ROW…]

Rows are import, send, page, ingest, booking, team, dashboard, streams, slow, symfony, mixed and memory. Each is measured N times, ours and the others' in
turn, and the median counts; memory once.
"""

import argparse
import datetime
import email
import email.policy
import os
import pathlib
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import booking
import gateway
import live
import peers
import samples
from measuring import TODAY, alternate, booked, campaign
from product import Product, agent_links, wait_for_port


class Table:
    def __init__(self):
        self.lines = []

    def add(self, work, ours, other, ratio, to_reach, reached):
        self.lines.append(f"| {work} | {ours} | {other} | {ratio:.2f} | {to_reach} | {'yes' if reached else '**no**'} |")
        print(f"{work}: {ours}, {other}, ratio {ratio:.2f}, to reach {to_reach}", file=sys.stderr)

    def print(self):
        print("| work | OpsTracker | beside | ratio | to reach | reached |")
        print("| --- | --- | --- | --- | --- | --- |")
        print("\n".join(self.lines))


def measure_import(table, tools, folder, rounds, count):
    people = folder / "people.csv"
    samples.write_people(people, count)
    peaks = []

    def ours():
        product = Product(tools.opstracker, tempfile.mkdtemp(dir=folder))
        preview = product.run("import", "preview", people)
        created = product.run(
            "campaign", "create", "--name", "W11", "--start", TODAY, "--end", TODAY, "--mode", "agent", "--csv", people
        )
        peaks.append(max(preview.peak_megabytes, created.peak_megabytes))
        return preview.seconds + created.seconds

    def sqlite():
        return peers.sqlite_import(people, tempfile.mkdtemp(dir=folder) + "/people.db")

    taken, bare = alternate(rounds, ours, sqlite)
    work = f"preview and import of {count} rows"
    table.add(work, f"{taken:.2f} s", f"`sqlite3 .import` {bare:.2f} s", taken / bare, "at most 4", taken <= 4 * bare)
    peak = max(peaks)
    table.add("its peak memory", f"{peak:.0f} MB", "200 MB", peak / 200, "under 1", peak < 200)


def measure_send(table, tools, folder, rounds, count):
    product = Product(tools.opstracker, folder / "send")
    identifier = campaign(product, folder / "people.csv", count)
    product.run("campaign", "invite", identifier)
    ready = folder / "ready.db"
    with sqlite3.connect(product.database) as source, sqlite3.connect(ready) as copy:
        source.backup(copy)
    product.run("mail", "send")
    mails = product.sent()
    length = sum(map(len, mails)) // len(mails)
    first = email.message_from_bytes(mails[0], policy=email.policy.default)
    link = next(agent_links(mails[:1]))
    text, html = (
        first.get_body((kind,)).get_content().replace(link, "/b/TOKEN") for kind in ("plain", "html")
    )

    with peers.smtp_sink() as port:

        def ours():
            for file in product.folder.glob("opstracker.db*"):
                file.unlink()
            shutil.copy(ready, product.database)
            sent = product.run("mail", "send", SMTP=f"smtp://127.0.0.1:{port}?connections=8")
            if sent.answers[0]["sent"] != count:
                raise SystemExit(f"not all were sent: {sent.answers}")
            return sent.seconds

        taken, curl, source, python = alternate(
            rounds,
            ours,
            lambda: peers.bare(
                tools.bench, "curl-loop", "--server", f"smtp://127.0.0.1:{port}", product.folder / "outgoing/new"
            ),
            lambda: peers.smtp_source(port, count, length),
            lambda: peers.python_smtp(port, count, first["Subject"], text, html),
        )
    rate = f"{count / taken:.0f} a second"
    for name, seconds, least in [("libcurl", curl, 0.5), ("`smtp-source`", source, 0.2), ("Python", python, 3)]:
        table.add(
            f"{count} invitations of {length / 1000:.1f} kB sent", rate, f"{name} {count / seconds:.0f} a second",
            seconds / taken, f"at least {least}", seconds / taken >= least,
        )  # fmt: skip


def measure_page(table, tools, folder, rounds, seconds):
    product = Product(tools.opstracker, folder / "page")
    identifier = campaign(product, folder / "people.csv", 450)
    product.run("campaign", "invite", identifier)
    product.run("mail", "send")
    path = next(agent_links(product.sent()))
    address = f"http://127.0.0.1:{product.port}{path}"
    with product.serve("--role", "web") as server:
        wait_for_port(product.port, server)
        length = int(subprocess.check_output(["curl", "-fso", "/dev/null", "-w", "%{size_download}", address]))
        with peers.plain_page(tools.bench, length) as plain:
            ours, bare = alternate(rounds, lambda: peers.wrk(address, seconds), lambda: peers.wrk(plain, seconds))
    table.add(
        f"the agent's page, {length / 1000:.1f} kB", f"{ours:.0f} a second", f"Hummingbird {bare:.0f} a second",
        ours / bare, "at least 0.35", ours >= 0.35 * bare,
    )  # fmt: skip


def measure_ingest(table, tools, folder, rounds, count):
    product = Product(tools.opstracker, folder / "ingest")
    booked(product, folder / "people.csv", count)
    product.run("mail", "send")
    replies = folder / "replies"
    replies.mkdir()
    for number, mail in enumerate(product.sent()):
        (replies / f"{number:06}").write_bytes(samples.calendar_reply(mail))
    ready = folder / "booked.db"
    with sqlite3.connect(product.database) as source, sqlite3.connect(ready) as copy:
        source.backup(copy)

    def ours():
        for file in product.folder.glob("opstracker.db*"):
            file.unlink()
        shutil.copy(ready, product.database)
        incoming = pathlib.Path(tempfile.mkdtemp(dir=folder))
        for box in ("cur", "tmp"):
            (incoming / box).mkdir()
        shutil.copytree(replies, incoming / "new")
        with sqlite3.connect(f"file:{product.database}?mode=ro", uri=True) as watch:
            begun = time.monotonic()
            with product.serve("--role", "gateway", MAILDIR_IN=str(incoming)):
                done = 0
                while done < count:
                    if time.monotonic() - begun > 300:
                        raise SystemExit(f"only {done} of {count} replies were read in five minutes")
                    time.sleep(0.02)
                    (done,) = watch.execute("SELECT count(*) FROM inbox WHERE outcome = 'confirmed'").fetchone()
                return time.monotonic() - begun

    taken, commits, parsing = alternate(
        rounds,
        ours,
        lambda: peers.sqlite_commits(tempfile.mkdtemp(dir=folder) + "/commits.db", count),
        lambda: peers.bare(tools.bench, "parse-loop", replies),
    )
    bars = [("SQLite commits", commits, 0.3), ("GMime", parsing, 0.1)]
    slower = max(bars, key=lambda bar: bar[1] / bar[2])
    for name, seconds, least in bars:
        is_the_bar = name == slower[0]
        table.add(
            f"{count} calendar replies ingested", f"{count / taken:.0f} a second", f"{name} {count / seconds:.0f} a second",
            seconds / taken, f"at least {least}" if is_the_bar else f"({least}: the other is slower)",
            seconds / taken >= least if is_the_bar else True,
        )  # fmt: skip


def machine():
    with open("/proc/cpuinfo") as file:
        model = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, {system}, Linux {platform.release()}, {TODAY}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("opstracker")
    parser.add_argument("bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1, help="a part of the work only, to try the measurements out")
    parser.add_argument("rows", nargs="*", default=[])
    arguments = parser.parse_args()
    measures = {
        "import": (measure_import, 100_000),
        "send": (measure_send, 5_000),
        "page": (measure_page, 10),
        "ingest": (measure_ingest, 5_000),
        "booking": (booking.measure_booking, 20_000),
        "team": (live.measure_team, 20_000),
        "dashboard": (live.measure_dashboard, 100_000),
        "streams": (live.measure_streams, 5_000),
        "slow": (gateway.measure_slow, 5_000),
        "symfony": (gateway.measure_symfony, 5_000),
        "mixed": (gateway.measure_mixed, 5_000),
        "memory": (gateway.measure_memory, 100_000),
    }
    table = Table()
    for row in arguments.rows or measures:
        measure, amount = measures[row]
        with tempfile.TemporaryDirectory(prefix="opstracker-bench.") as folder:
            measure(table, arguments, pathlib.Path(folder), arguments.rounds, int(amount * arguments.scale))
    load = os.getloadavg()[1]
    print(f"Machine: {machine()}, load about {load:.1f}. Median of {arguments.rounds}.\n")
    table.print()


if __name__ == "__main__":
    main()
