"""Every page there is, by name, and how to come to it."""


def opened(address):
    def come(page, sample):
        page.goto(address(sample))

    return come


def refused(page, sample):
    """The place was free when the page was opened, and is gone when the form is sent."""
    page.goto(sample.links["refused"])
    page.eval_on_selector("input[disabled]", "slot => { slot.disabled = false; slot.click() }")
    page.get_by_role("button", name="Confirmer").click()


def forgotten(page, sample):
    """A browser that does not insist on a choice."""
    page.goto(sample.links["choosing"])
    page.eval_on_selector("form", "form => { form.noValidate = true }")
    page.get_by_role("button", name="Confirmer").click()


def several(page, sample):
    page.goto(sample.crew)
    for name in ("Laurent Camille", "Martin Camille"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Choisir un créneau").click()


def reviewed(page, sample):
    """One day would have five of eight: above the threshold."""
    several(page, sample)
    page.locator("input[name=slot]:not([disabled])").first.check()
    page.get_by_role("button", name="Continuer").click()


def review_cancel(page, sample):
    page.goto(sample.crew)
    page.get_by_label("Garcia Camille").check()
    page.get_by_role("button", name="Annuler les rendez-vous").click()


def nobody_ticked(page, sample):
    page.goto(sample.crew)
    page.get_by_role("button", name="Répartir").click()


def under_way(page, sample):
    """An intervention that has begun."""
    page.goto(sample.field.page("martin"))
    start = page.get_by_role("button", name="Commencer")
    if start.is_visible():
        start.click()
    page.locator("#step-reseau:enabled").wait_for()


def dialog(opener):
    def come(page, sample):
        under_way(page, sample)
        page.locator(opener).click()
        page.locator("dialog[open]").wait_for()

    return come


PAGES = {
    "choose": opened(lambda sample: sample.links["choosing"]),
    "choose-english": opened(lambda sample: sample.links["english"] + "?lang=en"),
    "choose-missing": forgotten,
    "refused": refused,
    "booked": opened(lambda sample: sample.links["booked"]),
    "booked-done": opened(lambda sample: sample.links["booked"] + "?done=booked"),
    "change": opened(lambda sample: sample.links["booked"] + "?change=1"),
    "cancel": opened(lambda sample: sample.links["booked"] + "?cancel=1"),
    "placed": opened(lambda sample: sample.links["placed"]),
    "locked": opened(lambda sample: sample.links["locked"]),
    "closed": opened(lambda sample: sample.links["closed"]),
    "expired": opened(lambda sample: sample.links["expired"]),
    "revoked": opened(lambda sample: sample.links["revoked"]),
    "forged": opened(lambda sample: sample.base + "/b/forged"),
    "other-purpose": opened(lambda sample: sample.team.replace("/t/", "/b/")),
    "not-found": opened(lambda sample: sample.base + "/nowhere"),
    "full": opened(lambda sample: sample.links["full"]),
    "waiting": opened(lambda sample: sample.links["waiting"] + "?done=waiting"),
    "offer": opened(lambda sample: sample.links["offered"]),
    "wishes": opened(lambda sample: sample.links["wishing"] + "?wishes=1"),
    "wished": opened(lambda sample: sample.links["wishing"] + "?done=wished"),
    "data": opened(lambda sample: sample.links["offered"] + "/donnees"),
    "lost-sent": opened(lambda sample: sample.links["revoked"] + "?done=link"),
    "share": opened(lambda sample: sample.share),
    "share-english": opened(lambda sample: sample.share + "?lang=en"),
    "share-ended": opened(lambda sample: sample.ended_share),
    "team": opened(lambda sample: sample.team),
    "crew": opened(lambda sample: sample.crew + "?pick=waiting"),
    "crew-filtered": opened(lambda sample: sample.crew + "?state=waiting&sort=date"),
    "crew-english": opened(lambda sample: sample.crew + "?lang=en"),
    "crew-nobody": nobody_ticked,
    "crew-several": several,
    "crew-review": reviewed,
    "crew-review-cancel": review_cancel,
    "crew-spread": opened(lambda sample: sample.crew + "/spread"),
    "crew-replace": opened(lambda sample: sample.crew_member("Garcia") + "?replace=1"),
    "crew-planning": opened(lambda sample: sample.crew + "/planning"),
    "delegate": opened(lambda sample: sample.delegate),
    "team-place": opened(lambda sample: sample.member("choosing")),
    "team-change": opened(lambda sample: sample.member("placed")),
    "team-cancel": opened(lambda sample: sample.member("placed") + "?cancel=1"),
    "field-day": opened(lambda sample: sample.field.home),
    "field-day-english": opened(lambda sample: sample.field.home + "?lang=en"),
    "field-planned": opened(lambda sample: sample.field.page("dupont")),
    "field-work": under_way,
    "field-help": dialog("#aid-upgrade"),
    "field-postpone": dialog("#open-postpone"),
    "field-ask": opened(lambda sample: sample.field.page("durand") + "?ask=missed"),
    "field-not-yours": opened(lambda sample: sample.field.home + "/00000000-0000-7000-8000-000000000000"),
    "field-not-kept": opened(lambda sample: sample.field.home + "/offline"),
}

# What each page must say, so that no test looks at the wrong one.
SAYS = {
    "choose": "Choisissez votre créneau",
    "choose-english": "Choose your time slot",
    "choose-missing": "Choisissez un créneau dans la liste avant de confirmer.",
    "refused": "La dernière place vient d’être prise",
    "booked": "Votre rendez-vous",
    "booked-done": "C’est noté.",
    "change": "Choisissez un autre créneau",
    "cancel": "Annuler ce rendez-vous ?",
    "placed": "Ce créneau me convient",
    "locked": "Il est trop tard pour changer ou annuler en ligne.",
    "closed": "Les réservations sont closes",
    "expired": "Ce lien n’est plus valable",
    "revoked": "Ce lien a été désactivé",
    "forged": "Ce lien ne fonctionne pas",
    "other-purpose": "Ce lien ouvre une autre page",
    "not-found": "Page introuvable",
    "full": "Prévenez-moi si une place se libère",
    "waiting": "Ne plus attendre",
    "offer": "Une place est gardée pour vous",
    "wishes": "Aucun créneau ne vous convient ?",
    "wished": "Vos souhaits sont transmis",
    "data": "Ce que le service sait de vous",
    "lost-sent": "Votre demande est enregistrée.",
    "share": "Tableau de bord partagé",
    "share-english": "Shared dashboard",
    "share-ended": "Ce partage est terminé",
    "team": "Mon équipe",
    "crew": "8 agents • 4 positionnés • 4 en attente",
    "crew-filtered": "4 agents affichés sur 8.",
    "crew-english": "8 agents • 4 placed • 4 waiting",
    "crew-nobody": "Aucun agent n’est coché.",
    "crew-several": "Choisir un créneau pour 2 agents",
    "crew-review": "5 agents seraient le même jour",
    "crew-review-cancel": "Annuler ces rendez-vous ?",
    "crew-spread": "Confirmer pour 4 agents",
    "crew-replace": "Qui prend la place de Camille Garcia ?",
    "crew-planning": "3 agents, 37 %",
    "delegate": "8 agents • 4 positionnés • 4 en attente",
    "team-place": "Positionner Camille Choosing",
    "team-change": "Modifier le créneau de Camille Placed",
    "team-cancel": "Annuler le rendez-vous de Camille Placed ?",
    "field-day": "Mes interventions",
    "field-day-english": "My visits",
    "field-planned": "Camille Dupont",
    "field-work": "Phase 1 : Préparation",
    "field-help": "Ce document vous a-t-il été utile ?",
    "field-postpone": "Raison (facultatif)",
    "field-ask": "l’agent invité à choisir un autre créneau",
    "field-not-yours": "Cette intervention n’est pas à vous",
    "field-not-kept": "Page non gardée",
}
