"""What is typed about agreements: by whoever notes what the room says, and by each person themself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trainer.practice.agreement import BY_LINK, FURTHER, OBSERVER_PRESENT, QUESTIONS
from trainer.practice.lifecycle import Answer
from trainer.practice.models import Agreement, Seat

SEAT = "seat-"
ANSWERS = [
    SelectChoice(Answer.AGREED.value, _l("Agrees")),
    SelectChoice(Answer.DECLINED.value, _l("Does not agree")),
    SelectChoice(Answer.ABSENT.value, _l("Is not here today")),
]
YES_OR_NO = [
    SelectChoice(Answer.AGREED.value, _l("Yes, I agree")),
    SelectChoice(Answer.DECLINED.value, _l("No")),
]
OWN = "own"


class AgreementsForm(FlaskForm):  # type: ignore[misc]
    """What each seat of a meeting answered: one radio group a seat, and one for whatever else is asked."""

    @property
    def answers(self) -> list[RadioField]:
        return [field for field in self if field.name.startswith(SEAT)]

    @property
    def given(self) -> dict[UUID, Answer]:
        """About the observer, by seat; what people answered themselves stays."""
        return {place[0]: answer for place, answer in self._said() if not place[1]}

    @property
    def further(self) -> dict[tuple[UUID, str], Answer]:
        """About whatever else is asked, by seat and kind."""
        return {place: answer for place, answer in self._said() if place[1]}

    def _said(self) -> list[tuple[tuple[UUID, str], Answer]]:
        return [(_place(field.name), Answer(field.data)) for field in self.answers if field.data != OWN]


def _place(name: str) -> tuple[UUID, str]:
    seat, _, kind = name.removeprefix(SEAT).partition("_")
    return UUID(seat), kind


def agreements_form(
    seats: Sequence[Seat], latest: Mapping[tuple[UUID, str], Agreement], asks: Collection[str]
) -> AgreementsForm:
    """A form for these seats, filled with what was said in the room; what people answered themselves is not told."""

    class Asked(AgreementsForm):
        pass

    for kind in (OBSERVER_PRESENT, *(kind for kind in FURTHER if kind in asks)):
        for seat in seats:
            about = "" if kind == OBSERVER_PRESENT else f"_{kind}"
            setattr(Asked, f"{SEAT}{seat.id}{about}", _answer_of(seat, kind, latest.get((seat.id, kind))))
    return Asked()


def _answer_of(seat: Seat, kind: str, said: Agreement | None) -> RadioField:
    own = said is not None and said.method == BY_LINK
    answer = Answer.DECLINED if said and said.answer is Answer.WITHDRAWN else said and said.answer
    what = "" if kind == OBSERVER_PRESENT else f" · {_l(QUESTIONS[kind].text)}"
    choices = ANSWERS if not own else [SelectChoice(OWN, _l("Has answered by link; that stands")), *ANSWERS]
    return RadioField(
        f"{seat.code} · {seat.name}{what}",
        [InputRequired(_l("Choose what %(name)s said.", name=seat.name))],
        choices=choices,
        default=OWN if own else answer and answer.value,
    )


class OwnAnswerForm(FlaskForm):  # type: ignore[misc]
    """What somebody answers themself: one radio group for each thing that is asked."""

    @property
    def said(self) -> dict[str, Answer]:
        return {kind: Answer(self[kind].data) for kind in QUESTIONS if kind in self}


def own_answer_form(kinds: Iterable[str], latest: Mapping[str, Answer]) -> OwnAnswerForm:
    """A form for these kinds, filled with what they said so far."""

    class Asked(OwnAnswerForm):
        pass

    for kind in kinds:
        said = latest.get(kind)
        default = {Answer.AGREED: "agreed", Answer.DECLINED: "declined", Answer.WITHDRAWN: "declined"}.get(said)  # type: ignore[arg-type]
        question = _l(QUESTIONS[kind].text)
        setattr(
            Asked,
            kind,
            RadioField(question, [InputRequired(_l("Choose yes or no."))], choices=YES_OR_NO, default=default),
        )
    return Asked()
