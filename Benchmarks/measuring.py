"""What the measurements share: taking turns, and campaigns to measure with."""

import datetime
import shutil
import statistics

import samples
from product import agent_links, book, wait_for_port

TODAY = datetime.date.today()


def alternate(rounds, *measures):
    """The medians of several measures, taken in turn so that a slow moment of the machine falls on all."""
    results = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*results)]


def campaign(product, people, rows):
    """A campaign of so many agents, with a place for each."""
    samples.write_people(people, rows)
    start, end = TODAY + datetime.timedelta(days=30), TODAY + datetime.timedelta(days=60)
    created = product.run(
        "campaign", "create", "--name", "Migration Windows 11", "--start", TODAY, "--end", end, "--mode", "agent",
        "--csv", people,
    )  # fmt: skip
    identifier = created.answers[0]["id"]
    product.run(
        "slots", "generate", identifier, "--from", start, "--to", end, "--hours", "09:00-12:00,14:00-17:00",
        "--duration", 30, "--capacity", rows // 100, "--place", "Salle 12",
    )  # fmt: skip
    return identifier


def booked(product, people, count, share=1):
    """A campaign in which a share of the agents has booked, each on a place of their own, and whose confirmations wait
    in the outbox; the others' invitations have been sent, and are returned beside those of who booked."""
    identifier = campaign(product, people, count)
    product.run("campaign", "invite", identifier)
    product.run("mail", "send")
    invitations = product.sent()
    shutil.rmtree(product.folder / "outgoing")
    slots = [slot for slot in product.run("slots", "list", identifier).answers for _ in range(slot["capacity"])]
    answering = invitations[: int(count * share)]
    with product.serve("--role", "web") as server:
        wait_for_port(product.port, server)
        book(product.port, agent_links(answering), [slot["id"] for slot in slots])
    return invitations[len(answering) :], answering
