"""How is a link made that opens one thing without a sign-in? A step that several actions share; it records nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from trainer.db import db, new_id
from trainer.practice import links
from trainer.practice.lifecycle import LinkPurpose
from trainer.practice.models import SignedLink


def sign(organisation_id: UUID, purpose: LinkPurpose, key: str, now: datetime, **values: Any) -> SignedLink:
    """A link of a purpose, signed with a key; `values` say whose it is and what it opens."""
    id = new_id()
    secret = links.digest(links.token(key, id))
    link = SignedLink(
        organisation_id=organisation_id, id=id, purpose=purpose, token_digest=secret, made_at=now, **values
    )
    db.session.add(link)
    return link
