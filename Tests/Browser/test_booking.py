"""Agents and managers at work, in a real browser."""

from playwright.sync_api import expect


def focus_is_visible(page):
    return page.evaluate(
        """() => {
            const one = document.activeElement.closest('label') ?? document.activeElement
            const style = getComputedStyle(one)
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        }"""
    )


def test_three_clicks_book_a_slot(sample, browse):
    page = browse(360, 740)
    page.goto(sample.links["clicks"])  # the first click, in the mail

    page.get_by_text("10h30").nth(1).click()
    page.get_by_role("button", name="Confirmer ce créneau").click()

    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    expect(page.get_by_role("main")).to_contain_text("de 10h30 à 12h00")
    expect(page.get_by_role("main")).to_contain_text("Confirmé")


def test_the_button_to_confirm_is_always_in_sight(sample, browse):
    page = browse(360, 740)
    page.goto(sample.links["choosing"])

    box = page.get_by_role("button", name="Confirmer ce créneau").bounding_box()

    assert box["y"] + box["height"] <= 740


def test_the_keyboard_alone_books_a_slot(sample, browse):  # RG-083, RG-084
    page = browse()
    page.goto(sample.links["keyboard"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "slot"
    page.keyboard.press("ArrowDown")
    assert focus_is_visible(page)
    chosen = page.evaluate("document.querySelector('input:checked').value")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "book"
    assert focus_is_visible(page)
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Confirmé")
    taken = {slot["id"]: slot["taken"] for slot in sample.run("slots", "list", sample.campaign)}
    assert taken[chosen] == 1


def test_what_has_the_focus_is_not_under_the_button(sample, browse):
    page = browse(360, 640)
    page.goto(sample.links["choosing"])
    page.focus("input[name=slot]:enabled")

    for _ in range(12):
        page.keyboard.press("ArrowDown")
        slot = page.evaluate("document.activeElement.closest('label').getBoundingClientRect().bottom")
        bar = page.evaluate("document.querySelector('.confirm').getBoundingClientRect().top")
        assert slot <= bar


def test_changing_and_cancelling_work_without_scripts(sample, browse):
    page = browse(java_script_enabled=False)
    page.goto(sample.links["noscript"])
    page.locator("label", has_text="4 places").first.click()
    page.get_by_role("button", name="Confirmer").click()

    page.get_by_role("link", name="Changer de créneau").click()
    page.locator("label", has_text="4 places").last.click()
    page.get_by_role("button", name="Prendre ce créneau").click()
    expect(page.get_by_role("status")).to_contain_text("C’est changé.")

    page.get_by_role("link", name="Annuler le rendez-vous").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.get_by_role("status")).to_contain_text("C’est annulé")
    expect(page.get_by_role("button", name="Confirmer")).to_be_visible()


def test_reloading_after_booking_posts_nothing_again(sample, browse):
    page = browse()
    page.goto(sample.links["changing"])
    page.locator("label", has_text="4 places").first.click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")

    requests = []
    page.on("request", lambda request: requests.append(request.method))
    page.reload()

    assert "POST" not in requests
    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon agenda").click()
    assert download.value.suggested_filename == "rendez-vous.ics"
    assert "METHOD:PUBLISH" in download.value.path().read_text()


def test_the_language_stays_from_page_to_page(sample, browse):
    page = browse()
    page.goto(sample.links["english"])
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("label", has_text="places left").last.click()
    page.get_by_role("button", name="Confirm this slot").click()
    expect(page.get_by_role("status")).to_contain_text("It is booked.")
    page.get_by_role("link", name="Cancel the appointment").click()
    page.get_by_role("button", name="Yes, cancel").click()
    expect(page.get_by_role("status")).to_contain_text("It is cancelled")


def test_a_manager_places_an_agent_and_takes_it_back(sample, browse):  # RG-124
    page = browse()
    page.goto(sample.team)
    row = page.get_by_role("row", name="Refused Camille")
    expect(row).to_contain_text("Non positionné")

    row.get_by_role("link", name="Positionner").click()
    page.locator("label", has_text="4 places").last.click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté pour Camille Refused.")
    expect(row).to_contain_text("Positionné, à confirmer")

    row.get_by_role("link", name="Modifier").click()
    page.get_by_role("link", name="Annuler le rendez-vous").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.get_by_role("status")).to_contain_text("est annulé")
    expect(row).to_contain_text("Non positionné")
