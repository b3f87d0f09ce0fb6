"""An installation of OpsTracker with a campaign in it, and browsers to look at it with."""

import datetime
import html
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from field import Day
from playwright.sync_api import sync_playwright

PROJECT = pathlib.Path(__file__).parents[2]
OPSTRACKER = os.environ.get("OPSTRACKER_BINARY", PROJECT / ".build" / "debug" / "opstracker")
CHROMIUM = os.environ.get("OPSTRACKER_CHROMIUM", "/usr/bin/chromium")
SCREENSHOTS = PROJECT / ".build" / "screenshots"

# The agents of the sample: each test that books has one of its own.
PEOPLE = [
    "choosing", "booked", "placed", "locked", "refused", "revoked", "clicks", "keyboard", "noscript", "changing",
    "english",
]  # fmt: skip
MANAGER = "chef@agents.example"

# A team of its own for the pages of teams: by family name, two sites.
CREW = ["Bernard", "Dupont", "Durand", "Garcia", "Laurent", "Martin", "Moreau", "Petit"]
CREW_MANAGER = "cheffe.equipe@agents.example"
DELEGATE = "adjointe@agents.example"


def address(person):
    return f"{person}@agents.example"


def next_monday():
    today = datetime.date.today()
    return today + datetime.timedelta(days=14 - today.weekday())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Installation:
    """One folder, one port, one server."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "OPSTRACKER_DATABASE": f"sqlite:{folder / 'opstracker.db'}",
            "OPSTRACKER_SECRETS": str(folder / "secrets"),
            "OPSTRACKER_SMTP": f"maildir:{folder / 'outgoing'}",
            "OPSTRACKER_BASE_URL": self.base,
            "OPSTRACKER_LISTEN": f"127.0.0.1:{port}",
            "OPSTRACKER_TEMPLATES": str(PROJECT / "templates"),
        }
        self.process = None

    def output(self, *arguments):
        done = subprocess.run(
            [OPSTRACKER, *map(str, arguments)], env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def run(self, *arguments):
        return [json.loads(line) for line in self.output(*arguments, "--json").splitlines()]

    def link(self, purpose, person, *options):
        return self.output("link", purpose, address(person) if "@" not in person else person, *options).split()[-1]

    def serve(self):
        with open(self.folder / "serve.log", "wb") as log:
            self.process = subprocess.Popen(
                [OPSTRACKER, "serve", "--role", "web"], env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()
            try:
                urllib.request.urlopen(f"{self.base}/readyz", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server is not ready after 30 seconds")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    def create(self, name, people, start, end):
        """A campaign of these people under one manager; returns its identifier."""
        rows = ["nom;prenom;email;service;email_manager"]
        rows += [f"{person.capitalize()};Camille;{address(person)};Comptabilité;{MANAGER}" for person in people]
        file = self.folder / "people.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        (created,) = self.run(
            "campaign", "create", "--name", name, "--start", start, "--end", end, "--mode", "mixed", "--csv", file
        )
        return created["id"]

    def slots(self, campaign, first, last, capacity):
        self.run(
            "slots", "generate", campaign, "--from", first, "--to", last, "--hours", "09:00-12:00,14:00-17:00",
            "--duration", 90, "--capacity", capacity, "--place", "Salle B12", "--on-holidays",
        )  # fmt: skip

    # What a browser would do, done quickly, to set a page up.

    def post(self, link, action=None, slot=None, page=None, **others):
        """Posts the form of a page; returns the status."""
        text = urllib.request.urlopen(page or link).read().decode()
        fields = {"csrf": re.search(r'name="csrf" value="([^"]+)"', text)[1], "action": action, "slot": slot, **others}
        fields = {name: value for name, value in fields.items() if value}
        request = urllib.request.Request(link, urllib.parse.urlencode(fields).encode())
        try:
            return urllib.request.build_opener(NoRedirect).open(request).status
        except urllib.error.HTTPError as answer:
            return answer.status


class Sample(Installation):
    """The campaign that all pages are looked at in."""

    def prepare(self):
        monday = next_monday()
        self.monday = monday
        friday = monday + datetime.timedelta(days=11)
        self.campaign = self.create("Migration Windows 11", PEOPLE, datetime.date.today(), friday)
        self.slots(self.campaign, monday, monday, 1)
        self.slots(self.campaign, monday + datetime.timedelta(days=1), friday, 4)
        self.run("campaign", "invite", self.campaign)
        self.all_slots = [slot["id"] for slot in self.run("slots", "list", self.campaign)]
        self.serve()

        self.links = {person: self.link("agent", person) for person in PEOPLE}
        self.team = self.link("team", MANAGER)
        self.share = self.output("link", "share", self.campaign).strip()
        self.ended_share = self.output("link", "share", self.campaign, "--label", "DG").strip()
        ended = next(share for share in self.run("link", "share", self.campaign, "--list") if share["label"] == "DG")
        self.output("link", "share", ended["id"], "--revoke")
        # On the first day, four slots of one place: the first is taken, and shown as full.
        assert self.post(self.links["booked"], "book", self.all_slots[0]) == 303
        placed = self.member("placed")
        assert self.post(placed, "book", self.all_slots[5]) == 303
        assert self.post(self.links["locked"], "book", self.all_slots[6]) == 303
        self.run("slots", "lock", self.all_slots[6])
        self.link("agent", "revoked", "--revoke")

        self.prepare_crew()
        self.field = Day(self, "terrain").book()
        today = datetime.date.today()
        past = self.create("Vague passée", ["late"], today - datetime.timedelta(90), today - datetime.timedelta(60))
        self.links["expired"] = self.link("agent", "late")
        archived = self.create("Vague archivée", ["archived"], today, friday)
        self.slots(archived, monday, monday, 1)
        self.links["closed"] = self.link("agent", "archived")
        self.run("campaign", "archive", archived)
        self.past = past
        self.fill_a_day(monday, friday)

    def fill_a_day(self, monday, friday):
        """A campaign whose first day is full: one waits for it, one is held a place of it, one has said what would suit."""
        people = ["full", "waiting", "offered", "wishing", "queueing", "unsuited", *(f"holder{n}" for n in range(4))]
        self.crowded = self.create("Vague pleine", people, datetime.date.today(), friday)
        self.slots(self.crowded, monday, monday, 1)
        self.slots(self.crowded, monday + datetime.timedelta(days=1), monday + datetime.timedelta(days=2), 4)
        self.run("campaign", "invite", self.crowded)
        self.links |= {person: self.link("agent", person) for person in people}
        slots = [slot["id"] for slot in self.run("slots", "list", self.crowded)]
        for number in range(4):
            assert self.post(self.links[f"holder{number}"], "book", slots[number]) == 303
        for person in ("offered", "waiting"):
            assert self.post(self.links[person], wait=monday) == 303
        assert self.post(self.links["holder0"], "cancel", page=self.links["holder0"] + "?cancel=1") == 303
        assert self.post(self.links["wishing"], "wish", wish1="Le mardi matin", wish2="Après les vacances") == 303

    def prepare_crew(self):
        """Eight people of two sites under one manager: three on one day, one on the next, four who wait."""
        rows = ["nom;prenom;email;service;email_manager;site"]
        for number, name in enumerate(CREW):
            site = "Annexe Nord" if number % 4 == 3 else "Hôtel de ville"
            rows.append(f"{name};Camille;{address(name.lower())};Urbanisme;{CREW_MANAGER};{site}")
        file = self.folder / "crew.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        end = self.monday + datetime.timedelta(days=60)
        (created,) = self.run(
            "campaign", "create", "--name", "Urbanisme", "--type", "Migration Windows 11", "--start",
            datetime.date.today(), "--end", end, "--mode", "mixed", "--csv", file,
        )  # fmt: skip
        self.crew_campaign = created["id"]
        self.slots(self.crew_campaign, self.monday, self.monday + datetime.timedelta(days=39), 2)
        self.run("campaign", "invite", self.crew_campaign)
        self.run("delegate", "add", self.crew_campaign, DELEGATE, "--name", "Anne Roy", "--service", "URBANISME")
        self.crew_slots = [slot["id"] for slot in self.run("slots", "list", self.crew_campaign)]
        self.crew = self.link("team", CREW_MANAGER)
        self.delegate = self.link("team", DELEGATE)
        for name, slot in (("bernard", 0), ("dupont", 1), ("durand", 2), ("garcia", 4)):
            assert self.post(self.link("agent", name), "book", self.crew_slots[slot]) == 303

    def crew_member(self, name):
        """The page on which the crew's manager places somebody."""
        page = urllib.request.urlopen(self.crew).read().decode()
        row = next(row for row in page.split("<tr ")[1:] if name in row)
        return self.base + html.unescape(re.search(r'href="(/t/[^"]+)"', row)[1])

    def member(self, person):
        """The page on which the manager places somebody."""
        page = urllib.request.urlopen(self.team).read().decode()
        row = next(row for row in page.split("<tr ")[1:] if person.capitalize() in row)
        return self.base + html.unescape(re.search(r'href="(/t/[^"]+)"', row)[1])


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    sample = Sample(tmp_path_factory.mktemp("browser"))
    try:
        sample.prepare()
        yield sample
    finally:
        sample.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium):
    """Opens windows, each of a visitor of their own."""
    contexts = []

    def open_window(width=1280, height=800, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR", **options)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
