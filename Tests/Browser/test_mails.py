"""Every mail there is, in both languages, on a telephone and on a desk, by day and by night."""

import concurrent.futures
import datetime
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import SCREENSHOTS, Installation, next_monday

LANGUAGES = ("fr", "en")
KINDS = (
    "invitation", "answer-reminder", "proposal", "team-invitation", "team-digest", "team-answer", "alert", "day-sheet", "lateness",
    "bounces", "verification", "confirmation", "change", "cancellation", "reminder", "clarification", "refusal",
)  # fmt: skip

# In a short run, the desk is looked at for overflow only, and English on a telephone by night.
LONG = os.environ.get("OPSTRACKER_TEST_LONG") == "1"

# A mail is shown inside a reader's own page, whose landmarks are not ours to set.
AXE = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Mail:
    """A message as `mail preview` shows it."""

    def __init__(self, facts):
        self.kind, self.variant, self.language = facts["kind"], facts["variant"], facts["language"]
        self.subject, self.text, self.html = facts["subject"], facts["text"], facts["html"]

    def __str__(self):
        return f"{self.kind}/{self.variant}/{self.language}"


@pytest.fixture(scope="module")
def mails(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("mails"))
    monday = next_monday()
    friday = monday + datetime.timedelta(days=11)
    campaign = installation.create("Migration Windows 11", ["choosing", "other"], monday, friday)
    installation.slots(campaign, monday, friday, 4)

    def preview(kind, language, *variant):
        (line,) = installation.run("mail", "preview", campaign, "--kind", kind, "--language", language, *variant)
        return line

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        usual = list(pool.map(lambda kind: preview(kind, "fr"), KINDS))
        wanted = [(one["kind"], language, "--variant", variant)
                  for one in usual for variant in one["variants"] for language in LANGUAGES]  # fmt: skip
        found = [Mail(line) for line in pool.map(lambda arguments: preview(*arguments), wanted)]
    # Nothing that was looked at may be sent.
    assert installation.run("mail", "outbox") == []
    return found


def each(mails, kind):
    return [mail for mail in mails if mail.kind == kind]


def test_every_kind_is_looked_at(mails):
    assert {mail.kind for mail in mails} == set(KINDS)
    assert len(mails) > 2 * len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(mails, browse, kind):
    page = browse(320)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for mail in each(mails, kind):
        for width, scheme in ((320, "light"), (320, "dark"), (1280, "light"), (600, "dark")):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            page.set_content(mail.html)
            if LONG or (width == 320 and (mail.language == "fr" or scheme == "dark")):
                found = Axe().run(page, options=AXE).response["violations"]
                assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], (mail, width)
            assert page.evaluate(OVERFLOW) == 0, (str(mail), width)  # RGAA 10.11
            if LONG or (mail.language == "fr" and width == 320):
                night = "-dark" if scheme == "dark" else ""
                name = f"mail-{mail.kind}-{mail.variant}-{mail.language}-{width}{night}.png"
                page.screenshot(path=SCREENSHOTS / name, full_page=True)


def test_nothing_is_fetched_from_elsewhere(mails, browse):
    page = browse()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for mail in mails:
        page.set_content(mail.html, wait_until="networkidle" if mail is mails[0] else "load")

    assert asked == []


def test_language_and_reading_order(mails, browse):
    page = browse()
    for mail in mails:
        page.set_content(mail.html)

        assert page.get_attribute("html", "lang") == mail.language
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))")
        assert levels[0] == 1 and levels.count(1) == 1 and set(levels) <= {1, 2}, str(mail)
        assert page.eval_on_selector_all("table:not([role=presentation])", "all => all.length") == 0
        # The heading stands before everything but the campaign's name; nothing is moved about by styles.
        lines = [line for line in page.inner_text("body").splitlines() if line.strip()]
        assert lines[1] == page.inner_text("h1"), str(mail)
        moved = """all => all.filter(one => {
            const style = getComputedStyle(one)
            return style.float !== 'none' || style.position !== 'static' || style.order !== '0'
                || style.direction !== 'ltr'
        }).length"""
        assert page.eval_on_selector_all("body *", moved) == 0


# What an answer depends on: days, hours, numbers of slots, addresses.
FACTS = re.compile(r"\d+(?:[h:]\d\d)?|[\w.+-]+@[\w.-]+")


def test_text_and_html_say_the_same(mails, browse):
    page = browse()
    for mail in mails:
        page.set_content(mail.html)
        links = page.eval_on_selector_all("a", "all => all.map(one => [one.href, one.innerText.trim()])")

        written = re.findall(r"https?://\S+", mail.text)
        assert [link for link, _ in links] == written, str(mail)
        assert all(len(words) >= 10 and "://" not in words for _, words in links), str(mail)
        facts = set(FACTS.findall(re.sub(r"https?://\S+", "", mail.text)))
        assert facts == set(FACTS.findall(page.inner_text("body"))), str(mail)


def test_subjects_tell_the_campaign_and_fit_a_line(mails):
    for mail in mails:
        assert mail.subject.startswith("Migration Windows 11"), str(mail)
        assert "\n" not in mail.subject and "{{" not in mail.subject and len(mail.subject) < 120, str(mail)


def test_text_may_be_spaced_out(mails, browse):  # RGAA 10.12
    page = browse(320)
    for mail in mails:
        page.set_content(mail.html)
        page.add_style_tag(
            content="""* { line-height: 1.5 !important; letter-spacing: .12em !important;
                           word-spacing: .16em !important }
                       p { margin-bottom: 2em !important }"""
        )
        assert page.evaluate(OVERFLOW) == 0, str(mail)
