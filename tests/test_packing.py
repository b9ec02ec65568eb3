"""Do style sheets and scripts travel packed to those who can unpack them, and are they the same afterwards?"""

import gzip

import pytest
from flask.testing import FlaskClient

from trainer import site
from trainer.web import Application


@pytest.fixture
def client(app: Application) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("name", ["css/kit.css", "js/notes.js", "icon.svg"])
def test_a_file_is_packed_for_browsers_that_can_unpack_it(app: Application, client: FlaskClient, name: str) -> None:
    with app.test_request_context():
        address = site.static_url(name)
    plain = client.get(address, buffered=True)
    packed = client.get(address, headers={"Accept-Encoding": "br, gzip;q=0.5"}, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.mimetype == plain.mimetype


def test_the_style_of_every_page_is_packed_well(client: FlaskClient) -> None:
    packed = client.get("/static/css/kit.css", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert len(packed.data) < 10 * 1024


UNPACKED = [
    ("/static/css/kit.css", {"Accept-Encoding": "identity"}),
    ("/static/css/kit.css", {"Accept-Encoding": "gzip;q=0"}),
    ("/static/css/kit.css", {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}),
    ("/static/css/none.css", {"Accept-Encoding": "gzip"}),
    ("/sign-in", {"Accept-Encoding": "gzip"}),
]


@pytest.mark.parametrize(("address", "headers"), UNPACKED)
def test_nothing_else_is_packed(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    answer = client.get(address, headers=headers, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert "Range" not in headers or len(answer.data) == 10
