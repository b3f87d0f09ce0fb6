"""A technician's day in a real browser: by pointer and by keyboard, and in a basement."""

import itertools
import time

import pytest
from conftest import SCREENSHOTS
from field import Day
from playwright.sync_api import expect

numbers = itertools.count(1)
both_sizes = pytest.mark.parametrize("width", [320, 1280])
STEPS = ["reseau", "copie", "upgrade", "recette"]


@pytest.fixture
def day(sample):
    return Day(sample, f"jour{next(numbers)}").book()


def until(holds, seconds=15):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)


def kept(page):
    """How many pages this device keeps."""
    return page.evaluate(
        """async () => {
            const names = (await caches.keys()).filter(name => name.endsWith(' pages'))
            const all = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length))
            return all.reduce((sum, count) => sum + count, 0)
        }"""
    )


def installed(page, day):
    """Opens the day and waits until all of it is kept: the day, the page for what is not kept, four operations."""
    page.goto(day.home)
    until(lambda: kept(page) == 6)
    # Asked again and again from here: our policy forbids a script that asks by itself.
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))


def step(page, name):
    return page.locator(f"#step-{name}")


@both_sizes
def test_an_intervention_by_pointer(day, browse, width):  # RG-020, RG-022, RG-032
    page = browse(width, 800)
    page.goto(day.home)
    expect(page.locator(".visit.next")).to_contain_text("Camille Dupont")
    expect(page.get_by_role("link", name="01 23 45 67 00")).to_have_attribute("href", "tel:0123456700")

    page.get_by_role("button", name="Commencer : Camille Dupont").click()
    page.wait_for_url(f"**/{day.operations['dupont']}")
    expect(page.locator("#facts")).to_contain_text("En cours")
    expect(step(page, "upgrade")).to_be_disabled()
    for name in STEPS:
        step(page, name).click()
        expect(step(page, name)).to_have_attribute("aria-checked", "true")
        assert page.evaluate("document.activeElement.id") == f"step-{name}"
    expect(page.get_by_role("status")).to_contain_text("Étape cochée.")
    until(lambda: day.ticks("dupont") == set(STEPS))
    page.get_by_role("button", name="Marquer réalisé").click()

    expect(page.get_by_role("status")).to_contain_text("L’intervention est terminée.")
    page.wait_for_url(day.home, timeout=5000)
    expect(page.locator("li.visit", has_text="Dupont").locator("[data-part=state]")).to_contain_text("Réalisé")
    assert day.state("dupont") == "done"


@both_sizes
def test_an_intervention_by_keyboard(day, browse, width):  # RG-083, RG-084
    page = browse(width, 800, reduced_motion="reduce")
    page.goto(day.home)

    def tab_to(identifier):
        for _ in range(60):
            if page.evaluate("document.activeElement.id") == identifier:
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not come to {identifier}")

    tab_to(f"start-{day.operations['dupont']}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{day.operations['dupont']}")
    for name in STEPS:
        tab_to(f"step-{name}")
        page.keyboard.press("Space")
        expect(step(page, name)).to_have_attribute("aria-checked", "true")
    until(lambda: day.ticks("dupont") == set(STEPS))
    tab_to("note")
    page.keyboard.type("RAS")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: day.notes("dupont") == ["RAS"])
    page.get_by_role("button", name="Marquer réalisé").focus()
    page.keyboard.press("Enter")

    # Without motion, at once (RG-022).
    page.wait_for_url(day.home, timeout=5000)
    until(lambda: day.state("dupont") == "done")


def test_a_dialog_keeps_the_focus_and_gives_it_back(day, browse):
    page = browse(320, 700)
    page.goto(day.home)
    page.get_by_role("button", name="Commencer : Camille Dupont").click()
    page.wait_for_url(f"**/{day.operations['dupont']}")
    for name in ("reseau", "copie"):
        step(page, name).click()
    opener = page.get_by_role("link", name="Procédure : Lancer l’upgrade")
    expect(step(page, "upgrade")).to_be_enabled()

    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Lancer l’upgrade Windows 11")
    expect(dialog.locator("pre")).to_contain_text("Attendre le redémarrage")
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()

    opener.click()
    dialog.get_by_role("button", name="Utile", exact=True).click()
    expect(dialog).to_contain_text("Merci, c’est noté.")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Télécharger").click()
    assert download.value.suggested_filename == "Procédure.md"
    dialog.get_by_role("button", name="Fermer et cocher").click()
    expect(dialog).to_be_hidden()
    expect(step(page, "upgrade")).to_have_attribute("aria-checked", "true")
    expect(step(page, "upgrade")).to_be_focused()
    until(lambda: "upgrade" in day.ticks("dupont"))


