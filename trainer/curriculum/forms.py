"""What a trainee types while learning."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SubmitField, TextAreaField
from wtforms.validators import Length

from trainer.curriculum.reflection import LONGEST, Lines

LINE = [Length(max=LONGEST, message=_l("Use at most %(max)d characters."))]


class FourLinesForm(FlaskForm):  # type: ignore[misc]
    """The four lines of a reflection; a draft may have gaps, what counts already may not."""

    counts = False

    did = TextAreaField(
        _l("What I did"), LINE, description=_l("Your behaviour, as a camera would have seen it. Leave out the issue.")
    )
    effect = TextAreaField(_l("What it did to the set's thinking"), LINE)
    protecting = TextAreaField(_l("What I was protecting or avoiding"), LINE)
    next_time = TextAreaField(_l("What I will try next"), LINE)
    submit = SubmitField(_l("Submit"))
    save = SubmitField(_l("Save as draft"))

    @property
    def lines(self) -> Lines:
        names = ("did", "effect", "protecting", "next_time")
        return Lines(*((self[name].data or "").strip() for name in names))

    def validate(self, extra_validators: object = None) -> bool:
        """All four lines are needed once the reflection is submitted."""
        right = bool(super().validate(extra_validators))
        if not (self.submit.data or self.counts):
            return right
        for name, line in zip(("did", "effect", "protecting", "next_time"), self.lines, strict=True):
            if not line:
                self[name].errors = [*self[name].errors, _l("Write a line here before you submit.")]
                right = False
        return right


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button without words."""
