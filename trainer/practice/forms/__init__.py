"""What is typed about sets, meetings, sessions, agreements and timelines."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import to_user_timezone, to_utc
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from trainer.curriculum.documents import ObservationScheme
from trainer.curriculum.forms import FourLinesForm
from trainer.practice.agreement import AUDIO, SHARE_WITH_EXTERNAL_ASSESSOR, USE_FOR_CALIBRATION, VIDEO
from trainer.practice.forms.agreements import agreements_form, own_answer_form
from trainer.practice.forms.choices import MODALITIES, tidy
from trainer.practice.lifecycle import Modality, SessionKind
from trainer.practice.models import Seat, SetMeeting
from trainer.practice.operations import LONGEST_NOTE

__all__ = ["agreements_form", "own_answer_form", "tidy"]

MOST_SEATS = 12
SLOTS = (30, 45, 60, 90)
KINDS = [
    SelectChoice(SessionKind.SUMMATIVE.value, _l("It counts towards my certificate")),
    SelectChoice(SessionKind.FORMATIVE.value, _l("It is practice: I want the feedback only")),
]
ASKS = [
    SelectChoice(AUDIO, _l("whether the sound may be recorded")),
    SelectChoice(VIDEO, _l("whether pictures may be recorded")),
    SelectChoice(USE_FOR_CALIBRATION, _l("whether what is tapped may be used to train assessors")),
    SelectChoice(SHARE_WITH_EXTERNAL_ASSESSOR, _l("whether an assessor from outside may take part")),
]


def _line(label: str, asks: str, longest: int = 120, **options: Any) -> StringField:
    return StringField(label, [DataRequired(asks), Length(max=longest)], filters=[tidy], **options)


def _address() -> StringField:
    return StringField(
        _l("E-mail address"),
        [
            Optional(),
            Email(_l("Enter an address such as name@example.org."), check_deliverability=False),
            Length(max=254),
        ],
        filters=[tidy],
        description=_l("For dates and their own link only. Without one you hand the link over yourself."),
    )


class SetForm(FlaskForm):  # type: ignore[misc]
    """A set to found."""

    name = _line(_l("Name of the set"), _l("Enter a name."))
    modality = RadioField(_l("How it meets"), choices=MODALITIES, default=Modality.IN_PERSON.value)
    seats = TextAreaField(
        _l("Members"),
        [DataRequired(_l("Enter the members, one to a line."))],
        filters=[tidy],
        description=_l(
            "One name to a line, an e-mail address after a comma if you like. They become M1, M2 and so on; an "
            "assessor's notes show only that."
        ),
    )

    @property
    def names(self) -> list[str]:
        return [line.strip() for line in (self.seats.data or "").splitlines() if line.strip()]

    def validate_seats(self, field: TextAreaField) -> None:
        if len(self.names) > MOST_SEATS:
            raise ValidationError(_l("A set has at most twelve members."))
        if any(len(name) > 120 for name in self.names):
            raise ValidationError(_l("A name has at most 120 characters."))


class SeatForm(FlaskForm):  # type: ignore[misc]
    """Somebody who joins a set."""

    person = _line(_l("Name"), _l("Enter their name."))
    address = _address()
    cofacilitates = BooleanField(_l("Co-facilitates: runs the set with its facilitator"))


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Where letters to somebody in a set go."""

    address = _address()


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """A date for a set."""

    starts_at = DateTimeLocalField(
        _l("When"), [InputRequired(_l("Enter a date and a time."))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    minutes = IntegerField(
        _l("Minutes"),
        [
            InputRequired(_l("Enter how long it lasts.")),
            NumberRange(15, 480, _l("A meeting lasts between %(min)d and %(max)d minutes.")),
        ],
        default=120,
    )
    place = StringField(_l("Where"), [Optional(), Length(max=200)], filters=[tidy])
    asks = SelectMultipleField(
        _l("The set is also asked"),
        choices=ASKS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Leave these out unless you need one. A no to a recording is a no for everybody."),
    )

    @classmethod
    def of(cls, meeting: SetMeeting) -> "MeetingForm":
        """The form as it would say what is planned, in the reader's time zone."""
        starts_at = to_user_timezone(meeting.starts_at).replace(tzinfo=None)
        return cls(formdata=None, starts_at=starts_at, minutes=meeting.minutes, place=meeting.place)

    @property
    def instant(self) -> datetime:
        """What was typed in the reader's time zone, as an instant."""
        return to_utc(self.starts_at.data).replace(tzinfo=UTC)  # type: ignore[no-any-return]

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Enter a date of this century."))


class RequestForm(FlaskForm):  # type: ignore[misc]
    """A session to ask for."""

    meeting = RadioField(_l("At which meeting?"), [InputRequired(_l("Choose a meeting."))])
    slot_minutes = RadioField(
        _l("How long is the slot you facilitate?"),
        [InputRequired(_l("Choose a length."))],
        choices=[SelectChoice(str(minutes), _l("%(minutes)d minutes", minutes=minutes)) for minutes in SLOTS],
    )
    kind = RadioField(
        _l("What is it for?"), [InputRequired(_l("Choose one."))], choices=KINDS, default=SessionKind.SUMMATIVE.value
    )

    def offer(self, choices: Iterable[SelectChoice]) -> "RequestForm":
        """Offer these meetings."""
        self.meeting.choices = list(choices)
        return self


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something ends."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write a reason in one sentence.")), Length(max=LONGEST_NOTE)],
        filters=[tidy],
        description=_l("Without names and without what the meeting was about."),
    )


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button without words."""


class ReflectionForm(FourLinesForm):
    """Four lines about a session. `confirmed`: the writer has seen what the check found and means it."""

    shared = BooleanField(_l("Share with my assessors"))
    confirmed = BooleanField(_l("I have read this and it is about behaviour, not about a person or an issue"))


SHIFTS = (-10_000, -5_000, 5_000, 10_000)


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """One event corrected: `do` is a shift in milliseconds, “actor”, “void” or “restore”."""

    event = HiddenField(validators=[DataRequired()])
    do = SelectField(choices=[SelectChoice(word) for word in (*map(str, SHIFTS), "actor", "void", "restore")])
    actor = SelectField(_l("Who"), validators=[Optional()])


def correction_form(seats: Iterable[Seat]) -> CorrectionForm:
    """A form to correct an event of a set with these seats."""
    form = CorrectionForm()
    form.actor.choices = [SelectChoice(*pair) for pair in actor_choices(seats)]
    return form


class MissedForm(FlaskForm):  # type: ignore[misc]
    """An event that was missed while capturing."""

    code = SelectField(_l("What happened"))
    actor = SelectField(_l("Who"))
    at = StringField(
        _l("When"),
        [
            DataRequired(_l("Enter a time in the session.")),
            Regexp(r"^\d{1,3}:[0-5]\d$", message=_l("Write minutes and seconds, for example 12:40.")),
        ],
        filters=[tidy],
        description=_l("Minutes and seconds from the start, for example 12:40."),
    )
    text = StringField(_l("Note"), [Optional(), Length(max=LONGEST_NOTE)], filters=[tidy])

    @property
    def at_ms(self) -> int:
        minutes, seconds = str(self.at.data).split(":")
        return int(timedelta(minutes=int(minutes), seconds=int(seconds)).total_seconds()) * 1000


def missed_form(scheme: ObservationScheme, seats: Iterable[Seat]) -> MissedForm:
    """A form for a missed event with the behaviours of a scheme and the seats of a set."""
    form = MissedForm()
    form.code.choices = [SelectChoice(code.key, code.label) for code in scheme.codes]
    form.actor.choices = [SelectChoice(*pair) for pair in actor_choices(seats)]
    return form


def actor_choices(seats: Iterable[Seat]) -> list[tuple[str, Any]]:
    """Who can have done something: by role, or by seat without the name."""
    roles = [
        ("F", _l("Facilitator")),
        ("P", _l("Presenter")),
        ("M", _l("A member")),
        ("CO", _l("Co-facilitator")),
        ("SET", _l("The set")),
    ]
    return [*roles, *((seat.code, seat.code) for seat in seats if not seat.cofacilitates)]


def meeting_choice(meeting: SetMeeting, when: str) -> SelectChoice:
    """How a meeting is offered: its set, its number and when it is."""
    return SelectChoice(str(meeting.id), f"{meeting.set.name} {meeting.number} · {when}")


class DeliverForm(FlaskForm):  # type: ignore[misc]
    """What a device or a paper sheet holds."""

    upload = FileField(_l("File that you downloaded from the capture page"))
    events = FileField(
        _l("Event log from BORIS"),
        description=_l(
            "Tabular events as CSV. All of it is taken or nothing. What it lacks stays in your timeline; what it has "
            "and your timeline has not is added."
        ),
    )
    lines = TextAreaField(
        _l("Lines of the paper sheet"),
        [Length(max=60_000)],
        filters=[tidy],
        description=_l("One line for each thing: time, letter, who, note. For example: 12:40 o M2 waits."),
    )

    def validate_lines(self, field: TextAreaField) -> None:
        """Something has to be there."""
        if not field.data and not self.upload.data and not self.events.data:
            raise ValidationError(_l("Choose a file, or type the lines of the sheet."))
