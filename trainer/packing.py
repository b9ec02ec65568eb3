"""How do style sheets and scripts travel? Packed, to every browser that says it can unpack them.

Pages are sent as they are: what is packed together with somebody's secret tells by its length what the secret is like.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def install(app: Flask) -> None:
    """Pack the static files of the program, which hold no secret."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if request.endpoint not in ("static", "module") or response.mimetype not in PACKED:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and response.status_code == 200:
        response.direct_passthrough = False
        response.set_data(_packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        del response.headers["ETag"]  # it names the file as it is
    return response


@lru_cache(100)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
