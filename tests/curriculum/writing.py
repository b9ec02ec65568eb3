"""An author at work on the draft of the small programme: where its pages are, and how a file is saved."""

import re
from collections.abc import Mapping
from io import BytesIO

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.cast import MONDAY, Player
from tests.programme import FILES
from tests.visiting import Visitor
from trainer.curriculum import actions, queries
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.models import Draft
from trainer.organisations import actions as organisations
from trainer.organisations.duties import Duty

DRAFT = "author/drafts/facilitator"
LESSON = "modules/01-questions/01-why-advice-comes-early.md"
BANK = "modules/01-questions/check.yaml"
PNG, PDF = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"%PDF-1.7 a paper"


def begin(player: Player, files: Mapping[str, Mapping[str, bytes]] | None = None, key: str = "facilitator") -> Draft:
    """Begin a draft; without other files with those of the newest release."""
    files = files or {"": FILES}
    return actions.begin_draft(player.organisation_id, key, files, by=player.member, now=MONDAY)


def second_author(player: Player) -> None:
    """Give somebody the duty of an author."""
    member = player.member
    organisations.change_duties(member, {Duty.AUTHOR}, by=member, now=MONDAY)


def files_of(player: Player, key: str = "facilitator") -> dict[str, dict[str, bytes]]:
    """What the draft of a programme holds; nothing if there is none."""
    draft = queries.draft(player.organisation_id, key)
    return queries.files(draft) if draft else {}


def at(what: str, path: str, folder: str = "facilitator") -> str:
    """The address of a page of a file."""
    return f"{DRAFT}/{what}/{folder}/{path}"


def digest(text: str | bytes) -> str:
    return digest_of_bytes(text if isinstance(text, bytes) else text.encode())


def hidden(page: TestResponse, name: str) -> str:
    """The value of the first hidden field of a name."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', page.text)
    assert found, f"there is no {name} on this page"
    return found[1]


def send_file(visitor: Visitor, address: str, name: str, content: bytes, **fields: str) -> TestResponse:
    """Send a file as a form does. Put together here: a client leaves the file open in which it packs a large one."""
    boundary, body = encode_multipart(
        {"csrf_token": visitor.csrf, **fields, "upload": FileStorage(BytesIO(content), name)}
    )
    url = address if address.startswith("/") else f"/o/acme/{address}"
    return visitor.client.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def save(visitor: Visitor, text: str, base: str | bytes, path: str = LESSON, **headers: str) -> TestResponse:
    """Save a text over the one whose words or digest are given."""
    known = base if isinstance(base, str) else digest(base)
    return visitor.post(at("edit", path), {"body": text, "base": known}, headers=headers)
