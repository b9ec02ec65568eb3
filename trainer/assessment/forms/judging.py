"""What is typed about judging."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from trainer.assessment.forms.sheet import LEVEL, SHORT, Sheet
from trainer.assessment.judgement import NOT_OBSERVED, Draft, Mark
from trainer.assessment.lifecycle import Confidence, Relationship, Way
from trainer.curriculum.documents import Rubric
from trainer.organisations.forms import Checkboxes

REASON = [
    DataRequired(_l("Give a reason; it is kept.")),
    Length(max=1000, message=_l("Use at most 1,000 characters.")),
]
CONFIDENCE = [
    SelectChoice(Confidence.LOW.value, _l("Low")),
    SelectChoice(Confidence.MEDIUM.value, _l("Medium")),
    SelectChoice(Confidence.HIGH.value, _l("High")),
]
RELATIONSHIP = [
    SelectChoice(Relationship.NONE.value, _l("No relationship beyond this")),
    SelectChoice(Relationship.COLLEAGUE.value, _l("Colleague, another team")),
    SelectChoice(Relationship.SAME_TEAM.value, _l("Same team")),
    SelectChoice(Relationship.TUTOR.value, _l("I taught or coached them")),
    SelectChoice(Relationship.FRIEND.value, _l("Friend or family")),
]


class MarkForm(Form):  # type: ignore[misc]
    """One criterion: a level, events that show it, a quote with its time, a comment."""

    level = RadioField(_l("Level"), choices=LEVEL)
    events = SelectMultipleField(_l("Events"), validate_choice=False)
    quote = StringField(_l("Or the facilitator's own words"), SHORT)
    quote_at = StringField(_l("Time"), [Length(max=8)], render_kw={"placeholder": "12:40", "inputmode": "numeric"})
    comment = TextAreaField(_l("Comment for the trainee"), SHORT)


class RatingForm(Sheet):
    """A judgement. What it must hold to be locked is decided by `judgement.gaps`, so that a draft may have gaps."""

    no_stop_event = BooleanField(_l("None of these happened"))
    entrustment = RadioField()
    strength_one = TextAreaField(_l("A strength, tied to something they did"), SHORT)
    strength_two = TextAreaField(_l("A second strength"), SHORT)
    try_next = TextAreaField(_l("One thing to do differently"), SHORT)
    question = TextAreaField(_l("One question to think about"), SHORT)
    confidence = RadioField(_l("How sure are you of this judgement?"), choices=CONFIDENCE)
    relationship = RadioField(_l("How do you stand to the trainee?"), choices=RELATIONSHIP)
    confirmed = BooleanField(_l("I have read this and it is about behaviour, not about a person or an issue"))
    save = SubmitField(_l("Save draft"))
    lock = SubmitField(_l("Lock my judgement"))

    stops: tuple[str, ...] = ()

    @classmethod
    def over(cls, rubric: Rubric, draft: Draft, revision: int) -> "RatingForm":
        """The form of a rubric, holding a draft."""
        made = _form_of(tuple(c.key for c in rubric.criteria), tuple(s.key for s in rubric.stop_events))
        form = made(data={**cls.values(draft), "revision": str(revision)})
        form.begin(rubric, form.confidence, form.relationship)
        for stop in rubric.stop_events:
            form[f"happened-{stop.key}"].label.text = stop.text
        return form

    @staticmethod
    def values(draft: Draft) -> dict[str, Any]:
        """What the fields hold when they show a draft."""
        plain = ("entrustment", "confidence", "relationship", "strength_one", "strength_two", "try_next", "question")
        return {
            **{f"c-{key}": vars(mark) for key, mark in draft.marks.items()},
            **{f"happened-{key}": True for key in draft.stop_events},
            **{f"stop-{key}": words for key, words in draft.stop_events.items()},
            **{name: getattr(draft, name) for name in plain},
            "no_stop_event": draft.no_stop_event,
        }

    @property
    def draft(self) -> Draft:
        """What the form holds now, as the rules read it."""
        marks = {key: _mark(self.mark(key)) for key in self.criteria}
        stops = {key: self[f"stop-{key}"].data or "" for key in self.stops if self[f"happened-{key}"].data}
        names = ("entrustment", "confidence", "relationship", "strength_one", "strength_two", "try_next", "question")
        return Draft(
            marks=marks,
            stop_events=stops,
            no_stop_event=bool(self.no_stop_event.data),
            **{name: self[name].data or "" for name in names},
        )


@lru_cache(maxsize=64)
def _form_of(criteria: tuple[str, ...], stops: tuple[str, ...]) -> type[RatingForm]:
    # Behind a prefix, because a rubric may call a criterion as the form calls a field or a method.
    fields: dict[str, Any] = {f"c-{key}": FormField(MarkForm, separator="-") for key in criteria}
    for key in stops:
        fields[f"happened-{key}"] = BooleanField()
        fields[f"stop-{key}"] = TextAreaField(_l("What happened"), SHORT)
    return type("RatingFormOfRubric", (RatingForm,), {**fields, "criteria": criteria, "stops": stops})


def _mark(form: Any) -> Mark:
    return Mark(
        level=form.level.data or "",
        events=tuple(form.events.data or ()),
        quote=form.quote.data or "",
        quote_at=form.quote_at.data or "",
        comment=form.comment.data or "",
    )


class SelfForm(FlaskForm):  # type: ignore[misc]
    """How a trainee sees their own session: a level for each criterion, or the wish not to say."""

    submit = SubmitField(_l("Keep this"))
    rather_not = SubmitField(_l("I would rather not say"))

    criteria: tuple[str, ...] = ()

    @classmethod
    def over(cls, rubric: Rubric) -> "SelfForm":
        """The form of a rubric."""

        class Asked(cls):  # type: ignore[valid-type, misc]
            criteria = tuple(criterion.key for criterion in rubric.criteria)

        for criterion in rubric.criteria:
            choices = [SelectChoice(str(n), f"{n} · {text}") for n, text in enumerate(criterion.anchors, 1)]
            unseen = SelectChoice(NOT_OBSERVED, _l("There was no occasion for it"))
            field = RadioField(f"{criterion.code} {criterion.name}", [Optional()], choices=[*choices, unseen])
            setattr(Asked, f"c-{criterion.key}", field)
        return Asked()

    def validate(self, extra_validators: Any = None) -> bool:
        """A level for each criterion, unless they would rather not say."""
        for key in self.criteria:
            self[f"c-{key}"].validate_choice = bool(self[f"c-{key}"].data)
        good = bool(super().validate(extra_validators))
        missing = [] if self.rather_not.data else [key for key in self.criteria if not self[f"c-{key}"].data]
        for key in missing:
            self[f"c-{key}"].errors = [_("Choose how you see it.")]
        return good and not missing

    @property
    def levels(self) -> dict[str, int | None]:
        """By criterion; `None` where there was no occasion, nothing at all for whoever would rather not say."""
        if self.rather_not.data:
            return {}
        return {
            key: None if self[f"c-{key}"].data == NOT_OBSERVED else int(self[f"c-{key}"].data) for key in self.criteria
        }


class AssignForm(FlaskForm):  # type: ignore[misc]
    """The assessors of a session."""

    assessors = Checkboxes(_l("Assessors"), [DataRequired(_l("Choose at least one assessor."))])
    confirmed = BooleanField(_l("I know this and ask them all the same; the trail keeps it"))


class ShadowForm(FlaskForm):  # type: ignore[misc]
    """Who rates a session to learn."""

    assessors = Checkboxes(_l("Assessors in training"), [DataRequired(_l("Choose at least one."))])


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Why an assessor cannot."""

    reason = TextAreaField(_l("Why can you not observe this session?"), REASON)


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """What a trainee says about a result of theirs."""

    text = TextAreaField(
        _l("What should whoever reads this result know?"),
        [
            DataRequired(_l("Write your reply.")),
            Length(max=1000, message=_l("Use at most 1,000 characters.")),
        ],
    )


