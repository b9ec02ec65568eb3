"""What is typed about decisions and certificates."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from trainer.certification.lifecycle import StatusChange, Vote
from trainer.organisations.forms import Checkboxes

REASON = [
    DataRequired(_l("Give a reason; it is kept.")),
    Length(max=2000, message=_l("Use at most 2,000 characters.")),
]


class PanelForm(FlaskForm):  # type: ignore[misc]
    """Who decides."""

    members = Checkboxes(_l("Panel"), [DataRequired(_l("Choose the people who decide."))])


class VoteForm(FlaskForm):  # type: ignore[misc]
    """One's own vote."""

    vote = RadioField(
        _l("My vote"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(Vote.CERTIFIED.value, _l("Certify")),
            SelectChoice(Vote.CONDITIONAL.value, _l("Certify with a condition")),
            SelectChoice(Vote.NOT_YET.value, _l("Not yet")),
            SelectChoice(Vote.RECUSED.value, _l("I recuse myself")),
        ],
    )
    reason = TextAreaField(_l("My reason"), REASON)


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What the panel records together."""

    rationale = TextAreaField(_l("Reason of the panel"), REASON)


class ConditionalDecisionForm(DecisionForm):
    """What the panel records together where a certificate holds on a condition only."""

    conditions = TextAreaField(
        _l("Condition"),
        [
            DataRequired(_l("Say what the certificate is conditional on.")),
            Length(max=1000, message=_l("Use at most 1,000 characters.")),
        ],
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a panel is dissolved."""

    reason = TextAreaField(_l("Why"), REASON)


class StandingForm(FlaskForm):  # type: ignore[misc]
    """A change of a certificate's standing."""

    change = RadioField(
        _l("What happens to it"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(StatusChange.SUSPENDED.value, _l("Suspend")),
            SelectChoice(StatusChange.REINSTATED.value, _l("Reinstate")),
            SelectChoice(StatusChange.REVOKED.value, _l("Revoke")),
        ],
    )
    reason = TextAreaField(_l("Reason"), REASON)


class LookUpForm(FlaskForm):  # type: ignore[misc]
    """The code of a certificate."""

    class Meta:
        """Anybody may ask, and asking changes nothing."""

        csrf = False

    code = StringField(
        _l("Code on the certificate"),
        [DataRequired(_l("Type the code.")), Length(max=40, message=_l("A code has twelve letters and digits."))],
    )
