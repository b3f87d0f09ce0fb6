"""The mail gateway's measurements: sending to a slow server, beside Symfony, reading mixed mail, and memory."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import peers
import samples
from measuring import alternate, booked, campaign
from product import Product, free_port, wait_for_port


@contextlib.contextmanager
def slow_sink(bench, delay):
    """A server that takes so many milliseconds for each mail; gives its port."""
    port = free_port()
    sink = subprocess.Popen([bench, "slow-sink", "--port", str(port), "--delay", str(delay)])
    try:
        wait_for_port(port, sink)
        yield port
    finally:
        sink.terminate()
        sink.wait()


def snapshot(product, path):
    """Copies the installation's database as it stands."""
    with sqlite3.connect(product.database) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    return path


def restore(product, path):
    for file in product.folder.glob("opstracker.db*"):
        file.unlink()
    shutil.copy(path, product.database)


def send_all(product, ready, count, smtp):
    """Empties the outbox of a copy of `ready` into a server; the seconds that it took."""
    restore(product, ready)
    run = product.run("mail", "send", SMTP=smtp)
    if run.answers[0]["sent"] != count:
        raise SystemExit(f"not all were sent: {run.answers}")
    return run.seconds


def measure_slow(table, tools, folder, rounds, count):
    product = Product(tools.opstracker, folder / "slow")
    product.run("campaign", "invite", campaign(product, folder / "people.csv", count))
    ready = snapshot(product, folder / "ready.db")
    with slow_sink(tools.bench, 40) as port:
        (taken,) = alternate(
            rounds, lambda: send_all(product, ready, count, f"smtp://127.0.0.1:{port}?connections=32")
        )
    bar = 32 / 0.040
    table.add(
        f"{count} invitations to a server that takes 40 ms each, 32 connections", f"{count / taken:.0f} a second",
        f"the server's most {bar:.0f} a second", count / taken / bar, "at least 0.85", count / taken >= 0.85 * bar,
    )  # fmt: skip


def write_templates(folder, mail):
    """A confirmation's words and calendar as Twig would have them."""
    message = samples.parsed(mail)
    link = samples.link_in(message)
    name = message["To"].addresses[0].display_name
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content().replace(link, "{{ link }}").replace(name, "{{ name }}")
        (folder / f"{'text' if kind == 'plain' else kind}.twig").write_text(text)
    calendar = next(part for part in message.walk() if part.get_content_type() == "application/ics")
    (folder / "calendar.ics").write_bytes(calendar.get_payload(decode=True))
    (folder / "subject.txt").write_text(message["Subject"])


def measure_symfony(table, tools, folder, rounds, count):
    product = Product(tools.opstracker, folder / "symfony")
    booked(product, folder / "people.csv", count)
    ready = snapshot(product, folder / "ready.db")
    product.run("mail", "send")
    mails = product.sent()
    templates = folder / "twig"
    templates.mkdir()
    write_templates(templates, mails[0])

    def symfony(port, nodelay, count):
        script = pathlib.Path(__file__).with_name("symfony.php")
        output = subprocess.run(
            ["php", script, templates, str(port), str(count), nodelay], check=True, capture_output=True, text=True
        ).stdout
        return float(output)

    with peers.smtp_sink() as port:
        ours, plain, nodelay = alternate(
            rounds,
            lambda: send_all(product, ready, count, f"smtp://127.0.0.1:{port}?connections=8"),
            # Without it each message waits for the kernel twice: a tenth of them tells the rate.
            lambda: symfony(port, "0", count // 10) * 10,
            lambda: symfony(port, "1", count),
        )
    for name, seconds in [("Symfony and Twig", plain), ("with `tcp_nodelay`", nodelay)]:
        better = seconds == min(plain, nodelay)
        table.add(
            f"{count} confirmations of {sum(map(len, mails)) / count / 1000:.1f} kB sent", f"{count / ours:.0f} a second",
            f"{name} {count / seconds:.0f} a second", seconds / ours,
            "at least 3" if better else "(3: the other is faster)", seconds / ours >= 3,
        )  # fmt: skip


def measure_mixed(table, tools, folder, rounds, count):
    product = Product(tools.opstracker, folder / "mixed")
    invited, _ = booked(product, folder / "people.csv", count, share=0.6)
    product.run("mail", "send")
    confirmed = product.sent()
    ready = snapshot(product, folder / "ready.db")
    answers = folder / "answers"
    answers.mkdir()
    for number, mail in enumerate(samples.mixed(invited, confirmed, count)):
        (answers / f"{number:06}").write_bytes(mail)

    def ours(port):
        restore(product, ready)
        incoming = pathlib.Path(tempfile.mkdtemp(dir=folder))
        for box in ("cur", "tmp"):
            (incoming / box).mkdir()
        shutil.copytree(answers, incoming / "new")
        with sqlite3.connect(f"file:{product.database}?mode=ro", uri=True) as watch:
            begun = time.monotonic()
            settings = {"MAILDIR_IN": str(incoming), "SMTP": f"smtp://127.0.0.1:{port}"}
            with product.serve("--role", "gateway", **settings):
                done = 0
                while done < count:
                    if time.monotonic() - begun > 300:
                        raise SystemExit(f"only {done} of {count} mails were read in five minutes")
                    time.sleep(0.02)
                    (done,) = watch.execute("SELECT count(*) FROM inbox WHERE outcome IS NOT NULL").fetchone()
                seconds = time.monotonic() - begun
            outcomes = watch.execute("SELECT outcome, count(*) FROM inbox GROUP BY outcome ORDER BY 2 DESC").fetchall()
        print(f"outcomes: {dict(outcomes)}", file=sys.stderr)
        return seconds

    with peers.smtp_sink() as port:
        taken, parsing = alternate(
            rounds, lambda: ours(port), lambda: peers.bare(tools.bench, "parse-loop", answers)
        )
    table.add(
        f"{count} mixed mails read and acted on", f"{count / taken:.0f} a second",
        f"GMime parsing alone {count / parsing:.0f} a second", parsing / taken, "at least 0.25", parsing >= 0.25 * taken,
    )  # fmt: skip


def measure_memory(table, tools, folder, rounds, count):
    """Once: peaks hardly vary. A tenth as many are measured too."""
    peaks = {}
    for rows in (count // 10, count):
        product = Product(tools.opstracker, folder / f"memory-{rows}")
        identifier = campaign(product, folder / "people.csv", rows)
        invite = product.run("campaign", "invite", identifier)
        with peers.smtp_sink() as port:
            send = product.run("mail", "send", SMTP=f"smtp://127.0.0.1:{port}?connections=8")
        peaks[rows] = {"campaign invite": invite.peak_megabytes, "mail send": send.peak_megabytes}
        os.remove(product.database)
    for command, peak in peaks[count].items():
        small = peaks[count // 10][command]
        table.add(
            f"peak memory of `{command}` for {count} invitations", f"{peak:.0f} MB", "150 MB", peak / 150, "under 1",
            peak < 150,
        )  # fmt: skip
        table.add(
            f"beyond its peak for {count // 10}", f"{peak - small:.0f} MB", "20 MB", (peak - small) / 20,
            "at most 1", peak - small <= 20,
        )  # fmt: skip
