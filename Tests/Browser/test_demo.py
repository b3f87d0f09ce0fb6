"""The demonstration: an inbox to look into, and mails that can be answered."""

import os
import re
import socket
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import OPSTRACKER, PROJECT, SCREENSHOTS
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "OPSTRACKER_TEMPLATES": str(PROJECT / "templates"), "LC_ALL": "fr_FR.UTF-8"}
    process = subprocess.Popen(
        [OPSTRACKER, "demo", "--port", str(port)], env=environment, cwd=tmp_path_factory.mktemp("demo"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"the demonstration ended: {said}"
        said += line
    yield re.findall(r"http://\S+", said)
    process.terminate()
    assert process.wait(30) == 0


def inspect(page, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], width
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png")


def reload_until(page, locator):
    """Mails leave within a second or two; the inbox shows them when it is opened again."""
    for _ in range(60):
        if locator.count() > 0:
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError("nothing came")


def test_a_mail_is_answered_by_the_number_of_a_slot_then_declined_in_the_calendar(demo, browse):
    page = browse(1280, bypass_csp=True)
    inbox = demo[0]
    page.goto(inbox + "?q=hoarau")
    invitation = page.get_by_role("link", name="theo.hoarau@agents.example")
    reload_until(page, invitation)
    inspect(page, "demo-inbox")

    invitation.first.click()
    inspect(page, "demo-mail")
    page.get_by_label("Votre réponse").fill("Le 2 me convient")
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_role("status")).to_contain_text("booked")

    page.goto(inbox + "?q=theo.hoarau")
    confirmation = page.get_by_role("link", name=re.compile("votre rendez-vous du"))
    reload_until(page, confirmation)
    confirmation.first.click()
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("status")).to_contain_text("declined")


def test_the_links_that_it_prints_open_pages(demo, browse):
    page = browse()
    for link, heading in zip(demo[1:], ("Choisissez votre créneau", "Mon équipe")):
        page.goto(link)
        expect(page.locator("h1")).to_contain_text(heading)
