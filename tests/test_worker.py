"""Do letters leave once, whole, and later when they could not?"""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import select, update

from tests.blank import run
from tests.cast import Cast
from trainer import outbox, post
from trainer.accounts.models import Throttle
from trainer.clock import now
from trainer.config import Mail
from trainer.db import db
from trainer.outbox import AccountLetter, Letter, Recipient
from trainer.web import Application

TOMORROW = now() + timedelta(days=1)
Store = Callable[[], AbstractContextManager[Any]]


class Postbox:
    """A mail server that keeps what it is given; it refuses whoever is called `refused`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 the server calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("refused"):
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        parsed = BytesParser(policy=default).parsebytes(envelope.content or b"")  # type: ignore[arg-type]
        self.letters.append(parsed)  # type: ignore[arg-type]
        return "250 OK"


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def variables(port: int, **changes: str) -> dict[str, str]:
    return {
        "TRAINER_SMTP_HOST": "127.0.0.1",
        "TRAINER_SMTP_PORT": str(port),
        "TRAINER_SMTP_SECURITY": "none",
        "TRAINER_MAIL_FROM": "Facilitator training <lms@example.org>",
        **changes,
    }


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.variables = variables(controller.port)  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture
def write(store: Store, cast: Cast) -> Callable[..., None]:
    """Write a letter to somebody, in a transaction of its own."""

    def letter(address: str, name: str = "Tara Trainee", **changes: Any) -> None:
        words = {
            "kind": "news",
            "to_name": name,
            "to_address": address,
            "subject": "Grüße",
            "body": "Zwölf Boxkämpfer.\nhttps://lms.example.org/x\n",
            "link": "https://lms.example.org/x",
            "once": f"{address}-{name}",
            "written_at": now(),
            "due_at": now(),
        }
        with store() as session:
            session.add(Letter(organisation_id=cast.tara.organisation_id, **{**words, **changes}))

    return letter


def stored(app: Application) -> list[Letter]:
    with app.app_context():
        return list(db.session.scalars(select(Letter).order_by(Letter.to_address)))


def work(app: Application, box: Any) -> str:
    result = run(app, "worker", "--once", **box.variables)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_letter_leaves_once_with_what_mail_needs(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write("tara@example.org")
    assert work(app, postbox).startswith("1 letters sent, 0 failed")
    assert work(app, postbox) == ""
    (letter,) = postbox.letters
    assert letter["From"] == "Facilitator training <lms@example.org>"
    assert letter["To"] == "Tara Trainee <tara@example.org>"
    assert letter["Subject"] == "Grüße"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.org>")
    assert letter["Date"].datetime.tzinfo is not None
    assert letter.get_content().replace("\r\n", "\n") == "Zwölf Boxkämpfer.\nhttps://lms.example.org/x\n"


def test_what_was_sent_is_forgotten(app: Application, write: Callable[..., None], postbox: Postbox) -> None:
    write("tara@example.org")
    work(app, postbox)
    (letter,) = stored(app)
    assert letter.sent_at is not None
    assert (letter.body, letter.link, letter.failure, letter.leased_until) == ("", "", "", None)


def test_a_letter_about_a_sign_in_leaves_too(app: Application, store: Store, postbox: Postbox) -> None:
    with store():
        to = Recipient("Tara", "tara@example.org")
        outbox.write_account_letter("reset", to, "https://lms.example.org/reset/x", once="1", now=now(), until=TOMORROW)
    work(app, postbox)
    assert "https://lms.example.org/reset/x" in postbox.letters[0].get_content()
    with app.app_context():
        assert db.session.scalars(select(AccountLetter.sent_at)).all() != [None]


def test_one_who_is_refused_does_not_keep_back_the_others(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    for address in ("a@example.org", "refused@example.org", "z@example.org"):
        write(address)
    assert work(app, postbox).startswith("2 letters sent, 1 failed")
    a, refused, z = stored(app)
    assert a.sent_at
    assert z.sent_at
    assert refused.sent_at is None
    assert "nobody of that name" in refused.failure
    assert refused.due_at > now() + timedelta(minutes=1)
    assert refused.body


def test_a_letter_whose_link_opens_nothing_any_more_is_not_sent_and_forgotten(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write("late@example.org", until=now() - timedelta(seconds=1))
    write("soon@example.org", until=TOMORROW)
    write("ever@example.org")
    assert work(app, postbox).startswith("2 letters sent, 0 failed")
    late = next(letter for letter in stored(app) if letter.to_address == "late@example.org")
    assert (late.body, late.link, late.sent_at) == ("", "", None)


@pytest.mark.parametrize("sends", [True, False])
def test_what_ran_out_is_forgotten_whether_letters_leave_or_not(
    app: Application, write: Callable[..., None], store: Store, postbox: Any, sends: bool
) -> None:
    write("late@example.org", until=now() - timedelta(seconds=1))
    with store() as session:
        for key, minutes in (("address:old", 31), ("account:new@example.org", 29)):
            session.add(Throttle(key=key, failures=5, since=now() - timedelta(minutes=minutes)))
    assert run(app, "worker", "--once", **(postbox.variables if sends else {})).exit_code == 0
    assert stored(app)[0].link == ""
    with store() as session:
        assert session.scalars(select(Throttle.key)).all() == ["account:new@example.org"]


ODD = [
    ("Eve\r\nBcc: everybody@example.org", "eve@example.org", "Eve Bcc: everybody@example.org"),
    ('Eve "The Voice" Ünal', "eve@example.org", 'Eve "The Voice" Ünal'),
    ("", "eve@example.org", ""),
]


@pytest.mark.parametrize(("name", "address", "shown"), ODD)
def test_a_name_never_becomes_another_header(
    name: str, address: str, shown: str, app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write(address, name)
    work(app, postbox)
    (letter,) = postbox.letters
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].display_name == shown


@pytest.mark.parametrize("address", ["no address", "a@b\r\nBcc: c@example.org", "<>", "@"])
def test_what_is_no_address_fails_alone(
    address: str, app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write(address)
    write("tara@example.org")
    assert work(app, postbox).startswith("1 letters sent, 1 failed")
    assert len(postbox.letters) == 1


def test_a_server_that_is_away_costs_nothing_but_time(app: Application, write: Callable[..., None]) -> None:
    write("tara@example.org")
    result = run(app, "worker", "--once", **variables(free_port()))
    assert (result.exit_code, result.output.startswith("0 letters sent, 1 failed")) == (0, True)
    (letter,) = stored(app)
    assert (letter.attempts, letter.sent_at, letter.leased_until) == (1, None, None)
    assert letter.failure.startswith("ConnectionRefusedError")


def test_it_waits_longer_each_time_and_gives_up_after_the_eighth(
    app: Application, write: Callable[..., None], store: Store
) -> None:
    write("tara@example.org")
    waits = []
    for _ in range(outbox.ATTEMPTS + 1):
        with store() as session:
            session.execute(update(Letter).values(due_at=now()))
        run(app, "worker", "--once", **variables(free_port()))
        waits.append(round((stored(app)[0].due_at - now()).total_seconds() / 60))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 0]
    assert stored(app)[0].attempts == outbox.ATTEMPTS


def test_a_leased_letter_is_left_to_the_worker_that_has_it(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write("leased@example.org", leased_until=now() + timedelta(minutes=1))
    write("stale@example.org", leased_until=now() - timedelta(minutes=1))
    work(app, postbox)
    assert [letter["To"].addresses[0].username for letter in postbox.letters] == ["stale"]


def test_a_letter_that_is_due_later_waits(app: Application, write: Callable[..., None], postbox: Postbox) -> None:
    write("tara@example.org", due_at=now() + timedelta(hours=1))
    assert work(app, postbox) == ""
    assert postbox.letters == []


def test_more_letters_than_one_claim_takes_all_leave(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    for number in range(45):
        write(f"a{number}@example.org")
    assert work(app, postbox).startswith("45 letters sent")


def test_nothing_is_held_in_a_transaction_while_a_letter_travels(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    """The mail server itself writes to the database: it would wait for ever for a worker that holds it."""
    write("tara@example.org")
    take = postbox.handle_DATA

    async def write_meanwhile(*given: Any) -> str:
        with app.app_context():
            db.session.connection(execution_options={"write": True})
            db.session.execute(update(Letter).values(to_name="written meanwhile"))
            db.session.commit()
        return await take(*given)

    postbox.handle_DATA = write_meanwhile  # type: ignore[method-assign]
    work(app, postbox)
    assert stored(app)[0].to_name == "written meanwhile"
    assert stored(app)[0].sent_at


def test_without_a_server_it_says_so_and_ends_well(app: Application, write: Callable[..., None]) -> None:
    write("tara@example.org")
    for words in (("worker", "--once"), ("worker",)):
        result = run(app, *words)
        assert (result.exit_code, "TRAINER_SMTP_HOST is not set" in result.output) == (0, True)
    assert stored(app)[0].attempts == 0


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_it_signs_in_where_the_server_asks_for_it(app: Application, write: Callable[..., None]) -> None:
    def known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"lms", b"secret")
        return AuthResult(success=right, handled=False)

    box = Postbox()
    options = {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)  # type: ignore[arg-type]
    controller.start()
    try:
        for password, sent in (("wrong", 0), ("secret", 1)):
            write(f"{password}@example.org")
            own = variables(controller.port, TRAINER_SMTP_USER="lms", TRAINER_SMTP_PASSWORD=password)
            result = run(app, "worker", "--once", **own)
            assert result.output.startswith(f"{sent} letters sent"), result.output
    finally:
        controller.stop()


def test_a_server_without_tls_is_not_given_letters_when_tls_is_asked_for(
    app: Application, write: Callable[..., None], postbox: Postbox
) -> None:
    write("tara@example.org")
    own = {**postbox.variables, "TRAINER_SMTP_SECURITY": "starttls"}  # type: ignore[attr-defined]
    result = run(app, "worker", "--once", **own)
    assert result.output.startswith("0 letters sent, 1 failed")
    assert postbox.letters == []


def test_a_letter_sent_twice_after_a_crash_is_known_as_one() -> None:
    mail = Mail("127.0.0.1", 25, "none", "", "", "lms@example.org")
    parcel = post.Parcel(AccountLetter, (UUID(int=7),), "T", "t@example.org", "S", "B")
    assert [post.compose(mail, parcel)["Message-ID"] for _ in range(2)] == [f"<{UUID(int=7)}@example.org>"] * 2
