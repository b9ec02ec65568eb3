"""What is typed about a guest assessor."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length


class GuestForm(FlaskForm):  # type: ignore[misc]
    """Somebody without a sign-in to ask to one session."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter their name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Enter their e-mail address.")),
            Email(_l("Enter an address such as name@example.org."), check_deliverability=False),
        ],
    )
    introduction = TextAreaField(
        _l("Why can they judge this session?"),
        [DataRequired(_l("Say on what grounds they can judge it.")), Length(max=2000)],
    )
