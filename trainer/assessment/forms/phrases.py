"""What is typed about phrases of one's own?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class PhraseForm(FlaskForm):  # type: ignore[misc]
    """One more phrase."""

    text = StringField(
        _l("A phrase to begin a comment with"),
        [
            DataRequired(_l("Write the phrase.")),
            Length(max=120, message=_l("Use at most 120 characters: it is only a beginning.")),
        ],
        filters=[_on_one_line],
    )
