"""A technician's day: agents who booked, a checklist, a document, and the appointments brought to today."""

import datetime
import sqlite3
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NAMES = ["dupont", "martin", "durand", "petit"]
# Days from today, and the hour.
HOURS = [(0, 9, 0), (0, 10, 30), (0, 14, 0), (1, 9, 0)]

CHECKLIST = """
name: Liste {name}
phases:
  - name: Préparation
    steps:
      - {{ id: reseau, label: Vérifier la connectivité réseau, help: Branchez le poste au réseau filaire. }}
      - {{ id: copie, label: Sauvegarder le profil utilisateur }}
  - name: Installation
    steps:
      - {{ id: upgrade, label: Lancer l’upgrade Windows 11, document: Procédure }}
  - name: Validation
    steps:
      - {{ id: recette, label: Faire signer le PV de recette }}
"""


class Day:
    """One campaign with one technician, whose day it is today."""

    def __init__(self, installation, name):
        self.installation = installation
        self.name = name
        folder = installation.folder
        people = folder / f"{name}.csv"
        rows = ["nom;prenom;email;service;bureau;telephone;poste"] + [
            f"{person.capitalize()};Camille;{person}.{name}@agents.example;Comptabilité;Bureau 2{number:02};"
            f"01 23 45 67 {number:02};MAT{number:03}"
            for number, person in enumerate(NAMES)
        ]
        people.write_text("\n".join(rows) + "\n", encoding="utf-8")
        today = datetime.datetime.now(PARIS).date()
        monday = today + datetime.timedelta(days=14 - today.weekday())
        (created,) = installation.run(
            "campaign", "create", "--name", f"Terrain {name}", "--type", "Migration Windows 11", "--start", today,
            "--end", monday + datetime.timedelta(days=11), "--mode", "mixed", "--csv", people,
        )  # fmt: skip
        self.campaign = created["id"]
        installation.slots(self.campaign, monday, monday + datetime.timedelta(days=1), 4)
        checklist = folder / f"{name}.yaml"
        checklist.write_text(CHECKLIST.format(name=name), encoding="utf-8")
        installation.run("checklist", "add", checklist)
        installation.run("campaign", "checklist", self.campaign, f"Liste {name}")
        procedure = folder / "Procédure.md"
        procedure.write_text("# Procédure\n\n1. Lancer setup.exe\n2. Attendre le redémarrage\n", encoding="utf-8")
        installation.run("document", "add", self.campaign, procedure)
        installation.run("campaign", "invite", self.campaign)
        self.technician = f"karim.{name}@ville.example"
        installation.run(
            "operation", "assign", self.campaign, "--technician", self.technician, "--name", "Karim Benali", "--all"
        )
        self.slots = [slot["id"] for slot in installation.run("slots", "list", self.campaign)]
        self.today = today

    def book(self):
        """Books through each agent's page, then brings those slots to today and tomorrow."""
        for number, person in enumerate(NAMES):
            link = self.installation.link("agent", f"{person}.{self.name}@agents.example")
            assert self.installation.post(link, "book", self.slots[number]) == 303
        for number, (days, hour, minute) in enumerate(HOURS):
            at = datetime.datetime.combine(
                self.today + datetime.timedelta(days=days), datetime.time(hour, minute), PARIS
            )
            start = int(at.timestamp() * 1000)
            self.sql(
                "UPDATE slots SET starts_at = ?, ends_at = ? WHERE id = ?", start, start + 5400000, self.slots[number]
            )
        self.home = self.installation.link("field", self.technician)
        self.operations = {
            line["email"].split(".")[0]: line["id"]
            for line in self.installation.run("operation", "list", self.campaign)
        }
        return self

    def page(self, person):
        return f"{self.home}/{self.operations[person]}"

    def state(self, person):
        return self.sql("SELECT state FROM operations WHERE id = ?", self.operations[person])[0][0]

    def ticks(self, person):
        rows = self.sql(
            "SELECT step FROM ticks WHERE operation_id = ? AND unticked_at IS NULL", self.operations[person]
        )
        return {row[0] for row in rows}

    def notes(self, person):
        rows = self.sql(
            "SELECT words FROM field_entries WHERE operation_id = ? AND act = 'note'", self.operations[person]
        )
        return [row[0] for row in rows]

    def sql(self, statement, *values):
        database = sqlite3.connect(self.installation.folder / "opstracker.db", timeout=30)
        try:
            with database:
                return database.execute(statement, values).fetchall()
        finally:
            database.close()
