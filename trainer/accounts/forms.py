"""What people type about their own sign-in."""

import zoneinfo

import pytz  # type: ignore[import-untyped]
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, Regexp

NAME = [DataRequired(_l("Enter a name.")), Length(max=120, message=_l("Use at most 120 characters."))]
CODE = [
    DataRequired(_l("Enter the code.")),
    Regexp(r"^[\w -]{6,40}\Z", message=_l("A code has six digits; a recovery code is longer.")),
]
# Flask-Babel asks pytz, which does not know all that the system names (“Factory”, “localtime”).
TIME_ZONES = [SelectChoice(zone) for zone in sorted(zoneinfo.available_timezones() & pytz.all_timezones_set)]


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Enter your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Enter your password.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    remember = BooleanField(_l("Keep me signed in on this device for 30 days"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code from an authenticator app, or a recovery code."""

    code = StringField(
        _l("Code"), CODE, render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    )


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """Where to send a link."""

    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Enter your e-mail address.")),
            Email(_l("Enter an address such as name@example.org."), check_deliverability=False),
        ],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [
            DataRequired(_l("Enter a password.")),
            Length(min=12, max=1000, message=_l("Use at least 12 characters; a few words do well.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        [EqualTo("password", message=_l("The two passwords differ. Type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )


class AcceptForm(NewPasswordForm):
    """How an invited person will be called, and their password."""

    name = StringField(_l("Your name"), NAME, render_kw={"autocomplete": "name"})


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    present = PasswordField(
        _l("Present password"),
        [DataRequired(_l("Enter your present password."))],
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The password once more, before something about the sign-in changes."""

    password = PasswordField(
        _l("Password"), [DataRequired(_l("Enter your password."))], render_kw={"autocomplete": "current-password"}
    )


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """How a person is called and how pages look to them."""

    name = StringField(_l("Name"), NAME, render_kw={"autocomplete": "name"})
    timezone = SelectField(_l("Time zone"), choices=TIME_ZONES)
    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice("auto", _l("As the device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
    )
    reading = RadioField(
        _l("Text of lessons"),
        choices=[
            SelectChoice("", _l("Serif")),
            SelectChoice("sans", _l("Sans serif")),
            SelectChoice("large", _l("Large serif")),
        ],
    )
