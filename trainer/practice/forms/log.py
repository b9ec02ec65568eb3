"""What is typed about rounds that a trainee has facilitated, and about looking into them."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from trainer.practice.forms.choices import MODALITIES, tidy
from trainer.practice.lifecycle import Modality
from trainer.practice.log import Part, Stage
from trainer.practice.models import LearningSet

ELSEWHERE = "elsewhere"
STAGES = [
    SelectChoice(Stage.FIRST.value, _l("The set's first meeting")),
    SelectChoice(Stage.MIDDLE.value, _l("One in between")),
    SelectChoice(Stage.LAST.value, _l("Its last meeting")),
]
PARTS = [
    SelectChoice(Part.FACILITATED.value, _l("I facilitated")),
    SelectChoice(Part.CO_FACILITATED.value, _l("I co-facilitated")),
]
FOUND = [
    SelectChoice("yes", _l("It took place as it is written")),
    SelectChoice("no", _l("It did not, or not so")),
]


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A round to write down."""

    today: date
    held_on = DateField(_l("When"), [InputRequired(_l("Enter the day."))])
    set = SelectField(_l("Which set"), [InputRequired(_l("Choose a set."))])
    set_name = StringField(
        _l("Name of a set elsewhere"),
        [Optional(), Length(max=120)],
        filters=[tidy],
        description=_l("Only if it is not in the list. What the set is called, not who sits in it."),
    )
    minutes = IntegerField(
        _l("Minutes that you facilitated"),
        [
            InputRequired(_l("Enter how long it was.")),
            NumberRange(10, 480, _l("A round lasts between %(min)d and %(max)d minutes.")),
        ],
    )
    modality = RadioField(_l("How the set met"), choices=MODALITIES, default=Modality.IN_PERSON.value)
    stage = RadioField(_l("Which meeting it was"), choices=STAGES, default=Stage.MIDDLE.value)
    part = RadioField(_l("What you did"), choices=PARTS, default=Part.FACILITATED.value)

    def validate_held_on(self, field: DateField) -> None:
        if field.data and not date(2000, 1, 1) <= field.data <= self.today:
            raise ValidationError(_l("Enter a day that has been."))

    def validate_set(self, field: SelectField) -> None:
        if field.data == ELSEWHERE and not tidy(self.set_name.data):
            raise ValidationError(_l("Choose a set, or write what it is called."))


def round_form(sets: Iterable[LearningSet], today: date) -> RoundForm:
    """A form with these sets."""
    form = RoundForm()
    form.today = today
    known = [SelectChoice(str(one.id), one.name) for one in sets]
    form.set.choices = [SelectChoice("", _l("Choose")), *known, SelectChoice(ELSEWHERE, _l("A set elsewhere"))]
    return form


def _number(label: str) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired(_l("Enter a number; 0 where there was none.")),
            NumberRange(0, 99, _l("Enter a number between %(min)d and %(max)d.")),
        ],
    )


class ActionsForm(FlaskForm):  # type: ignore[misc]
    """How many actions there were, without a word about them."""

    agreed = _number(_l("Agreed at this meeting"))
    done = _number(_l("Of earlier ones: done"))
    open = _number(_l("Of earlier ones: still open"))
    overdue = _number(_l("Of those still open: overdue"))

    def validate_overdue(self, field: IntegerField) -> None:
        if None not in (field.data, self.open.data) and field.data > self.open.data:
            raise ValidationError(_l("No more are overdue than are open."))


class CheckForm(FlaskForm):  # type: ignore[misc]
    """What a lead assessor found out."""

    confirmed = RadioField(_l("What did you find?"), [InputRequired(_l("Choose one."))], choices=FOUND)
    reason = TextAreaField(
        _l("How do you know?"),
        [DataRequired(_l("Write in one sentence how you know.")), Length(max=280)],
        filters=[tidy],
        description=_l("Whom or what you asked by role: the set's calendar, a member, the sponsor. No names."),
    )
