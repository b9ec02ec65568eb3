"""What people type about their own sign-in."""

import zoneinfo
from collections.abc import Collection, Iterable
from dataclasses import asdict, fields, replace

import pytz  # type: ignore[import-untyped]
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, Regexp

from trainer.accounts.looks import FONTS, SIZES, WIDTHS, Reading
from trainer.site import language_name

NAME = [DataRequired(_l("Enter a name.")), Length(max=120, message=_l("Use at most 120 characters."))]
CODE = [
    DataRequired(_l("Enter the code.")),
    Regexp(r"^[\w -]{6,40}\Z", message=_l("A code has six digits; a recovery code is longer.")),
]
# Flask-Babel asks pytz, which does not know all that the system names (“Factory”, “localtime”).
COLOURS = (("auto", _l("As the device")), ("light", _l("Light")), ("dark", _l("Dark")))
TIME_ZONES = [SelectChoice(zone) for zone in sorted(zoneinfo.available_timezones() & pytz.all_timezones_set)]


def _radios(label: str, choices: Iterable[tuple[str, str]]) -> RadioField:
    return RadioField(label, choices=[SelectChoice(value, text) for value, text in choices])


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
    theme = _radios(_l("Colours"), COLOURS)


class ReadingForm(FlaskForm):  # type: ignore[misc]
    """How lessons look, and which language they are read in where there are several."""

    before = Reading()

    font = _radios(_l("Letters"), zip(FONTS, (_l("Serif"), _l("Sans serif")), strict=True))
    size = _radios(_l("Size"), zip(SIZES, (_l("Small"), _l("Normal"), _l("Large"), _l("Largest")), strict=True))
    width = _radios(_l("Width"), zip(WIDTHS, (_l("Narrow"), _l("Normal"), _l("Wide")), strict=True))
    theme = _radios(_l("Colours"), COLOURS)
    language = SelectField(_l("Language of lessons"))
    keys = BooleanField(
        _l("Keyboard shortcuts"), description=_l("Single keys in lessons: n next, p previous, ? all of them.")
    )

    @classmethod
    def of(cls, before: Reading, theme: str, languages: Collection[str]) -> "ReadingForm":
        """The form of what somebody chose so far; a language is asked for where several are offered."""
        form = cls(data={**asdict(before), "theme": theme})
        form.before = before
        known = sorted({*languages, before.language} - {""})
        form.language.choices = [("", _l("As the other pages")), *((code, language_name(code, code)) for code in known)]
        if len(languages) < 2:
            del form.language
        return form

    @property
    def reading(self) -> Reading:
        """What was chosen; what was not asked for stays."""
        asked = (field.name for field in fields(Reading) if field.name in self)
        return replace(self.before, **{name: self[name].data for name in asked})
