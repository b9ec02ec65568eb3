"""What is tapped and typed to tell a trainee at once what was seen."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from trainer.curriculum.documents import Rubric
from trainer.practice.forms.choices import tidy

LONGEST = 300


class FormativeNoteForm(FlaskForm):  # type: ignore[misc]
    """One strength, one thing to work on, one sentence. `confirmed`: the writer has seen what the check found."""

    strength = RadioField(_l("What went well?"), [InputRequired(_l("Choose what went well."))])
    work_on = RadioField(_l("What to work on?"), [InputRequired(_l("Choose what to work on."))])
    sentence = TextAreaField(
        _l("One sentence"),
        [DataRequired(_l("Write one sentence.")), Length(max=LONGEST, message=_l("One sentence is enough."))],
        filters=[tidy],
        description=_l("What they did, and what it did to the set. Never the issue, never a name."),
    )
    confirmed = BooleanField(_l("I have read this and it is about behaviour, not about a person or an issue"))

    def over(self, rubric: Rubric) -> "FormativeNoteForm":
        """Offer the criteria of a rubric."""
        offered = [SelectChoice(criterion.key, criterion.name) for criterion in rubric.criteria]
        self.strength.choices = self.work_on.choices = offered
        return self

    def validate_work_on(self, field: RadioField) -> None:
        """What went well is not what to work on."""
        if field.data == self.strength.data:
            raise ValidationError(_l("Choose something else than what went well."))
