"""What does chance say about something, always the same?

It needs no list to be kept, does not change when others are added, and can be neither chosen nor, by anybody without
the installation's key, foreseen.
"""

import hashlib
import hmac


def lot(key: str, *about: object) -> float:
    """Where chance puts something, in [0, 1)."""
    text = ":".join(["lot", *map(str, about)])
    return int.from_bytes(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()[:6]) / 2**48
