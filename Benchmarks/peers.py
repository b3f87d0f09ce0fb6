"""What OpsTracker is measured against. Each returns the seconds that the same amount of work took."""

import contextlib
import email.message
import os
import re
import smtplib
import sqlite3
import subprocess
import time

from product import free_port, wait_for_port


def sqlite_import(csv, database):
    """`sqlite3 .import` of a CSV into one table."""
    begun = time.monotonic()
    subprocess.run(["sqlite3", database, "-cmd", ".mode csv", f'.import "{csv}" people'], check=True)
    return time.monotonic() - begun


def sqlite_commits(database, count):
    """Rows of 4 kB, each in its own transaction, at the journal and the flushing that OpsTracker has."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (body BLOB)")
    body = b"x" * 4096
    begun = time.monotonic()
    for _ in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows VALUES (?)", (body,))
        connection.execute("COMMIT")
    return time.monotonic() - begun


@contextlib.contextmanager
def smtp_sink():
    """Postfix's sink, which takes every mail and forgets it; gives its port."""
    port = free_port()
    as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []  # it refuses to run as root
    sink = subprocess.Popen(["smtp-sink", *as_nobody, f"127.0.0.1:{port}", "200"])
    try:
        wait_for_port(port, sink)
        yield port
    finally:
        sink.terminate()
        sink.wait()


def smtp_source(port, count, length, connections=8):
    """Postfix's own generator: as many messages, as long, over as many connections, which are kept open (-d)."""
    begun = time.monotonic()
    subprocess.run(
        ["smtp-source", "-d", "-s", str(connections), "-m", str(count), "-l", str(length), f"127.0.0.1:{port}"], check=True
    )
    return time.monotonic() - begun


def python_smtp(port, count, subject, text, html):
    """Python's `email` and `smtplib` over one connection: the same words and a link of each agent's own."""
    begun = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            message = email.message.EmailMessage()
            message["From"] = "OpsTracker <rdv@localhost>"
            message["To"] = f"agent{number}@agents.example"
            message["Subject"] = subject
            message["Message-ID"] = f"<{number}@localhost>"
            message.set_content(text.replace("TOKEN", str(number)))
            message.add_alternative(html.replace("TOKEN", str(number)), subtype="html")
            server.send_message(message)
    return time.monotonic() - begun


def bare(binary, command, *arguments):
    """One of our own bare loops, which prints its seconds."""
    return float(subprocess.run([binary, command, *map(str, arguments)], check=True, capture_output=True, text=True).stdout)


@contextlib.contextmanager
def plain_page(binary, length):
    """A Hummingbird route that returns as many bytes; gives its address."""
    port = free_port()
    server = subprocess.Popen([binary, "plain-page", "--port", str(port), "--bytes", str(length)])
    try:
        wait_for_port(port, server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def wrk(address, seconds):
    """Requests a second over 32 connections; refuses a measurement in which any answer was an error."""
    output = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", address], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"wrk met errors at {address}:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))