class GiveUpForm(FlaskForm):  # type: ignore[misc]
    """Why a judgement will not come."""

    reason = TextAreaField(_l("Why will this judgement not come?"), REASON)


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """Why a locked judgement may be corrected."""

    reason = TextAreaField(_l("What has to be corrected?"), REASON)


class LicenceForm(FlaskForm):  # type: ignore[misc]
    """A licence to rate."""

    member = SelectField(_l("Assessor"), [DataRequired(_l("Choose an assessor."))])
    until = DateField(_l("Valid until"), [InputRequired(_l("Enter a day, such as 31/12/2027."))])
    reason = TextAreaField(_l("On what grounds"), REASON)

    def validate_until(self, field: DateField) -> None:
        """A licence that has run out before it begins is a slip."""
        if field.data and field.data <= self.today:
            raise ValidationError(_("Choose a day in the future."))

    today: date = date.min


class SuspendForm(FlaskForm):  # type: ignore[misc]
    """Why a licence is suspended."""

    reason = TextAreaField(_l("Why"), REASON)


class ThirdForm(FlaskForm):  # type: ignore[misc]
    """Who rates from the log before a difference is settled."""

    assessor = RadioField(_l("Who rates it?"), [InputRequired(_l("Choose an assessor."))])


WAYS = {
    Way.THIRD: _l("I weighed all three, a third assessor's levels too"),
    Way.READING: _l("I read both judgements and what they rest on"),
    Way.CONFERENCE: _l("The assessors talked with me, and this is what they came to"),
}


class SettleForm(FlaskForm):  # type: ignore[misc]
    """Levels and reasons of a moderation."""

    @classmethod
    def over(cls, criteria: Collection[str], ways: Sequence[Way] = tuple(Way)) -> "SettleForm":
        """One level and one reason for each criterion that differs, and how it may be settled, the likeliest first."""
        form = _settle_form_of(tuple(criteria))()
        form.way.choices = [SelectChoice(way.value, WAYS[way]) for way in ways]
        if not form.is_submitted():
            form.way.data = ways[0].value
        return form

    criteria: tuple[str, ...] = ()
    way = RadioField(
        _l("How was it settled?"),
        [InputRequired(_l("Say how it was settled."))],
    )

    @property
    def settlements(self) -> dict[str, tuple[int, str]]:
        return {key: (int(self[f"{key}-level"].data), self[f"{key}-reason"].data.strip()) for key in self.criteria}


@lru_cache(maxsize=64)
def _settle_form_of(criteria: tuple[str, ...]) -> type[SettleForm]:
    fields: dict[str, Any] = {}
    for key in criteria:
        fields[f"{key}-level"] = RadioField(
            _l("Settled level"),
            [InputRequired(_l("Choose the level that holds."))],
            choices=[SelectChoice(str(level)) for level in (1, 2, 3, 4)],
        )
        fields[f"{key}-reason"] = TextAreaField(_l("Why this level holds and the other does not"), REASON)
    return type("SettleFormOfCriteria", (SettleForm,), {**fields, "criteria": criteria})


class ResolveForm(FlaskForm):  # type: ignore[misc]
    """What a look into a stop event found."""

    upheld = RadioField(
        _l("What did you find?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("yes", _l("It happened: it keeps blocking")),
            SelectChoice("no", _l("It did not, or it was settled")),
        ],
    )
    reason = TextAreaField(_l("Reason"), REASON)
