"""What somebody in a set says about how it was."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trainer.practice.pulse import HIGHEST, LOWEST, QUESTIONS

ENDS = {LOWEST: _l("not at all"), HIGHEST: _l("fully")}


class PulseForm(FlaskForm):  # type: ignore[misc]
    """Five statements, each from 1 to 5."""

    @property
    def said(self) -> dict[str, int]:
        return {key: int(self[key].data) for key in QUESTIONS}


for key, question in QUESTIONS.items():
    choices = [
        SelectChoice(str(number), f"{number} · {ENDS[number]}" if number in ENDS else str(number))
        for number in range(LOWEST, HIGHEST + 1)
    ]
    field = RadioField(_l(question.text), [InputRequired(_l("Choose a number."))], choices=choices)
    setattr(PulseForm, key, field)
