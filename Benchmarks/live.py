"""Measures what managers and direction look at: the team's pages, the shared dashboard, and its streams."""

import datetime
import http.client
import re
import selectors
import socket
import sqlite3
import statistics
import threading
import time

import booking
import samples
from measuring import TODAY
from product import Product, wait_for_port

STREAMS = 500
CHANGES = 100
SECONDS = 20


def prepare(product, folder, count, mode="mixed"):
    """A campaign of so many people and sixty days of slots; its identifier and those of the slots."""
    people = folder / "people.csv"
    samples.write_people(people, count)
    start = TODAY + datetime.timedelta(days=10)
    (created,) = product.run(
        "campaign", "create", "--name", "W11", "--start", TODAY, "--end", start + datetime.timedelta(days=60), "--mode", mode,
        "--csv", people,
    ).answers  # fmt: skip
    product.run(
        "slots", "generate", created["id"], "--from", start, "--to", start + datetime.timedelta(days=59), "--hours",
        "09:00-12:00,14:00-17:00", "--duration", 60, "--capacity", max(20, count // 200), "--place", "Salle 12", "--on-holidays",
        "--weekdays", "1,2,3,4,5,6,7",
    )  # fmt: skip
    product.run("campaign", "open", created["id"])
    return created["id"], [slot["id"] for slot in product.run("slots", "list", created["id"]).answers]


def post(connection, path, body):
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def timed(connection, path):
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return (time.perf_counter() - begun) * 1000, page.decode()


def of_hundred(times, percent):
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def path_of(product, *arguments):
    return "/" + product.run("link", *arguments).answers[0]["link"].split("/", 3)[3]


def measure_team(table, tools, folder, rounds, count):
    """A hundred managers of `count / 100` people each: one team, two thirds of it placed."""
    product = Product(tools.opstracker, folder / "team")
    _, slots = prepare(product, folder, count)
    path = path_of(product, "team", "chef0@agents.example")
    with product.serve("--role", "web") as server:
        wait_for_port(product.port, server)
        connection = http.client.HTTPConnection("127.0.0.1", product.port)
        posts = list(booking.forms(product, slots, lambda index: index // 100 * 7 % len(slots)))[::100]
        for address, body in posts[: len(posts) * 2 // 3]:
            post(connection, address, body)
        times = {name: [timed(connection, path + name)[0] for _ in range(100 * rounds)] for name in ("", "/planning")}
    for name, title in (("", "the page of a team"), ("/planning", "its planning, four weeks of sixty days")):
        middle, most = statistics.median(times[name]), of_hundred(times[name], 99)
        table.add(
            f"{title}: {count // 100} people, {len(slots)} slots, from loopback",
            f"median {middle:.1f} ms, p99 {most:.1f} ms", "15 ms", middle / 15, "at most 1", middle < 15,
        )  # fmt: skip


def measure_dashboard(table, tools, folder, rounds, count):
    """Nine looks at the page after each change, as watchers would; then the looks that met a change, by themselves."""
    product = Product(tools.opstracker, folder / "dashboard")
    campaign, slots = prepare(product, folder, count)
    # What weeks of work leave behind.
    with sqlite3.connect(product.database) as database:
        now = int(time.time() * 1000)
        database.execute(
            "UPDATE operations SET state = CASE WHEN rowid % 10 < 4 THEN 'done' WHEN rowid % 10 = 4 THEN 'postponed' ELSE state END,"
            " changed_at = ? - (rowid % 14) * 86400000",
            (now,),
        )
    database.close()
    path = path_of(product, "share", campaign)
    first, others = [], []
    with product.serve("--role", "web") as server:
        wait_for_port(product.port, server)
        connection = http.client.HTTPConnection("127.0.0.1", product.port)
        timed(connection, path)
        posts = booking.forms(product, slots, lambda index: index % len(slots))
        placed = None
        for _, (address, body) in zip(range(50 * rounds), posts):
            if post(connection, address, body) != 303:
                continue
            took, page = timed(connection, path)
            first.append(took)
            told = int(re.search(r"Par le lien reçu.*?<td[^>]*>\s*([\d\s  ]+)", page, re.S)[1].replace(" ", "").replace(" ", ""))
            if placed is not None and told != placed + 1:
                raise SystemExit(f"{told} answers by the link, and not {placed + 1}")
            placed = told
            others += [timed(connection, path)[0] for _ in range(99)]
    everyone = first + others
    table.add(
        f"the shared dashboard of {count} operations, a change every hundred looks, from loopback",
        f"median {statistics.median(everyone):.1f} ms, p99 {of_hundred(everyone, 99):.1f} ms; the first look after a change: median"
        f" {statistics.median(first):.0f} ms", "p99 10 ms", of_hundred(everyone, 99) / 10, "at most 1",
        of_hundred(everyone, 99) < 10,
    )  # fmt: skip


def resident(process):
    pages = int(open(f"/proc/{process.pid}/statm").read().split()[1])
    return pages * 4096 / 1e6


class Streams:
    """Open streams, read by one thread; each knows the last revision that it was told."""

    def __init__(self, port, path, count):
        self.selector = selectors.DefaultSelector()
        self.seen = [0] * count
        self.wanted = []
        self.late = []
        self.open = True
        for number in range(count):
            stream = socket.create_connection(("127.0.0.1", port))
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
            stream.setblocking(False)
            self.selector.register(stream, selectors.EVENT_READ, number)
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        while self.open:
            for key, _ in self.selector.select(0.05):
                try:
                    data = key.fileobj.recv(1 << 20)
                except BlockingIOError:
                    continue
                told = re.findall(rb"\nid: (\d+)", data)
                if told:
                    self.seen[key.data] = max(self.seen[key.data], int(told[-1]))
            least, now = min(self.seen), time.monotonic()
            while self.wanted and self.wanted[0][0] <= least:
                self.late.append(now - self.wanted.pop(0)[1])

    def close(self):
        self.open = False
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()


def measure_streams(table, tools, folder, rounds, count):
    """So many agents book, a hundred a second, while five hundred watch: how long until the last of them knows of a change."""
    product = Product(tools.opstracker, folder / "streams")
    campaign, slots = prepare(product, folder, count)
    path = path_of(product, "share", campaign).replace("/s/", "/events/")
    with product.serve("--role", "web") as server:
        wait_for_port(product.port, server)
        posts = booking.forms(product, slots, lambda index: index % len(slots))
        connection = http.client.HTTPConnection("127.0.0.1", product.port)
        for _ in range(50):
            post(connection, *next(posts))
        before = resident(server)
        streams = Streams(product.port, path, STREAMS)
        deadline = time.monotonic() + 30
        while min(streams.seen) == 0 and time.monotonic() < deadline:
            time.sleep(0.1)
        if min(streams.seen) == 0:
            raise SystemExit(f"{streams.seen.count(0)} of {STREAMS} streams say nothing")
        database = sqlite3.connect(product.database)
        begun, made, held = time.monotonic(), 0, []
        while time.monotonic() - begun < SECONDS:
            post(connection, *next(posts))
            made += 1
            if made % 50 == 0:
                (revision,) = database.execute("SELECT revision FROM campaigns").fetchone()
                streams.wanted.append((revision, time.monotonic()))
                held.append(resident(server))
            time.sleep(max(0, begun + made / CHANGES - time.monotonic()))
        rate = made / (time.monotonic() - begun)
        deadline = time.monotonic() + 10
        while streams.wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        if streams.wanted:
            raise SystemExit(f"{len(streams.wanted)} changes were never told to all")
        streams.close()
    worst, grown = max(streams.late), max(held) - before
    table.add(
        f"{STREAMS} streams of the dashboard of {count} operations, {rate:.0f} changes a second",
        f"the last one told: median {statistics.median(streams.late):.2f} s, most {worst:.2f} s; {grown:.0f} MB more memory",
        "1 s, 50 MB", worst, "at most 1", worst < 1 and grown < 50,
    )  # fmt: skip
