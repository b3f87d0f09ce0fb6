"""Mails for libFuzzer to begin with: `seeds.py FOLDER`.

Every mail of Tests/Fixtures/mail, and once more with what is in base64 laid open, so that a changed byte is a changed byte
of a calendar or a winmail.dat, and not of its encoding.
"""

import pathlib
import re
import sys
from base64 import b64decode

encoded = re.compile(rb"Content-Transfer-Encoding: base64(\n(?:[^\n]+\n)*\n)((?:[A-Za-z0-9+/]+=*\n)+)", re.IGNORECASE)


def opened(mail):
    return encoded.sub(lambda part: b"Content-Transfer-Encoding: 8bit" + part[1] + b64decode(part[2]) + b"\n", mail)


target = pathlib.Path(sys.argv[1])
target.mkdir(parents=True, exist_ok=True)
for path in (pathlib.Path(__file__).parent.parent / "Fixtures/mail").glob("*.eml"):
    mail = path.read_bytes()
    (target / path.stem).write_bytes(mail)
    if opened(mail) != mail:
        (target / f"{path.stem}-opened").write_bytes(opened(mail))
