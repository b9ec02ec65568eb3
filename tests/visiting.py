"""Somebody looks at pages: a client that is signed in and knows how to send a form."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.cast import Player
from trainer.web import Application

SECRET = "c" * 40


class Visitor:
    """A browser for one person, or for nobody. Addresses may leave out `/o/<their organisation>`."""

    def __init__(self, app: Application, player: Player | None = None) -> None:
        self.app, self.player = app, player
        self.client: FlaskClient = app.test_client()
        signer = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        self.csrf = str(signer.dumps(SECRET))
        with self.client.session_transaction() as session:
            session["csrf_token"] = SECRET
            if player:
                session["_user_id"], session["_fresh"] = player.uniquifier, True

    def _url(self, url: str) -> str:
        return url if url.startswith("/") else f"/o/{self.player.slug if self.player else 'acme'}/{url}"

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.client.get(self._url(url), **{"buffered": True, **options})

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        if "json" not in options:
            options["data"] = {"csrf_token": self.csrf, **(data or {})}
        return self.client.post(self._url(url), **options)

    def send(self, url: str, value: Any, **headers: str) -> TestResponse:
        """POST JSON as our own scripts do."""
        sent = {"X-CSRFToken": self.csrf, "Sec-Fetch-Site": "same-origin", **headers}
        return self.client.post(self._url(url), json=value, headers=sent)


def words(response: TestResponse) -> str:
    """What a reader sees of a page: its text without tags, white space folded."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.text, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()
