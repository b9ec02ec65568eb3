"""What is typed when a lead looks into judgements."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

SOUND, REMARKED = "sound", "remarked"


class LookForm(FlaskForm):  # type: ignore[misc]
    """Of each judgement whether it is sound; those that nobody says anything about wait on."""

    @classmethod
    def over(cls, observations: Collection[UUID]) -> "LookForm":
        """A finding and a remark for each judgement."""
        return _look_form_of(tuple(observations))()

    observations: tuple[UUID, ...] = ()

    @property
    def found(self) -> dict[UUID, tuple[bool, str]]:
        said = {id: (self[f"{id}-found"].data, self[f"{id}-remark"].data or "") for id in self.observations}
        return {id: (found == SOUND, remark.strip()) for id, (found, remark) in said.items() if found}

    def validate(self, extra_validators: Any = None) -> bool:
        """A remark is owed where something was found, a finding beside a remark; and something has to be said."""
        valid = bool(super().validate(extra_validators))
        for id in self.observations:
            found, remark = self[f"{id}-found"], self[f"{id}-remark"]
            written = bool((remark.data or "").strip())
            if found.data == REMARKED and not written:
                remark.errors = [_("Write what you would talk about with this assessor.")]
            if written and not found.data:
                found.errors = [_("Say what you found.")]
            valid = valid and not (found.errors or remark.errors)
        if valid and self.observations and not self.found:
            self[f"{self.observations[0]}-found"].errors = [_("Say of at least one judgement what you found.")]
            valid = False
        return valid


@lru_cache(maxsize=64)
def _look_form_of(observations: tuple[UUID, ...]) -> type[LookForm]:
    fields: dict[str, Any] = {}
    for id in observations:
        fields[f"{id}-found"] = RadioField(
            _l("What did you find?"),
            [Optional()],
            choices=[
                SelectChoice(SOUND, _l("Sound: levels and evidence go together")),
                SelectChoice(REMARKED, _l("Something to talk about with this assessor")),
            ],
        )
        fields[f"{id}-remark"] = TextAreaField(
            _l("Remark"), [Length(max=1000, message=_l("Use at most 1,000 characters."))]
        )
    return type("LookFormOfJudgements", (LookForm,), {**fields, "observations": observations})
