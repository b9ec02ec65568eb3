"""What somebody might write who wants a page to run something: every case with where it is put.

`HIT` stands for a call that a browser test can see: `hit(17)` for the seventeenth case. `HOST` stands for an address
elsewhere that nothing may ask for. A case is refused, with words in its findings, or it is shown and runs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.curriculum.hostile import fields, markdown

__all__ = ["CASES", "ELSEWHERE", "FIELDS", "LESSONS", "Case", "programme"]

ELSEWHERE = "elsewhere.example"


@dataclass(frozen=True)
class Case:
    """A text that is put somewhere. `alone`: it may swallow what follows. `refused`: words of a finding."""

    number: int
    name: str
    text: str
    alone: bool = False
    refused: str = ""

    @property
    def armed(self) -> str:
        """The text with its call and its address."""
        put = {"HIT": f"hit({self.number})", "HOST": f"{ELSEWHERE}/{self.number}", "SIGN": self.sign}
        text = self.text
        for word, with_what in put.items():
            text = text.replace(word, with_what)
        return text

    @property
    def sign(self) -> str:
        """By what it is known on a page."""
        return f"case-{self.number}."

    @property
    def body(self) -> bytes:
        """A lesson that holds it."""
        return f"Before.\n\n{self.armed}\n\nAfter.\n".encode("utf-8", "surrogatepass")

    def __str__(self) -> str:
        return self.name


def _lessons() -> list[Case]:
    rows = [(name, text, False, "") for name, text in markdown.SHOWN]
    rows += [(name, text, True, "") for name, text in markdown.SHOWN_ALONE]
    rows += [(name, text, True, words) for name, text, words in markdown.REFUSED]
    return [Case(number, *row) for number, row in enumerate(rows, start=1)]


LESSONS = _lessons()
FIELDS = [Case(number, name, text) for number, (name, text) in enumerate(fields.armed(), start=len(LESSONS) + 1)]
CASES = [*LESSONS, *FIELDS]


def programme() -> dict[str, bytes]:
    """The programme of the tests with a hostile case in every field, and lessons that hold every case that is shown."""
    made = fields.files({case.name: case.armed for case in FIELDS})
    for number, cases in enumerate(_together(), start=10):
        text = "\n\n".join(f"{case.sign}\n\n{case.armed}" for case in cases)
        made[f"modules/02-meetings/{number}-hostile-{number}.md"] = f"---\nminutes: 1\n---\n{text}\n".encode()
    return made


def _together(most: int = 40) -> Iterator[Sequence[Case]]:
    """The cases that are shown, as many in a lesson as do not get in each other's way."""
    shown = [case for case in LESSONS if not case.refused and not case.alone]
    yield from (shown[at : at + most] for at in range(0, len(shown), most))
    yield from ([case] for case in LESSONS if case.alone and not case.refused)
