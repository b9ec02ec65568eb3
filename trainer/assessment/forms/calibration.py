"""What is typed about a calibration case."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from trainer.assessment.case import NO_STOP_EVENT
from trainer.assessment.forms.sheet import LEVEL, SHORT, Sheet
from trainer.assessment.judgement import Draft, Mark
from trainer.curriculum.documents import Rubric
from trainer.organisations.forms import Checkboxes


class CaseMarkForm(Form):  # type: ignore[misc]
    """One criterion of a calibration case: a level, and in a sentence why."""

    level = RadioField(_l("Level"), choices=LEVEL)
    comment = TextAreaField(_l("What moved you, in a sentence"), SHORT)


class CaseForm(Sheet):
    """Levels on a calibration case. What they must hold to be confirmed is decided by `case.gaps`."""

    stops = Checkboxes(_l("Did any of this happen?"))
    entrustment = RadioField()
    final = BooleanField(_l("These are my own levels. I know that they cannot be changed once they are confirmed."))
    save = SubmitField(_l("Save draft"))
    confirm = SubmitField(_l("Confirm my levels"))

    @classmethod
    def over(cls, rubric: Rubric, draft: Draft, stops: Collection[str], revision: int) -> "CaseForm":
        """The form of a rubric, holding a draft."""
        made = _case_form_of(tuple(c.key for c in rubric.criteria))
        form = made(data={**cls.values(draft, stops), "revision": str(revision)})
        form.begin(rubric)
        none = SelectChoice(NO_STOP_EVENT, _("None of these happened"))
        form.stops.choices = [none, *(SelectChoice(stop.key, stop.text) for stop in rubric.stop_events)]
        return form

    @staticmethod
    def values(draft: Draft, stops: Collection[str]) -> dict[str, Any]:
        """What the fields hold when they show a draft."""
        marks = {f"c-{key}": {"level": mark.level, "comment": mark.comment} for key, mark in draft.marks.items()}
        return {**marks, "stops": list(stops), "entrustment": draft.entrustment}

    @property
    def draft(self) -> Draft:
        """What the form holds now, as the rules read it."""
        forms = {key: self.mark(key) for key in self.criteria}
        marks = {key: Mark(level=f.level.data or "", comment=f.comment.data or "") for key, f in forms.items()}
        return Draft(marks=marks, entrustment=self.entrustment.data or "")


@lru_cache(maxsize=64)
def _case_form_of(criteria: tuple[str, ...]) -> type[CaseForm]:
    fields = {f"c-{key}": FormField(CaseMarkForm, separator="-") for key in criteria}
    return type("CaseFormOfRubric", (CaseForm,), {**fields, "criteria": criteria})


class WhyForm(FlaskForm):  # type: ignore[misc]
    """A reason for each difference from the reference."""

    @classmethod
    def over(cls, owed: Collection[str]) -> "WhyForm":
        """One reason for each."""
        return _why_form_of(tuple(owed))()

    owed: tuple[str, ...] = ()

    @property
    def reasons(self) -> dict[str, str]:
        return {key: self[f"why-{key}"].data for key in self.owed}


@lru_cache(maxsize=64)
def _why_form_of(owed: tuple[str, ...]) -> type[WhyForm]:
    label = _l("What did you see otherwise, in a sentence?")
    need = [
        DataRequired(_l("Say in a sentence what you saw otherwise. It is kept.")),
        Length(max=280, message=_l("Use at most 280 characters.")),
    ]
    fields: dict[str, Any] = {f"why-{key}": TextAreaField(label, need) for key in owed}
    return type("WhyFormOfCase", (WhyForm,), {**fields, "owed": owed})
