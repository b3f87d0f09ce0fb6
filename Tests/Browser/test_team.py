"""The team's page, played as its manager and its delegate would: by pointer, by keyboard, without scripts."""

import datetime
import re
import urllib.error
import urllib.request

import icalendar
import pytest
from conftest import CREW_MANAGER, DELEGATE, PROJECT, address
from hands import BY_HAND, Hand
from playwright.sync_api import expect


class Crew:
    """A team of its own for one test: four people who wait, and slots of one or two days."""

    def __init__(self, sample, name, capacity=2, days=3, people=4, mode="mixed"):
        self.sample = sample
        self.manager = f"{name}.chef@agents.example"
        self.delegate = f"{name}.adjointe@agents.example"
        self.people = [f"{name}{number}" for number in range(people)]
        rows = ["nom;prenom;email;service;email_manager"]
        rows += [f"{one.capitalize()};Camille;{address(one)};{name};{self.manager}" for one in self.people]
        file = sample.folder / f"{name}.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        end = sample.monday + datetime.timedelta(days=20)
        (created,) = sample.run(
            "campaign", "create", "--name", name, "--start", datetime.date.today(), "--end", end, "--mode", mode,
            "--csv", file,
        )  # fmt: skip
        self.campaign = created["id"]
        sample.slots(self.campaign, sample.monday, sample.monday + datetime.timedelta(days=days - 1), capacity)
        sample.run("campaign", "invite", self.campaign)
        sample.run("delegate", "add", self.campaign, self.delegate, "--service", name)
        self.link = sample.link("team", self.manager)
        self.delegate_link = sample.link("team", self.delegate)
        self.slots = [slot["id"] for slot in sample.run("slots", "list", self.campaign)]

    def name(self, number):
        return f"{self.people[number].capitalize()} Camille"

    def taken(self):
        return sum(slot["taken"] for slot in self.sample.run("slots", "list", self.campaign))

    def mails(self, kind):
        return [
            row for row in self.sample.run("mail", "outbox") if row["kind"] == kind and row["to"].split("@")[0] in self.people
        ]


@BY_HAND
def test_several_are_placed_at_once_and_undone(sample, browse, width, kind):  # RG-125, RG-126, RG-127
    crew = Crew(sample, f"plusieurs{width}{kind}")
    page = browse(width)
    hand = Hand(page, kind)
    page.goto(crew.link)

    hand.press(page.get_by_label(crew.name(0)))
    hand.press(page.get_by_label(crew.name(1)))
    hand.press(page.get_by_role("button", name="Choisir un créneau"))
    hand.press(page.locator(f"input[value='{crew.slots[0]}']"))
    hand.press(page.get_by_role("button", name="Continuer"))
    # The share is told before anything is done.
    expect(page.get_by_role("table", name="Part de l’équipe par jour")).to_contain_text("2 agents, 50 %")
    assert crew.taken() == 0
    hand.press(page.get_by_role("button", name="Confirmer pour 2 agents"))

    expect(page.get_by_role("status")).to_contain_text("2 agents positionnés.")
    assert crew.taken() == 2
    assert len([mail for mail in crew.mails("confirmation") if mail["state"] == "pending"]) == 2

    hand.press(page.get_by_role("button", name="Annuler cette action"))

    expect(page.get_by_role("status")).to_contain_text("L’action est annulée pour 2 agents.")
    assert crew.taken() == 0
    assert {mail["state"] for mail in crew.mails("confirmation")} == {"cancelled"}


@BY_HAND
def test_the_others_are_placed(sample, browse, width, kind):  # RG-083
    crew = Crew(sample, f"autres{width}{kind}")
    page = browse(width)
    hand = Hand(page, kind)
    page.goto(crew.link)

    hand.press(page.get_by_role("link", name="Placer les 4 autres pour moi"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier avant de positionner")
    # One is left out.
    hand.press(page.get_by_role("checkbox", name=crew.name(3)))
    hand.press(page.get_by_role("button", name="Confirmer pour 4 agents"))

    expect(page.get_by_role("status")).to_contain_text("3 agents positionnés.")
    expect(page.locator("#live")).to_contain_text("4 agents • 3 positionnés • 1 en attente")


def test_everything_works_without_scripts(sample, browse):
    crew = Crew(sample, "sansscript")
    page = browse(java_script_enabled=False)
    page.goto(crew.link)

    page.get_by_role("link", name="Cocher les 4 agents en attente").click()
    page.get_by_role("button", name="Répartir sur les créneaux libres").click()
    page.get_by_role("button", name="Confirmer pour 4 agents").click()
    expect(page.get_by_role("status")).to_contain_text("4 agents positionnés.")

    page.get_by_role("combobox", name="Statut").select_option("placed")
    page.get_by_role("combobox", name="Tri").select_option("date")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".shown")).to_contain_text("4 agents affichés sur 4.")
    page.get_by_role("link", name="Tout afficher").click()
    expect(page.locator(".shown")).to_have_count(0)


@BY_HAND
def test_a_place_is_given_to_somebody_else(sample, browse, width, kind):
    crew = Crew(sample, f"echange{width}{kind}", capacity=1)
    assert sample.post(sample.link("agent", crew.people[0]), "book", crew.slots[0]) == 303
    page = browse(width)
    hand = Hand(page, kind)
    page.goto(crew.link)

    hand.press(page.get_by_role("link", name=f"Modifier : {crew.name(0)}"))
    hand.press(page.get_by_role("link", name="Donner cette place à quelqu’un d’autre"))
    hand.press(page.get_by_role("radio", name=crew.name(1)))
    hand.press(page.get_by_role("button", name="Échanger"))

    expect(page.get_by_role("status")).to_contain_text("1 agent positionné, 1 rendez-vous annulé.")
    assert crew.taken() == 1


