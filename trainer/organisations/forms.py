"""What is typed about an organisation and its people."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from trainer.accounts.forms import TIME_ZONES
from trainer.organisations.duties import Duty

DUTIES = [
    SelectChoice(Duty.TRAINEE.value, _l("Trainee: learns and is observed")),
    SelectChoice(Duty.ASSESSOR.value, _l("Assessor: observes and rates")),
    SelectChoice(Duty.LEAD.value, _l("Lead assessor: licenses, moderates, releases")),
    SelectChoice(Duty.PANEL.value, _l("Panel member: decides")),
    SelectChoice(Duty.COORDINATOR.value, _l("Coordinator: invites, schedules, reports")),
    SelectChoice(Duty.AUTHOR.value, _l("Author: writes programmes")),
    SelectChoice(Duty.AUDITOR.value, _l("Auditor or sponsor: reads")),
    SelectChoice(Duty.ADMINISTRATOR.value, _l("Administrator: people, duties, settings")),
]


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Several of a few."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Somebody to invite."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter their name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Enter their e-mail address.")),
            Email(_l("Enter an address such as name@example.org."), check_deliverability=False),
        ],
    )
    duties = Checkboxes(_l("Duties"), [DataRequired(_l("Choose at least one duty."))], choices=DUTIES)
    unit = SelectField(_l("Unit"), [Optional()], validate_choice=True)


class ManagerForm(FlaskForm):  # type: ignore[misc]
    """Who manages a member."""

    manager = SelectField(_l("Line manager"), [Optional()], validate_choice=True)


class DutiesForm(FlaskForm):  # type: ignore[misc]
    """The duties a member holds."""

    duties = Checkboxes(_l("Duties"), choices=DUTIES)


class UnitForm(FlaskForm):  # type: ignore[misc]
    """A unit to add."""

    name = StringField(_l("Name of the unit"), [DataRequired(_l("Enter a name.")), Length(max=120)])


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """How the organisation is called and looks."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter a name.")), Length(max=120)])
    colour = StringField(
        _l("Colour"),
        [Regexp(r"^#[0-9a-fA-F]{6}\Z", message=_l("Write a colour as #rrggbb, for example #2f5d50."))],
        description=_l("Shades of it are chosen so that text stays readable in light and dark."),
    )
    timezone = SelectField(_l("Time zone"), choices=TIME_ZONES)


class JoinForm(FlaskForm):  # type: ignore[misc]
    """One press."""