def test_all_is_done_without_scripts(day, browse):
    page = browse(320, 700, java_script_enabled=False)
    page.goto(day.home)
    page.get_by_role("button", name="Commencer : Camille Dupont").click()
    expect(page.get_by_role("status")).to_contain_text("L’intervention est commencée.")
    for name in STEPS:
        step(page, name).click()
        expect(step(page, name)).to_be_focused()
    page.get_by_role("link", name="Procédure : Lancer l’upgrade").click()
    expect(page.get_by_role("link", name="Télécharger")).to_be_visible()
    page.get_by_role("button", name="Pas utile").click()
    page.get_by_role("link", name="Retour à l’intervention").click()
    page.get_by_role("button", name="Marquer réalisé").click()
    expect(page.get_by_role("status")).to_contain_text("L’intervention est terminée.")

    card = page.locator("li.visit", has_text="Martin")
    card.get_by_role("link", name="Reporter").click()
    page.get_by_role("button", name="Reporter").click()
    expect(page.get_by_role("status")).to_contain_text("L’intervention est reportée.")
    page.locator("li.visit", has_text="Durand").get_by_role("link", name="Agent absent").click()
    page.get_by_role("button", name="Agent absent").click()
    expect(page.get_by_role("status")).to_contain_text("L’absence est notée")

    assert [day.state(person) for person in ("dupont", "martin", "durand")] == ["done", "postponed", "postponed"]


