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


def parsed(mail):
    return email.message_from_bytes(mail, policy=email.policy.default)


def link_in(message):
    """The path of a mail's signed link."""
    return re.search(r"/b/[\w-]+", message.get_body(("plain",)).get_content()).group()


def calendar_reply(confirmation):
    """What the attendee's calendar sends back on accepting: RFC 6047 as the usual clients write it."""
    mail = parsed(confirmation)
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


def answer(mail, text, **headers):
    """What a person, or a machine in their name, writes back, with what they answer quoted below."""
    mail = parsed(mail)
    reply = email.message.EmailMessage(policy=email.policy.SMTP)
    reply["From"] = mail["To"]
    reply["To"] = mail["Reply-To"]
    reply["Subject"] = "RE: " + mail["Subject"]
    reply["Date"] = mail["Date"]
    reply["Message-ID"] = "<answer." + mail["Message-ID"].strip("<>") + ">"
    reply["In-Reply-To"] = mail["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    quoted = "\n".join("> " + line for line in mail.get_body(("plain",)).get_content().splitlines())
    reply.set_content(f"{text}\n\nLe lun. 1 févr. 2027 à 09:12, OpsTracker <rdv@localhost> a écrit :\n{quoted}\n")
    return bytes(reply)


def bounce(mail):
    """What a mail server sends back for an address that it does not know (RFC 3464)."""
    mail = parsed(mail)
    recipient = mail["To"].addresses[0].addr_spec
    boundary = "=_report"
    return "\r\n".join([
        "From: MAILER-DAEMON@mx.example", f"To: {mail['Reply-To']}", "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <bounce.{mail['Message-ID'].strip('<>')}>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"', "",
        f"--{boundary}", "Content-Type: text/plain", "", f"<{recipient}>: host mx.example said: 550 5.1.1 User unknown", "",
        f"--{boundary}", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "",
        f"Final-Recipient: rfc822; {recipient}", "Action: failed", "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "",
        f"--{boundary}", "Content-Type: text/rfc822-headers", "", f"Message-ID: {mail['Message-ID']}", "",
        f"--{boundary}--", "",
    ]).encode()  # fmt: skip


def mixed(invitations, confirmations, count):
    """What comes back in a campaign: as many mails, of each kind a fixed part, always in the same order.

    Six of ten answer confirmations: calendars that accept, words that say yes. The others answer invitations: numbers,
    what nobody understands, absences, and servers that know no such address.
    """
    absence = {"Auto_Submitted": "auto-replied", "X_Auto_Response_Suppress": "All"}
    answering = int(len(confirmations) * 0.8)
    mails = [calendar_reply(mail) for mail in confirmations[:answering]]
    mails += [answer(mail, "Oui, c'est parfait.\n\nBonne journée") for mail in confirmations[answering:]]
    kinds = [
        lambda mail: answer(mail, "Bonjour,\n\nle 2 me convient, merci.\n\nCordialement"),
        lambda mail: answer(mail, "Bonjour, est-ce que mon imprimante sera reprise aussi ?"),
        lambda mail: answer(mail, "Je suis absent jusqu'au 9 février, sans accès à mes mails.", **absence),
        bounce,
    ]
    mails += [kinds[number % len(kinds)](mail) for number, mail in enumerate(invitations)]
    random.Random(count).shuffle(mails)
    return mails[:count]
