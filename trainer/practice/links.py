"""How is a link made that opens one thing for one person without a sign-in?

Its secret follows from the installation's key and the link's id, so that it can be shown again to whoever may hand it
out; what is stored finds the link and opens nothing.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

OCTETS = 10  # 80 bits, written as sixteen letters that can be typed


@dataclass(frozen=True)
class Door:
    """Where links of one purpose lead: `at` holds the place of a link's secret as `TOKEN`, and `key` makes it."""

    key: str
    at: str

    def to(self, id: UUID) -> str:
        """The address of a link."""
        return self.at.replace("TOKEN", token(self.key, id))


def token(key: str, id: UUID) -> str:
    """The secret of a link."""
    made = hmac.digest(key.encode(), b"link:" + id.bytes, "sha256")
    return base64.b32encode(made[:OCTETS]).decode().lower()


def digest(token: str) -> str:
    """What is kept of it. Capitals and spaces of whoever types it are forgiven."""
    return hashlib.sha256("".join(token.split()).lower().encode()).hexdigest()