def test_a_photograph_is_added(day, browse, tmp_path):
    page = browse(320, 700)
    page.goto(day.page("dupont"))
    photo = tmp_path / "photo.png"
    page.screenshot(path=photo)

    page.set_input_files("#photo", photo)
    page.get_by_role("button", name="Ajouter la photo").click()

    expect(page.locator("#photo-list img")).to_be_visible()
    assert page.locator("#photo-list img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    expect(page.locator("#note-list [data-waits]")).to_have_count(0)


def test_a_day_in_a_basement(day, browse):
    page = browse(360, 740, reduced_motion="reduce")
    installed(page, day)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#network")).to_contain_text("Hors ligne – données de")

    page.get_by_role("button", name="Commencer : Camille Dupont").click()
    page.wait_for_url(f"**/{day.operations['dupont']}")
    expect(page.locator("#facts")).to_contain_text("En cours")
    for name in STEPS:
        expect(step(page, name)).to_be_enabled()
        step(page, name).click()
        expect(step(page, name)).to_have_attribute("aria-checked", "true")
    page.get_by_role("link", name="Procédure : Lancer l’upgrade").click()
    expect(page.get_by_role("dialog").locator("pre")).to_contain_text("Lancer setup.exe")
    page.keyboard.press("Escape")
    page.fill("#note", "Écran rayé")
    page.get_by_role("button", name="Ajouter la note").click()
    expect(page.locator("#note-list")).to_contain_text("En attente d’envoi")
    expect(page.locator("#network")).to_contain_text("6 actions en attente")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=SCREENSHOTS / "field-offline.png")
    page.reload()
    expect(step(page, "recette")).to_have_attribute("aria-checked", "true")
    page.get_by_role("button", name="Marquer réalisé").click()
    page.wait_for_url(day.home)
    expect(page.locator("li.visit", has_text="Dupont").locator("[data-part=state]")).to_contain_text("Réalisé")

    other = page.context.new_page()
    other.goto(day.page("martin"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Camille Martin")
    other.goto(f"{day.home}/00000000-0000-7000-8000-000000000000")
    expect(other.get_by_role("heading", level=1)).to_have_text("Page non gardée")
    other.close()
    assert day.state("dupont") == "planned" and day.ticks("dupont") == set()

    page.context.set_offline(False)

    until(lambda: day.state("dupont") == "done")
    assert day.ticks("dupont") == set(STEPS)
    assert day.notes("dupont") == ["Écran rayé"]
    order = day.sql(
        "SELECT act FROM field_entries WHERE operation_id = ? ORDER BY decided_at, rowid", day.operations["dupont"]
    )
    assert [row[0] for row in order] == ["start"] + ["tick"] * 4 + ["note", "finish"]
    expect(page.locator("#network")).to_be_hidden()
    expect(page.locator("[data-part=told] .notice")).to_have_count(0)


def test_two_devices_end_with_the_union(day, browse):  # RG-033
    first, second = browse(360, 740), browse(360, 740)
    first.goto(day.page("dupont"))
    first.get_by_role("button", name="Commencer").click()
    until(lambda: day.state("dupont") == "inProgress")
    for page, name in ((first, "reseau"), (second, "copie")):
        installed(page, day)
        page.goto(day.page("dupont"))
        page.context.set_offline(True)
        step(page, name).click()
        expect(page.locator("#network")).to_contain_text("1 action en attente")
    assert day.ticks("dupont") == set()

    for page in (first, second):
        page.context.set_offline(False)

    until(lambda: day.ticks("dupont") == {"reseau", "copie"})
    second.reload()
    for name in ("reseau", "copie"):
        expect(step(second, name)).to_have_attribute("aria-checked", "true")
    expect(step(second, "upgrade")).to_be_enabled()


def test_what_moved_meanwhile_is_told_and_stands(day, browse):
    page, other = browse(360, 740), browse(360, 740)
    page.goto(day.page("dupont"))
    page.get_by_role("button", name="Commencer").click()
    until(lambda: day.state("dupont") == "inProgress")
    installed(page, day)
    page.goto(day.page("dupont"))
    page.context.set_offline(True)
    page.get_by_role("link", name="Reporter").click()
    page.get_by_role("dialog").get_by_role("button", name="Reporter").click()
    page.wait_for_url(day.home)

    other.goto(day.page("dupont"))
    other.get_by_role("link", name="À remédier").click()
    other.get_by_label("Qu’est-ce qui ne va pas ?").fill("Disque en panne")
    other.get_by_role("dialog").get_by_role("button", name="À remédier").click()
    until(lambda: day.state("dupont") == "toRemediate")
    page.context.set_offline(False)

    card = page.locator("li.visit", has_text="Dupont")
    expect(card).to_contain_text("« Reporter » n’a pas été enregistré.", timeout=30000)
    expect(card).to_contain_text("l’intervention est passée à « À remédier »")
    expect(card.locator("[data-part=state]")).to_contain_text("À remédier")
    assert day.state("dupont") == "toRemediate"
    page.reload()
    expect(card).to_contain_text("« Reporter » n’a pas été enregistré.")
    card.get_by_role("button", name="J’ai lu").click()
    expect(card.locator("[data-part=told] .notice")).to_have_count(0)


def test_a_lost_telephone_forgets(day, sample, browse):
    page = browse(360, 740)
    installed(page, day)
    page.context.set_offline(True)
    page.get_by_role("button", name="Commencer : Camille Dupont").click()
    page.wait_for_url(f"**/{day.operations['dupont']}")
    expect(page.locator("#network")).to_contain_text("1 action en attente")

    sample.link("field", day.technician, "--revoke")
    page.context.set_offline(False)

    expect(page.get_by_role("main")).to_contain_text("Ce que cet appareil gardait de vos interventions a été effacé.", timeout=30000)
    until(lambda: page.evaluate("caches.keys()") == [])
    assert page.evaluate("indexedDB.databases()") == []
    assert day.state("dupont") == "planned"


def test_the_worker_rules_the_field_alone(day, sample, browse):
    page = browse(360, 740)
    installed(page, day)
    page.goto(sample.links["choosing"])

    assert page.evaluate("navigator.serviceWorker.controller") is None
    paths = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async name =>
            (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()"""
    )
    assert all(path.startswith(("/assets/", "/f/")) for path in paths)