def test_two_browsers_race_for_the_last_place(sample, browse):
    crew = Crew(sample, "course", capacity=1, days=2)
    manager, delegate = browse(), browse()
    for page, link, person in ((manager, crew.link, 0), (delegate, crew.delegate_link, 1)):
        page.goto(link)
        page.get_by_label(crew.name(person)).check()
        page.get_by_role("button", name="Choisir un créneau").click()
        page.locator(f"input[value='{crew.slots[0]}']").check()
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("button", name="Confirmer")).to_be_visible()

    manager.get_by_role("button", name="Confirmer").click()
    expect(manager.get_by_role("status")).to_contain_text("est positionné.")
    delegate.get_by_role("button", name="Confirmer").click()

    # Told at once, with what is left in its place; one more click takes it.
    expect(delegate.get_by_role("alert")).to_contain_text("La dernière place vient d’être prise")
    expect(delegate.get_by_role("alert")).to_contain_text("Voici ce qui est libre à la place")
    assert crew.taken() == 1
    delegate.get_by_role("button", name="Confirmer").click()
    expect(delegate.get_by_role("status")).to_contain_text("est positionné.")
    assert crew.taken() == 2


@BY_HAND
def test_the_planning_leads_to_placing(sample, browse, width, kind):
    crew = Crew(sample, f"planning{width}{kind}")
    page = browse(width)
    hand = Hand(page, kind)
    page.goto(crew.link)

    hand.press(page.get_by_role("link", name="Planning", exact=True))
    hand.press(page.locator(".planning a").nth(1))
    expect(page.get_by_text("Créneau choisi dans le planning :")).to_be_visible()
    hand.press(page.get_by_label(crew.name(2)))
    hand.press(page.get_by_role("button", name="Placer les agents cochés ici"))
    hand.press(page.get_by_role("button", name="Confirmer"))
    expect(page.get_by_role("status")).to_contain_text("est positionné.")

    hand.press(page.get_by_role("link", name="Planning", exact=True))
    expect(page.locator(".planning").first).to_contain_text(crew.people[2].capitalize())


def test_nothing_that_was_ticked_is_lost(sample, browse):
    crew = Crew(sample, "coche")
    page = browse()
    page.goto(crew.link)
    page.get_by_label(crew.name(0)).check()
    page.get_by_label(crew.name(2)).check()
    page.get_by_role("button", name="Choisir un créneau").click()

    page.eval_on_selector("form", "form => { form.noValidate = true }")
    page.get_by_role("button", name="Continuer").click()

    expect(page.locator("#choice-error")).to_contain_text("Choisissez un créneau")
    expect(page.locator("main")).to_contain_text(f"Camille {crew.people[2].capitalize()}")
    assert page.locator("input[name^='agent.']").count() == 2


def test_a_delegate_sees_the_services_entrusted_to_them(sample, browse):  # RG-114
    page = browse()
    page.goto(sample.delegate)

    expect(page.get_by_role("heading", level=1)).to_have_text("Mon équipe")
    expect(page.locator("tbody tr")).to_have_count(8)
    assert DELEGATE != CREW_MANAGER


def test_the_guide_has_its_pictures(sample, browse):
    """What docs/fr shows is what the pages are."""
    page = browse(1000, 900)
    page.goto(sample.crew)
    page.screenshot(path=PROJECT / ".build" / "screenshots" / "guide-team.png")
    page.goto(sample.crew + "/planning")
    page.screenshot(path=PROJECT / ".build" / "screenshots" / "guide-planning.png")


def test_the_sheet_opens(sample):
    sheet = urllib.request.urlopen(sample.crew + "/equipe.csv").read()

    assert sheet.startswith(b"\xef\xbb\xbf")
    lines = sheet.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Nom;Prénom;Courriel;Service;Site;Statut")
    assert len(lines) == 10


def test_the_teams_calendar_is_read_by_other_programs(sample):
    crew = Crew(sample, "agenda", people=2)
    for number, slot in enumerate(crew.slots[:2]):
        assert sample.post(sample.link("agent", crew.people[number]), "book", slot) == 303
    page = urllib.request.urlopen(crew.link).read().decode()
    feed = sample.base + re.search(r'href="[^"]*?(/calendar/[\w-]+\.ics)', page)[1]

    answer = urllib.request.urlopen(feed)
    calendar = icalendar.Calendar.from_ical(answer.read())

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert calendar["METHOD"] == "PUBLISH" and calendar["VERSION"] == "2.0"
    events = [part for part in calendar.walk("VEVENT")]
    told = {slot["id"]: slot for slot in sample.run("slots", "list", crew.campaign)}
    begins = sorted(datetime.datetime.fromisoformat(told[slot]["start"]) for slot in crew.slots[:2])
    assert sorted(event["DTSTART"].dt for event in events) == begins
    assert len({event["UID"] for event in events}) == 2
    assert "agents.example" not in calendar.to_ical().decode()
    request = urllib.request.Request(feed, headers={"If-None-Match": answer.headers["ETag"]})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request)
