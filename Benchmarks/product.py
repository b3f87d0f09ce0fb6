"""OpsTracker as its users have it: the release binary, driven by its commands, its settings and its pages."""

import contextlib
import dataclasses
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.parse

import samples


@dataclasses.dataclass
class Run:
    """One command: how long it took, start and end of the process included, and the most memory it held."""

    seconds: float
    peak_megabytes: float
    answers: list


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for_port(port, process=None):
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline or (process and process.poll() is not None):
                raise
            time.sleep(0.02)


class Product:
    """An installation in a folder of its own."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = self.folder / "opstracker.db"
        self.port = free_port()
        self.environment = {
            **os.environ,
            "OPSTRACKER_DATABASE": f"sqlite:{self.database}",
            "OPSTRACKER_SECRETS": str(self.folder / "secrets"),
            "OPSTRACKER_SMTP": f"maildir:{self.folder / 'outgoing'}",
            "OPSTRACKER_LISTEN": f"127.0.0.1:{self.port}",
            "OPSTRACKER_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def run(self, *arguments, **settings):
        """Runs a command; `settings` such as SMTP="…" stand in for the installation's own."""
        environment = {**self.environment, **{f"OPSTRACKER_{key}": value for key, value in settings.items()}}
        begun = time.monotonic()
        process = subprocess.Popen(
            [self.binary, *map(str, arguments), "--json"], env=environment, stdout=subprocess.PIPE, text=True
        )
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"opstracker {' '.join(map(str, arguments))} ended with {process.returncode}: {output}")
        return Run(seconds, usage.ru_maxrss / 1024, [json.loads(line) for line in output.splitlines()])

    @contextlib.contextmanager
    def serve(self, *arguments, **settings):
        environment = {**self.environment, **{f"OPSTRACKER_{key}": value for key, value in settings.items()}}
        process = subprocess.Popen(
            [self.binary, "serve", *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def sent(self):
        """The mails that `mail send` wrote into the installation's Maildir."""
        return [path.read_bytes() for path in sorted((self.folder / "outgoing" / "new").iterdir())]


def agent_links(mails):
    """The path of each mail's signed link."""
    return (samples.link_in(samples.parsed(mail)) for mail in mails)


def book(port, paths, slots):
    """Books as agents do, by the form of each page: `paths` and `slots` side by side."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path, slot in zip(paths, slots):
        connection.request("GET", path)
        page = connection.getresponse()
        cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.read().decode()).group(1)
        form = urllib.parse.urlencode({"slot": slot, "csrf": csrf, "action": "book"})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{port}",
            "Cookie": cookie,
        }
        connection.request("POST", path, form, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 303):
            raise SystemExit(f"{path} was not booked: {answer.status}")
