"""Reads what `mail send` wrote with Python's `email` and `icalendar`, which share no code with what wrote it.

One agent answers by mail alone: chooses, moves across the change to summer time, cancels, and chooses again.
"""

import datetime
import email
import email.policy
import json
import os
import pathlib
import subprocess

import icalendar
import pytest

PROJECT = pathlib.Path(__file__).parents[2]
OPSTRACKER = os.environ.get("OPSTRACKER_BINARY", PROJECT / ".build" / "debug" / "opstracker")


def weekend_of_summer_time():
    """The last Sunday of next year's March, when hours jump forward in Paris."""
    day = datetime.date(datetime.date.today().year + 1, 3, 31)
    return day - datetime.timedelta(days=(day.weekday() + 1) % 7)


FRIDAY = weekend_of_summer_time() - datetime.timedelta(days=2)
# The Monday between may be Easter's.
MONDAY = weekend_of_summer_time() + datetime.timedelta(days=1)
TUESDAY = weekend_of_summer_time() + datetime.timedelta(days=2)


class Gateway:
    """An installation whose mail leaves into a Maildir."""

    def __init__(self, folder):
        self.outgoing = folder / "outgoing"
        self.environment = {
            **os.environ,
            "OPSTRACKER_DATABASE": f"sqlite:{folder / 'opstracker.db'}",
            "OPSTRACKER_SECRETS": str(folder / "secrets"),
            "OPSTRACKER_SMTP": f"maildir:{self.outgoing}",
            "OPSTRACKER_MAIL_FROM": "Équipe postes <rdv@ops.example>",
            "OPSTRACKER_TEMPLATES": str(PROJECT / "templates"),
        }

    def run(self, *arguments, given=None):
        done = subprocess.run(
            [OPSTRACKER, *map(str, arguments), "--json"], env=self.environment, input=given, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        return [json.loads(line) for line in done.stdout.splitlines()]

    def send(self):
        """Empties the outbox, and returns the one mail that was in it."""
        before = set(self.outgoing.glob("new/*"))
        self.run("mail", "send")
        (new,) = set(self.outgoing.glob("new/*")) - before
        return new.read_bytes()

    def answer(self, mail, words):
        """The agent answers a mail with words of their own; returns the gateway's outcome and what it wrote back."""
        told = email.message_from_bytes(mail, policy=email.policy.default)
        reply = email.message.EmailMessage(policy=email.policy.SMTP)
        reply["From"] = told["To"]
        reply["To"] = told["Reply-To"]
        reply["Subject"] = "Re: " + told["Subject"]
        reply["Message-ID"] = f"<{abs(hash(words + str(told['Message-ID'])))}@agents.example>"
        reply["In-Reply-To"] = told["Message-ID"]
        reply.set_content(words + "\n")
        (settled,) = self.run("mail", "ingest", given=bytes(reply))
        return settled["outcome"], self.send()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The mails of one agent, by what they answer to."""
    folder = tmp_path_factory.mktemp("calendar")
    gateway = Gateway(folder)
    people = folder / "people.csv"
    people.write_text("nom;prenom;email\nLefèvre;Zoé;zoe.lefevre@agents.example\n", encoding="utf-8")
    (created,) = gateway.run(
        "campaign", "create", "--name", "Migration Windows 11", "--start", FRIDAY, "--end", TUESDAY, "--mode", "agent",
        "--csv", people,
    )  # fmt: skip
    gateway.run(
        "slots", "generate", created["id"], "--from", FRIDAY, "--to", TUESDAY, "--except", MONDAY,
        "--hours", "09:00-10:00", "--duration", 30, "--capacity", 1, "--place", "Salle 12, bâtiment A ; 2e étage",
    )  # fmt: skip
    gateway.run("campaign", "invite", created["id"])
    mails = {"invited": gateway.send()}
    outcomes = {}
    outcomes["chosen"], mails["chosen"] = gateway.answer(mails["invited"], "1")
    outcomes["moved"], mails["moved"] = gateway.answer(mails["invited"], "3")
    outcomes["cancelled"], mails["cancelled"] = gateway.answer(mails["moved"], "Annuler")
    outcomes["again"], mails["again"] = gateway.answer(mails["invited"], "4")
    return mails, outcomes


def read(mail):
    """A mail's MIME, the calendar part, and the event in it."""
    message = email.message_from_bytes(mail, policy=email.policy.default)
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    return message, part, calendar, event


def test_each_answer_had_its_outcome(story):
    _, outcomes = story

    assert outcomes == {"chosen": "booked", "moved": "moved", "cancelled": "cancelled", "again": "booked"}


@pytest.mark.parametrize(
    ("step", "method", "sequence", "day", "hour"),
    [
        # 9:00 in Paris is 8:00 UTC on the Friday, and 7:00 on the Tuesday, after the clocks went forward.
        ("chosen", "REQUEST", 0, FRIDAY, 8),
        ("moved", "REQUEST", 1, TUESDAY, 7),
        ("cancelled", "CANCEL", 2, TUESDAY, 7),
    ],
)
def test_method_sequence_and_times(story, step, method, sequence, day, hour):  # RG-122, RG-142, RG-143
    _, part, calendar, event = read(story[0][step])

    starts = datetime.datetime.combine(day, datetime.time(hour), datetime.timezone.utc)
    assert calendar["METHOD"] == method
    assert part.get_param("method") == method
    assert event["SEQUENCE"] == sequence
    assert event.start == starts
    assert event.end == starts + datetime.timedelta(minutes=30)
    assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)


def test_a_booking_keeps_its_uid_and_the_next_one_has_its_own(story):
    uid = {step: str(read(mail)[3]["UID"]) for step, mail in story[0].items() if step != "invited"}

    assert uid["chosen"] == uid["moved"] == uid["cancelled"]
    assert uid["again"] != uid["chosen"]


@pytest.mark.parametrize("step", ["chosen", "moved", "cancelled", "again"])
def test_the_object_is_well_formed(story, step):
    message, part, calendar, event = read(story[0][step])
    raw = part.get_payload(decode=True)

    assert not calendar.errors and not event.errors
    assert raw.endswith(b"\r\n") and raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert event["ORGANIZER"] == "mailto:" + message["From"].addresses[0].addr_spec
    assert event["ATTENDEE"] == "mailto:" + message["To"].addresses[0].addr_spec
    assert event["LOCATION"] == "Salle 12, bâtiment A ; 2e étage"
    assert event["STATUS"] == ("CANCELLED" if step == "cancelled" else "CONFIRMED")


@pytest.mark.parametrize("step", ["chosen", "moved", "cancelled", "again"])
def test_the_mail_has_the_shape_that_calendars_take(story, step):
    message, part, _, _ = read(story[0][step])
    alternative, attachment = message.iter_parts()

    assert message.get_content_type() == "multipart/mixed"
    assert [inner.get_content_type() for inner in alternative.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    assert part.get_content_disposition() is None
    assert part["Content-Transfer-Encoding"] == attachment["Content-Transfer-Encoding"] == "base64"
    assert attachment.get_content_type() == "application/ics"
    assert attachment.get_payload(decode=True) == part.get_payload(decode=True)
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Reply-To"].addresses[0].addr_spec.startswith("rdv+r")


def test_an_invitation_numbers_its_slots_and_holds_no_calendar(story):
    message = email.message_from_bytes(story[0]["invited"], policy=email.policy.default)
    words = message.get_body(("plain",)).get_content()

    assert not [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert all(f"{number}" in words for number in range(1, 5)) and "/b/" in words
