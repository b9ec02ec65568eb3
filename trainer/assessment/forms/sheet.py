"""What do the sheets share on which a session and a case are rated?"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FormField, HiddenField, RadioField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from trainer.assessment.judgement import NOT_OBSERVED, Gap
from trainer.curriculum.documents import Rubric
from trainer.web import say

SHORT = [Length(max=280, message=_l("Use at most 280 characters: what was done and what it did to the set."))]
LEVEL = [*(SelectChoice(level) for level in "1234"), SelectChoice(NOT_OBSERVED, "NO")]


class Difference(NamedTuple):
    """One field of which two versions of a sheet hold different things, in words."""

    where: str
    here: str
    there: str


def _target(field: Field) -> str:
    """What a link to a mistake leads to: of radios and checkboxes the first, for the group itself takes no focus."""
    grouped = hasattr(getattr(field, "option_widget", None), "input_type")
    return f"{field.id}-0" if grouped else field.id


class Sheet(FlaskForm):  # type: ignore[misc]
    """What forms share that hold something about each criterion, saved as they are and complained about later."""

    revision = HiddenField()

    criteria: tuple[str, ...] = ()

    def mark(self, criterion: str) -> Any:
        """The part of the form about one criterion."""
        return self[f"c-{criterion}"].form

    def show(self, gaps: Collection[Gap]) -> None:
        """Put what is missing beside the fields where it belongs."""
        for gap in gaps:
            field = self._of(gap.field)
            field.errors = [*field.errors, say(gap.message)]

    def _of(self, name: str) -> Any:
        if name in self:
            return self[name]
        criterion, _dash, part = name.rpartition("-")
        return self.mark(criterion)[part]

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Every error with the id of what can be chosen or typed there, in the order of the form."""
        fields = [field for key in self.criteria for field in self.mark(key)]
        others = [field for field in self if not isinstance(field, FormField)]
        return [(_target(field), str(error)) for field in (*fields, *others) for error in field.errors]

    @property
    def opened_at(self) -> int:
        """The revision of the draft that this form was opened with; a silly one is none."""
        sent = self.revision.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1

    def begin(self, rubric: Rubric, *radios: RadioField) -> None:
        """Ask what the rubric asks; a choice that is not made yet is no mistake, for half a sheet is kept as it is."""
        self.entrustment.label.text = rubric.entrustment.question
        self.entrustment.choices = [
            SelectChoice(str(x.level), f"L{x.level} {x.text}") for x in rubric.entrustment.levels
        ]
        for criterion in rubric.criteria:
            self[f"c-{criterion.key}"].label.text = f"{criterion.code} {criterion.name}"
        for field in (self.entrustment, *radios, *(self.mark(key).level for key in self.criteria)):
            field.validators = [Optional()]
            field.validate_choice = bool(field.data)

    def differences(self, there: Mapping[str, Any]) -> list[Difference]:
        """What this sheet and the values of another version say differently, in the order of the form."""
        found = (
            Difference(where, _shown(field, field.data), _shown(field, other))
            for where, field, other in self._beside(there)
        )
        return [one for one in found if one.here != one.there]

    def _beside(self, there: Mapping[str, Any]) -> Iterator[tuple[str, Field, Any]]:
        for key in self.criteria:
            values = there.get(f"c-{key}", {})
            for field in self.mark(key):
                yield f"{self[f'c-{key}'].label.text}: {field.label.text}", field, values.get(field.short_name)
        for field in self:
            if not isinstance(field, FormField | HiddenField | SubmitField):
                yield field.label.text, field, there.get(field.name)


def _shown(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return str(_("yes") if value else _("no"))
    if not value:
        return "–"
    if isinstance(value, str) and not isinstance(field, RadioField):
        return value
    chosen = [value] if isinstance(value, str) else list(value)
    labels = [str(choice.label) for choice in field.choices or () if choice.value in chosen]
    return "; ".join(labels) or str(ngettext("%(num)d chosen", "%(num)d chosen", len(chosen)))
