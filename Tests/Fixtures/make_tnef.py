"""Writes the mails of Tests/Fixtures/mail whose answer lies in a winmail.dat: `python3 Tests/Fixtures/make_tnef.py`.

The bytes are made here from MS-OXTNEF (the stream), MS-OXCMSG and MS-OXOCAL (the properties of a meeting's response), so
that what stands in those mails can be read as it was meant.
"""

import base64
import pathlib
import struct
import textwrap
import uuid
from datetime import datetime, timezone

MEETING = uuid.UUID("6ED8DA90-450B-101B-98DA-00AA003F1305")
APPOINTMENT = uuid.UUID("00062002-0000-0000-C000-000000000046")

UID = "ops-4qk7yd2wc3rfk3vz2m6xq4t7@ops.example"
KEY = "raefawdanbyhraeiscmkbkfqxdamrugy4dupb6"


def padded(data):
    return data + b"\0" * (-len(data) % 4)


def time(text):
    """A FILETIME: hundreds of nanoseconds since 1601, UTC."""
    seconds = datetime.fromisoformat(text).replace(tzinfo=timezone.utc) - datetime(1601, 1, 1, tzinfo=timezone.utc)
    return struct.pack("<Q", int(seconds.total_seconds()) * 10_000_000)


def prop(kind, identifier, value, guid=None, name=None):
    head = struct.pack("<HH", kind, 0x8000 if guid else identifier)
    if guid:
        head += guid.bytes_le
        if name is None:
            head += struct.pack("<II", 0, identifier)
        else:
            text = (name + "\0").encode("utf-16-le")
            head += struct.pack("<II", 1, len(text)) + padded(text)
    if kind in (0x1E, 0x1F, 0x102, 0x0D):
        value = struct.pack("<II", 1, len(value)) + padded(value)
    else:
        value = padded(value)
    return head + value


def string8(identifier, text, encoding="cp1252"):
    return prop(0x1E, identifier, text.encode(encoding) + b"\0")


def unicode(identifier, text):
    return prop(0x1F, identifier, (text + "\0").encode("utf-16-le"))


def global_object_id(uid):
    data = b"vCal-Uid" + struct.pack("<I", 1) + uid.encode() + b"\0"
    head = bytes.fromhex("040000008200E00074C5B7101A82E008") + b"\0" * 20
    return head + struct.pack("<I", len(data)) + data


def attribute(identifier, data):
    return b"\x01" + struct.pack("<II", identifier, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def stream(message_class, props):
    return (
        struct.pack("<IH", 0x223E9F78, 0x0001)
        + attribute(0x00089006, struct.pack("<I", 0x00010000))
        + attribute(0x00069007, struct.pack("<II", 1252, 0))
        + attribute(0x00078008, message_class.encode() + b"\0")
        + attribute(0x00069003, struct.pack("<I", len(props)) + b"".join(props))
    )


def response(message_class, *more, comment="", start="2026-02-10T08:00:00", end="2026-02-10T08:30:00", sequence=1):
    props = [
        string8(0x0070, "Migration"),
        prop(0x0B, 0x8223, struct.pack("<H", 1), APPOINTMENT),
        prop(0x102, 0x0003, global_object_id(UID), MEETING),
        prop(0x102, 0x0023, global_object_id(UID), MEETING),
        prop(0x40, 0x0001, time("2026-02-03T09:12:30"), MEETING),
        prop(0x40, 0x820D, time(start), APPOINTMENT),
        prop(0x40, 0x820E, time(end), APPOINTMENT),
        prop(0x03, 0x8201, struct.pack("<I", sequence), APPOINTMENT),
        prop(0x1F, 0, "fr\0".encode("utf-16-le"), MEETING, name="AcceptLanguage"),
        # Several values of one property, which have to be stepped over.
        struct.pack("<HHI", 0x1003, 0x6600, 3) + struct.pack("<III", 1, 2, 3),
    ]
    return stream(message_class, props + list(more) + ([unicode(0x1000, comment)] if comment else []))


def mail(name, data, subject, part, text="", root=False, key=KEY):
    head = [
        "From: \"DUPONT Marie\" <marie.dupont@mairie.example>",
        f"To: OpsTracker <rdv+{key}@ops.example>",
        f"Subject: {subject}",
        "Date: Tue, 03 Feb 2026 10:12:31 +0100",
        "Message-ID: <a1@mail.example>",
        "In-Reply-To: <ops.k3vz2m6xq4t7bna5yd2wc3rf@ops.example>",
        "X-MS-Has-Attach: yes",
        "X-MS-TNEF-Correlator: <a1@mail.example>",
        "MIME-Version: 1.0",
    ]
    encoded = "\n".join(textwrap.wrap(base64.b64encode(data).decode(), 76))
    tnef = [f"Content-Type: {part}", "Content-Transfer-Encoding: base64",
            'Content-Disposition: attachment; filename="winmail.dat"', "", encoded]
    if root:
        lines = head + tnef
    else:
        lines = head + [
            'Content-Type: multipart/mixed; boundary="----_=_NextPart_001_01DC94F0"', "", "------_=_NextPart_001_01DC94F0",
            'Content-Type: text/plain; charset="iso-8859-1"', "Content-Transfer-Encoding: quoted-printable", "", text,
            "------_=_NextPart_001_01DC94F0", *tnef, "", "------_=_NextPart_001_01DC94F0--",
        ]
    folder = pathlib.Path(__file__).parent / "mail"
    (folder / f"{name}.eml").write_bytes(("\n".join(lines) + "\n").encode())


tnef = 'application/ms-tnef; name="winmail.dat"'
sender = [string8(0x0064, "SMTP"), string8(0x0065, "Marie.Dupont@mairie.example")]
mail("tnef-accepted", response("IPM.Microsoft Schedule.MtgRespP", *sender, comment="Je serai là, merci."),
     "=?iso-8859-1?Q?Accept=E9_=3A_Migration?=", tnef)
mail("tnef-declined-octet-stream", response("IPM.Schedule.Meeting.Resp.Neg", unicode(0x001A, "IPM.Schedule.Meeting.Resp.Neg")),
     "Declined: Migration", "application/octet-stream; name=\"WINMAIL.DAT\"", text="En cong=E9 ce jour-l=E0.")
mail("tnef-tentative-root", response("IPM.Microsoft Schedule.MtgRespA"), "Tentative: Migration", tnef, root=True)
mail("tnef-proposal",
     response("IPM.Microsoft Schedule.MtgRespA",
              prop(0x40, 0x8250, time("2026-02-11T13:00:00"), APPOINTMENT),
              prop(0x40, 0x8251, time("2026-02-11T13:30:00"), APPOINTMENT),
              prop(0x0B, 0x8257, struct.pack("<H", 1), APPOINTMENT),
              string8(0x0064, "EX"), string8(0x0065, "/O=MAIRIE/OU=SITE/CN=RECIPIENTS/CN=DUPONT"),
              unicode(0x5D02, "marie.dupont@mairie.example"), comment="Plutôt mercredi ?"),
     "=?utf-8?Q?Nouvelle_heure_propos=C3=A9e=C2=A0=3A_Migration?=", tnef)
mail("tnef-note", stream("IPM.Microsoft Mail.Note", [string8(0x1000, "oui, le 2")]), "RE: Migration", tnef, text="oui, le 2")
mail("tnef-note-root", stream("IPM.Note", [unicode(0x1000, "Je préfère le 2.\r\n")]), "RE: Migration", tnef, root=True)
mail("tnef-garbage", b"\x78\x9f\x3e\x22" + bytes(range(256)) * 2, "Accepted: Migration", tnef, root=True)
