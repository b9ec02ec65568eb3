"""What does an observation scheme hold, by which a meeting is captured live?"""

from typing import Annotated, Literal

from pydantic import Field

from trainer.curriculum.documents.parts import Key, Part, Words


class Phase(Part):
    """A phase of a set meeting; `minutes` by the length of the slot. `early`: advice in it comes too soon."""

    key: Key
    label: Words
    minutes: dict[str, Annotated[int, Field(ge=0, le=600)]]
    purpose: str = ""
    may: str = ""
    may_not: str = ""
    early: bool = False

    def planned(self, slot_minutes: int) -> int:
        """Minutes planned in a slot of that length: of the longest described slot that fits, else the shortest."""
        known = sorted(int(length) for length in self.minutes)
        fitting = [length for length in known if length <= slot_minutes] or known[:1]
        return self.minutes[str(fitting[-1])] if fitting else 0


class Code(Part):
    """One behaviour that a tap records. `actor` is who it is by default; a second tap corrects it."""

    key: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{0,31}$")]
    label: Words
    hotkey: Annotated[str, Field(pattern=r"^[a-z]$")]
    group: Literal["does", "watch"]
    actors: Annotated[tuple[str, ...], Field(min_length=1)]
    actor: str
    criteria: tuple[str, ...] = ()
    definition: Words
    not_this: str = ""


class Indicator(Part):
    """A figure that informs and never decides: its name, formula in words, guide band and when it is not shown."""

    key: Key
    label: Words
    formula: Words
    guide: str = ""
    caution: str = ""
    criteria: tuple[str, ...] = ()


class ObservationScheme(Part):
    """Phases, event codes and indicators."""

    key: Key
    version: Words
    title: Words
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=16)]
    indicators: tuple[Indicator, ...] = ()

    def phase(self, key: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.key == key), None)

    def code(self, key: str) -> Code | None:
        return next((code for code in self.codes if code.key == key), None)
