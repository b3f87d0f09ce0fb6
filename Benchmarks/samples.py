"""What the measurements work on: people as a CSV, and the answers that their calendars give."""

import csv
import email
import email.policy
import random
import re

COLUMNS = [
    "matricule", "nom", "prenom", "email", "service", "email_manager",
    "batiment", "poste", "bureau", "telephone", "systeme", "remarque",
]  # fmt: skip
SURNAMES = ["Monnier", "Vidal", "Marchand", "Lefèvre", "O'Neil", "Müller", "Dos Santos", "Nguyễn"]
NAMES = ["Anne-Sophie", "Alice", "Ethan", "Zoé", "François", "Inès", "Jean", "Łukasz"]
BUILDINGS = ["Siège", "Hôtel de ville", "Annexe Nord", "Bâtiment Béranger", "Centre technique"]
REMARKS = ["", "Poste partagé", 'Dit "le référent"', "Télétravail, lundi et mardi"]


def write_people(path, rows):
    """A CSV of twelve columns, always the same for the same number of rows; a hundred services and managers."""
    choose = random.Random(rows).choice
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for row in range(rows):
            team = row % 100
            table.writerow([
                f"MAT{row:06}", choose(SURNAMES), choose(NAMES), f"agent{row}@agents.example", f"Service {team}",
                f"chef{team}@agents.example", choose(BUILDINGS), f"PC-{row:06}", f"Bureau {row % 400}",
                f"01 {row % 90 + 10} 18 62 84", "Windows 10 22H2", choose(REMARKS),
            ])  # fmt: skip


def calendar_reply(confirmation):
    """What the attendee's calendar sends back on accepting: RFC 6047 as the usual clients write it."""
    mail = email.message_from_bytes(confirmation, policy=email.policy.default)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    lines = re.sub(r"\r?\n[ \t]", "", part.get_content()).splitlines()
    value = {re.split("[:;]", line)[0]: line for line in lines}
    attendee = mail["To"].addresses[0].addr_spec
    calendar = [
        "BEGIN:VCALENDAR", "PRODID:-//Measured//Measured//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
        value["UID"], value["SEQUENCE"], value["DTSTAMP"], value["DTSTART"], value["DTEND"], value["SUMMARY"],
        value["ORGANIZER"], f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{attendee}", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    reply = email.message.EmailMessage(policy=email.policy.SMTP)
    reply["From"] = mail["To"]
    reply["To"] = mail["Reply-To"]
    reply["Subject"] = "Accepté : " + mail["Subject"]
    reply["Date"] = mail["Date"]
    reply["Message-ID"] = "<answer." + mail["Message-ID"].strip("<>") + ">"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["References"] = mail["Message-ID"]
    reply.set_content("Accepté\n")
    reply.add_alternative(
        "\r\n".join(calendar).encode(), maintype="text", subtype="calendar", params={"method": "REPLY", "charset": "UTF-8"}
    )
    return bytes(reply)
