"""The shared dashboard, as a director sees it: live, paused, without streams, without scripts, on paper."""

import re

import pytest
from conftest import PROJECT, address, next_monday
from hands import BY_HAND, Hand
from playwright.sync_api import expect


class Board:
    """A campaign of its own for one test: three agents, one day of slots, and a link to its figures."""

    def __init__(self, sample, name):
        self.sample = sample
        self.people = [f"{name}{number}" for number in range(3)]
        self.campaign = sample.create(f"Vague {name}", self.people, next_monday(), next_monday())
        sample.slots(self.campaign, next_monday(), next_monday(), 3)
        sample.run("campaign", "invite", self.campaign)
        self.slot = sample.run("slots", "list", self.campaign)[0]["id"]
        self.link = sample.output("link", "share", self.campaign).strip()

    def book(self, number):
        assert self.sample.post(self.sample.link("agent", self.people[number]), "book", self.slot) == 303


def planned(page):
    return page.locator(".tile.planned b")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_change_is_shown_without_reloading(sample, browse, width):  # RG-040
    board = Board(sample, f"direct{width}")
    page = browse(width)
    page.goto(board.link)
    expect(page.locator("#live-state")).to_have_text("En direct")
    expect(planned(page)).to_have_text("0")

    board.book(0)

    expect(planned(page)).to_have_text("1", timeout=10000)
    expect(page.locator(".deeds li").first).to_contain_text("Un agent a choisi son rendez-vous.")
    # One sentence for who hears the page, once it is quiet.
    expect(page.get_by_role("status")).to_contain_text("0 opération réalisée sur 3", timeout=8000)
    page.locator("summary").click()
    board.book(1)
    expect(planned(page)).to_have_text("2", timeout=10000)
    expect(page.locator("#curve-table")).to_have_attribute("open", "")


@BY_HAND
def test_a_pause_holds_the_figures_still(sample, browse, width, kind):  # RGAA 13.8, RG-083
    board = Board(sample, f"pause{width}{kind}")
    page = browse(width)
    hand = Hand(page, kind)
    page.goto(board.link)
    expect(page.locator("#live-state")).to_have_text("En direct")
    hand.press(page.get_by_role("button", name="Mettre en pause"))
    expect(page.locator("#live-state")).to_have_text("En pause")

    board.book(0)
    other = browse()
    other.goto(board.link)
    expect(planned(other)).to_have_text("1")
    expect(planned(page)).to_have_text("0")

    hand.press(page.get_by_role("button", name="Reprendre"))
    expect(planned(page)).to_have_text("1")
    expect(page.get_by_role("button", name="Mettre en pause")).to_be_focused()


def test_where_streams_are_blocked_the_page_asks(sample, browse):  # RG-042
    board = Board(sample, "bloque")
    page = browse()
    page.route("**/events/**", lambda route: route.abort())
    # Every half second, so that the test need not wait for thirty.
    page.route(
        "**/s/*",
        lambda route: (answer := route.fetch())
        and route.fulfill(response=answer, body=answer.text().replace('data-poll="30000"', 'data-poll="500"')),
    )
    page.goto(board.link)
    expect(page.locator("#live-state")).to_have_text("Actualisé toutes les 30 secondes")

    board.book(0)

    expect(planned(page)).to_have_text("1")


def test_without_scripts_the_page_says_when_it_was_made(sample, browse):
    board = Board(sample, "sans")
    page = browse(java_script_enabled=False)
    page.goto(board.link)
    expect(page.locator(".as-of")).to_contain_text("Chiffres du")
    board.book(0)

    page.get_by_role("link", name="Actualiser").click()

    expect(planned(page)).to_have_text("1")


def test_a_link_that_is_revoked_ends_the_page_that_is_open(sample, browse):  # RG-041
    board = Board(sample, "fin")
    page = browse()
    page.goto(board.link)
    expect(page.locator("#live-state")).to_have_text("En direct")

    share = sample.run("link", "share", board.campaign, "--list")[0]["id"]
    sample.output("link", "share", share, "--revoke")

    expect(page.locator("#live-state")).to_have_text("Ce lien n’est plus valable", timeout=15000)
    assert page.goto(board.link).status == 410


def test_it_prints_on_one_sheet(sample, browse, tmp_path):
    """Twelve segments and six technicians on one A4 page."""
    rows = ["nom;prenom;email;service;site"]
    rows += [f"Nom{n};Camille;{address(f'papier{n}')};Comptabilité;Site numéro {n % 12}" for n in range(48)]
    file = sample.folder / "paper.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (created,) = sample.run(
        "campaign", "create", "--name", "Papier", "--start", next_monday(), "--end", next_monday(), "--mode", "mixed",
        "--csv", file,
    )  # fmt: skip
    for number in range(6):
        sample.run(
            "operation", "assign", created["id"], "--technician", address(f"technicien{number}"), "--segment",
            f"Site numéro {number}",
        )  # fmt: skip
    page = browse()
    page.goto(sample.output("link", "share", created["id"]).strip())
    expect(page.locator("main")).to_contain_text("Site numéro 11")
    expect(page.locator("main")).to_contain_text("technicien5")

    paper = page.pdf(format="A4", print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.set_viewport_size({"width": 1000, "height": 900})
    page.screenshot(path=PROJECT / ".build" / "screenshots" / "guide-share.png")
