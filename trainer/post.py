"""How do letters leave? Claimed in one short transaction, sent outside any, settled one by one."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from uuid import UUID

from trainer import ics, outbox
from trainer.clock import now
from trainer.config import Mail
from trainer.db import begin_write, db
from trainer.outbox import AccountLetter, Letter

PATIENCE = 10  # seconds: twenty letters to a silent server end before their lease does
LONGEST_FAILURE = 300
KINDS: tuple[type[Letter] | type[AccountLetter], ...] = (Letter, AccountLetter)


@dataclass(frozen=True)
class Parcel:
    """A letter taken out of its transaction: what to send and which row to settle."""

    model: type[Letter] | type[AccountLetter]
    identity: tuple[UUID, ...]
    to_name: str
    to_address: str
    subject: str
    body: str
    calendar: str = ""


def deliver(mail: Mail) -> tuple[int, int]:
    """Send every letter that is due. Returns how many left and how many failed; those are tried again later."""
    sent = failed = 0
    while parcels := [parcel for model in KINDS for parcel in _claim(model)]:
        failures = _send(mail, parcels)
        sent, failed = sent + len(parcels) - failures, failed + failures
    return sent, failed


def _claim(model: type[Letter] | type[AccountLetter]) -> list[Parcel]:
    begin_write()
    parcels = [_parcel(model, letter) for letter in outbox.claim(model, now())]
    db.session.commit()
    return parcels


def _parcel(model: type[Letter] | type[AccountLetter], letter: Letter | AccountLetter) -> Parcel:
    identity = (letter.organisation_id, letter.id) if isinstance(letter, Letter) else (letter.id,)
    calendar = letter.calendar if isinstance(letter, Letter) else ""
    return Parcel(model, identity, letter.to_name, letter.to_address, letter.subject, letter.body, calendar)


def _send(mail: Mail, parcels: list[Parcel]) -> int:
    """Send over one connection; a letter that a server refuses does not keep back the others."""
    failures = 0
    try:
        server = _connect(mail)
    except (OSError, smtplib.SMTPException) as problem:
        for parcel in parcels:
            _settle(parcel, _reason(problem))
        return len(parcels)
    for parcel in parcels:
        failure = _hand_over(server, mail, parcel)
        _settle(parcel, failure)
        failures += bool(failure)
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    return failures


def _connect(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, mail: Mail, parcel: Parcel) -> str:
    """Give one letter to the server. Returns why not, or nothing."""
    try:
        server.send_message(compose(mail, parcel))
    except (OSError, smtplib.SMTPException, MessageError, ValueError) as problem:
        with suppress(OSError, smtplib.SMTPException):
            server.rset()
        return _reason(problem)
    return ""


def compose(mail: Mail, parcel: Parcel) -> EmailMessage:
    """The letter as it travels. Its Message-ID comes from its row: sent twice after a crash, it is known as one."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = Address(_line(parcel.to_name), addr_spec=parcel.to_address)
    message["Subject"] = _line(parcel.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{parcel.identity[-1]}@{_domain(mail.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.body)
    if parcel.calendar:
        _add_calendar(message, parcel.calendar, mail.sender)
    return message


def _add_calendar(message: EmailMessage, calendar: str, sender: str) -> None:
    """The date as another way to read the same letter: that is how calendar programs find it.

    Quoted-printable keeps its line breaks as line breaks, so that they travel as the CR LF that RFC 5545 asks for.
    """
    text = ics.sent_by(calendar, parseaddr(sender)[1])
    params = {"method": ics.method_of(calendar), "name": "invite.ics"}
    message.add_alternative(text, subtype="calendar", cte="quoted-printable", params=params)


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ")


def _line(text: str) -> str:
    """One line: a header never carries a line break that somebody put into their name."""
    return " ".join(text.split())


def _reason(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:LONGEST_FAILURE]


def _settle(parcel: Parcel, failure: str) -> None:
    begin_write()
    letter = db.session.get(parcel.model, parcel.identity)
    if isinstance(letter, Letter | AccountLetter):
        outbox.settle(letter, now(), failure)
    db.session.commit()
