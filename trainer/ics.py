"""How does a date travel to a calendar program? iCalendar text (RFC 5545), as invitations use it (RFC 5546).

Pure: what is written holds `mailto:SENDER` where the address of whoever sends it is filled in on the way out, and its
lines are folded then, because a folded line cannot be searched for words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from trainer.message import Message

SENDER = "mailto:SENDER"
LONGEST_LINE = 75  # octets, without the line break
HOURLY = "PT1H"
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

Say = Callable[[Message], str]


@dataclass(frozen=True)
class Event:
    """One entry of a calendar. `changed` counts how often it was changed: programs believe the highest number."""

    uid: str
    changed: int
    starts_at: datetime
    minutes: int
    summary: Message
    place: str = ""
    link: str = ""
    cancelled: bool = False

    def called_off(self) -> "Event":
        """The same entry as a cancellation, which must be newer than what it cancels."""
        return replace(self, changed=self.changed + 1, cancelled=True)


def invitation(event: Event, name: str, address: str, stamp: datetime, say: Say = str) -> str:
    """An invitation of one person, or its cancellation; nobody learns from it who else is invited."""
    people = [f"ORGANIZER:{SENDER}", _attendee(name, address)]
    method = f"METHOD:{'CANCEL' if event.cancelled else 'REQUEST'}"
    return _text([method], [_entry(event, stamp, say, people)])


def feed(name: str, events: Iterable[Event], stamp: datetime, say: Say = str) -> str:
    """A calendar to subscribe to, as it travels. Programs are asked to look again every hour."""
    title = _escaped(name)
    head = [f"NAME:{title}", f"X-WR-CALNAME:{title}", f"REFRESH-INTERVAL;VALUE=DURATION:{HOURLY}"]
    entries = [_entry(event, stamp, say, []) for event in events]
    return folded(_text([*head, f"X-PUBLISHED-TTL:{HOURLY}"], entries))


def method_of(text: str) -> str:
    """What a text asks of whoever gets it: REQUEST or CANCEL."""
    return "CANCEL" if "\nMETHOD:CANCEL\n" in text else "REQUEST"


def sent_by(text: str, address: str) -> str:
    """A text as it travels, sent by this address."""
    return folded(text.replace(SENDER, f"mailto:{address}"))


def folded(text: str) -> str:
    """Every line ended by CR LF, and folded where it is longer than 75 octets; never within a character."""
    return "".join(f"{part}\r\n" for line in text.splitlines() for part in _fold(line))


def _fold(line: str) -> Iterator[str]:
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part


def _text(head: Iterable[str], entries: Iterable[list[str]]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//trainer//Facilitator training//EN", "CALSCALE:GREGORIAN"]
    body = [line for entry in entries for line in entry]
    return "\n".join([*lines, *head, *body, "END:VCALENDAR", ""])


def _entry(event: Event, stamp: datetime, say: Say, people: list[str]) -> list[str]:
    optional = {"LOCATION": event.place, "URL": event.link}
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.changed}",
        f"DTSTAMP:{_instant(stamp)}",
        f"DTSTART:{_instant(event.starts_at)}",
        f"DTEND:{_instant(event.starts_at + timedelta(minutes=event.minutes))}",
        f"SUMMARY:{_escaped(say(event.summary))}",
        *(f"{name}:{value if name == 'URL' else _escaped(value)}" for name, value in optional.items() if value),
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        *people,
        "END:VEVENT",
    ]


def _instant(value: datetime) -> str:
    """In UTC, so that no program needs to know our time zones."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    lines = "\n".join(text.splitlines())
    return "".join(_ESCAPED.get(character, character) for character in _CONTROL.sub("", lines))


def _attendee(name: str, address: str) -> str:
    """Answers go nowhere, so none is asked for. A parameter cannot hold a double quote in any spelling."""
    called = _CONTROL.sub("", " ".join(name.split())).replace('"', "'")
    return f'ATTENDEE;CN="{called}";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{address}'
