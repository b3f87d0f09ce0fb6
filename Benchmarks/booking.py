"""Measures bookings: as many agents as there are, each with a link of their own, on 64 connections at once."""

import base64
import datetime
import hashlib
import hmac
import json
import sqlite3
import subprocess
import uuid

import samples
from measuring import TODAY
from product import Product, wait_for_port

CONNECTIONS = 64
SLOTS = 500

# Each thread posts its share of the file once, then stops: requests are distinct, and none is sent twice.
WRK = """
local number = 0
function setup(thread) number = number + 1; thread:set("share", number) end
function init()
    forms, at = {}, 0
    for line in io.lines("%(forms)s") do
        at = at + 1
        if at %% %(threads)d == share - 1 then
            local path, body = line:match("^(%%S+) (%%S+)$")
            forms[#forms + 1] = wrk.format("POST", path, headers, body)
        end
    end
    at = 0
end
headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
function request()
    at = at + 1
    if at > #forms then wrk.thread:stop(); at = #forms end
    return forms[at]
end
function done(summary, latency)
    io.write(string.format('{"seconds": %%f, "requests": %%d, "p50": %%f, "p99": %%f, "most": %%f}\\n', summary.duration / 1e6,
        summary.requests, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
"""


def forms(product, slots, wanted):
    """A path and a body for each agent: what their page's own form would post, with the key that signs links."""
    number, key = (product.folder / "secrets").read_text().split()
    key = base64.b32decode(key.upper() + "=" * (-len(key) % 8))

    def signed(message):
        return hmac.new(key, message, hashlib.sha256).digest()[:16]

    with sqlite3.connect(product.database) as database:
        agents = database.execute("SELECT id, link_epoch FROM agents ORDER BY id").fetchall()
    expires = int((datetime.datetime.now() + datetime.timedelta(days=60)).timestamp() // 60)
    for index, (agent, epoch) in enumerate(agents):
        body = bytes([1, int(number)]) + expires.to_bytes(4, "big") + epoch.to_bytes(2, "big") + uuid.UUID(agent).bytes
        token = base64.urlsafe_b64encode(body + signed(body)).rstrip(b"=").decode()
        csrf = base64.b32encode(signed(b"form " + token.encode())).rstrip(b"=").decode().lower()
        yield f"/b/{token}", f"action=book&slot={slots[wanted(index)]}&csrf={csrf}"


def measure_booking(table, tools, folder, rounds, count):
    people = folder / "people.csv"
    samples.write_people(people, count)
    # A few places too few, so that the last who ask are refused, each with a page of what is left.
    capacity = count // SLOTS - 1
    days = SLOTS // 20
    results = []
    for number in range(rounds):
        product = Product(tools.opstracker, folder / f"booking{number}")
        start = TODAY + datetime.timedelta(days=30)
        (created,) = product.run(
            "campaign", "create", "--name", "W11", "--start", TODAY, "--end", start + datetime.timedelta(days=60), "--mode",
            "agent", "--csv", people,
        ).answers  # fmt: skip
        product.run(
            "slots", "generate", created["id"], "--from", start, "--to", start + datetime.timedelta(days=days - 1), "--hours",
            "08:00-12:00,14:00-20:00", "--duration", 30, "--capacity", capacity, "--place", "Salle 12", "--on-holidays", "--weekdays", "1,2,3,4,5,6,7",
        )  # fmt: skip
        product.run("campaign", "open", created["id"])
        slots = [slot["id"] for slot in product.run("slots", "list", created["id"]).answers]
        if len(slots) != SLOTS:
            raise SystemExit(f"{len(slots)} slots, not {SLOTS}")
        file, script = folder / "forms", folder / "book.lua"
        script.write_text(WRK % {"forms": file, "threads": 2})
        with product.serve("--role", "web") as server:
            wait_for_port(product.port, server)
            posts = forms(product, slots, lambda index: index % SLOTS)
            file.write_text("".join(f"{path} {body}\n" for path, body in posts))
            output = subprocess.check_output(
                ["wrk", "-t2", f"-c{CONNECTIONS}", "-d40", "-s", script, f"http://127.0.0.1:{product.port}"], text=True
            )
        result = json.loads(output.splitlines()[-1])
        with sqlite3.connect(product.database) as database:
            (overbooked,) = database.execute("SELECT count(*) FROM slots WHERE taken > capacity").fetchone()
            (taken,) = database.execute("SELECT sum(taken) FROM slots").fetchone()
            first, last = database.execute("SELECT min(created_at), max(created_at) FROM bookings").fetchone()
            (held,) = database.execute("SELECT count(*) FROM bookings WHERE state <> 'cancelled'").fetchone()
        if overbooked or taken != held or held > SLOTS * capacity:
            raise SystemExit(f"{overbooked} slots overbooked, {taken} taken, {held} bookings")
        result["held"] = held
        # wrk waits for its time to be over even where every request has been answered: the bookings tell when they came.
        # The last ones had to wait for their answer too.
        result["rate"] = held / ((last - first + result["most"]) / 1000)
        results.append(result)
    results.sort(key=lambda result: result["rate"])
    middle = results[len(results) // 2]
    rate = middle["rate"]
    table.add(
        f"{count} agents book on {SLOTS} slots, {CONNECTIONS} connections ({middle['held']} hold a place, none overbooked)",
        f"{rate:.0f} a second, p50 {middle['p50']:.0f} ms, p99 {middle['p99']:.0f} ms, most {middle['most']:.0f} ms",
        "1 500 a second, p99 100 ms", rate / 1500, "at least 1", rate >= 1500 and middle["p99"] < 100,
    )  # fmt: skip
