"""Forms of capability: words to values."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from trainer.message import Message


class ProposalForm(FlaskForm):  # type: ignore[misc]
    """Why these lines should be a policy's next ones."""

    missing: Message | None = None

    reason = TextAreaField(
        _l("Why should these be the next lines?"),
        [
            DataRequired(_l("Give a reason; it is kept.")),
            Length(max=1000, message=_l("Use at most 1,000 characters.")),
        ],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """What rests on too little cannot be proposed, whatever the reason."""
        if self.missing:
            raise ValidationError(_(self.missing.text) % self.missing.values)
