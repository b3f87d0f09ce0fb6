"""Agents who find no slot: they wait for a full day, take what is held for them, or say what would suit them."""

import re

from hands import BY_HAND, Hand
from playwright.sync_api import expect


@BY_HAND
def test_who_finds_a_day_full_waits_and_gives_up_waiting(sample, browse, width, kind):  # RG-303, RG-083
    page = browse(width, 700)
    hand = Hand(page, kind)
    page.goto(sample.links["queueing"])

    hand.press(page.get_by_role("button", name="Prévenez-moi").first)
    expect(page.get_by_role("status")).to_contain_text("nous vous écrirons dès qu’une place se libère")
    waiting = {line["email"]: line for line in sample.run("campaign", "wishes", sample.crowded)}
    assert [wait["day"] for wait in waiting["queueing@agents.example"]["waits"]] == [str(sample.monday)]

    hand.press(page.get_by_role("button", name="Ne plus attendre").first)
    expect(page.get_by_role("status")).to_contain_text("vous n’attendez plus")
    assert "queueing@agents.example" not in {line["email"] for line in sample.run("campaign", "wishes", sample.crowded)}


@BY_HAND
def test_who_finds_nothing_says_what_would_suit(sample, browse, width, kind):  # RG-304, RG-083
    page = browse(width, 700)
    hand = Hand(page, kind)
    page.goto(sample.links["unsuited"])

    hand.press(page.get_by_role("link", name=re.compile("Aucun créneau ne me convient|Modifier mes souhaits")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aucun créneau ne vous convient")
    hand.write(page.locator("#wish1"), "Un jeudi")
    hand.write(page.locator("#wish2"), "<b>le soir</b>")
    hand.press(page.locator("button[value=wish]"))

    expect(page.get_by_role("status")).to_contain_text("Vos souhaits sont transmis")
    expect(page.get_by_role("main")).to_contain_text("<b>le soir</b>")
    (line,) = [line for line in sample.run("campaign", "wishes", sample.crowded) if "unsuited" in line["email"]]
    assert line["wishes"] == ["Un jeudi", "<b>le soir</b>"]


def test_return_on_a_slot_confirms_it_and_waits_for_nothing(sample, browse):
    page = browse(320, 700)
    page.goto(sample.links["full"])

    # What the return key presses, on a slot.
    pressed = page.evaluate(
        """() => [...document.querySelector('input[name=slot]:enabled').form.elements]
                  .find(one => one.type === 'submit').value"""
    )

    assert pressed == "book"


def test_the_place_that_is_held_comes_first(sample, browse):  # RG-303
    page = browse(320, 700)
    page.goto(sample.links["offered"])

    offer, slots = (
        page.get_by_role("button", name="Prendre cette place").bounding_box(),
        page.get_by_role("radio").first.bounding_box(),
    )

    assert offer["y"] < slots["y"]
    expect(page.get_by_role("region", name="Une place est gardée pour vous")).to_contain_text("jusqu’au")


def test_two_browsers_race_for_the_last_seat(sample, browse):  # RG-121
    campaign = sample.create("Course", ["first", "second"], sample.monday, sample.monday)
    sample.slots(campaign, sample.monday, sample.monday, 1)
    sample.run("campaign", "invite", campaign)
    pages = [browse(360, 740), browse(360, 740)]
    for page, person in zip(pages, ["first", "second"]):
        page.goto(sample.link("agent", person))
        page.get_by_role("radio").first.check()

    # Both ask before either is answered.
    for page in pages:
        page.get_by_role("button", name="Confirmer ce créneau").click(no_wait_after=True)
    texts = []
    for page in pages:
        expect(page.locator("[role=status] p, [role=alert]").first).to_be_visible()
        texts.append(page.get_by_role("main").inner_text())

    won = [text for text in texts if "C’est noté" in text]
    (lost,) = [text for text in texts if "La dernière place vient d’être prise" in text]
    assert len(won) == 1
    # At once what is left: the nearest free slots, to be chosen there and then.
    assert "Voici les créneaux libres les plus proches." in lost and "10h30" in lost
    taken = [slot["taken"] for slot in sample.run("slots", "list", campaign)]
    assert sum(taken) == 1


@BY_HAND
def test_a_new_link_is_asked_for_with_the_old_one(sample, browse, width, kind):
    page = browse(width, 700)
    page.goto(sample.links["revoked"])

    Hand(page, kind).press(page.get_by_role("button", name="Recevez un nouveau lien"))

    expect(page.get_by_role("status")).to_contain_text("Votre demande est enregistrée.")
    assert "revoked@" not in page.content()
    kinds = [row["kind"] for row in sample.run("mail", "outbox") if row["to"] == "revoked@agents.example"]
    # One an hour, however often it is asked for; the hour may have turned meanwhile.
    assert kinds.count("fresh-link") in (1, 2)


@BY_HAND
def test_what_is_known_is_told(sample, browse, width, kind):
    page = browse(width)
    page.goto(sample.links["offered"])

    Hand(page, kind).press(page.get_by_role("link", name="Ce que le service sait de moi"))

    main = page.get_by_role("main")
    for words in ("Camille Offered", "offered@agents.example", "Comptabilité", "Place libérée", "Invitation"):
        expect(main).to_contain_text(words)
