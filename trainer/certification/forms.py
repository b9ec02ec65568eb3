"""What is typed about decisions, certificates and appeals."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from trainer.certification.appeal import PANEL_MEMBERS, Finding
from trainer.certification.lifecycle import Ground, Remedy, StatusChange, Vote
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


GROUNDS = [
    SelectChoice(Ground.PROCEDURE.value, _l("The procedure was not kept")),
    SelectChoice(Ground.EVIDENCE.value, _l("Evidence was not considered")),
    SelectChoice(Ground.ADJUSTMENT.value, _l("An adjustment that was agreed was not given")),
    SelectChoice(Ground.BIAS.value, _l("Bias, or a conflict of interest")),
    SelectChoice(Ground.POLICY.value, _l("It does not follow from the version of the policy that applies")),
]
TALK, WRITE = "talk", "write"
SAYS = [DataRequired(_l("Write it down.")), Length(max=2000, message=_l("Use at most 2,000 characters."))]


class LodgeForm(FlaskForm):  # type: ignore[misc]
    """A wish to talk, or a written appeal."""

    way = RadioField(
        _l("How do you want to begin?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(TALK, _l("Talk about it first")),
            SelectChoice(WRITE, _l("Appeal in writing")),
        ],
    )
    ground = RadioField(_l("On what ground? (for a written appeal)"), [Optional()], choices=GROUNDS)
    text = TextAreaField(_l("What is it about?"), SAYS)

    def validate_way(self, field: RadioField) -> None:
        """A written appeal rests on a ground."""
        if field.data == WRITE and not self.ground.data:
            raise ValidationError(_("A written appeal rests on a ground. Choose it below."))


class WriteAppealForm(FlaskForm):  # type: ignore[misc]
    """A written appeal after a talk."""

    ground = RadioField(_l("On what ground?"), [InputRequired(_l("Choose the ground."))], choices=GROUNDS)
    text = TextAreaField(_l("What is it about?"), SAYS)


class TalkForm(FlaskForm):  # type: ignore[misc]
    """What came of a talk."""

    text = TextAreaField(_l("What came of the talk?"), SAYS)


class FurtherForm(FlaskForm):  # type: ignore[misc]
    """Why an answer does not settle the matter."""

    text = TextAreaField(_l("Why does the answer not settle it?"), SAYS)


class SeatForm(FlaskForm):  # type: ignore[misc]
    """The two who hear an appeal last."""

    members = Checkboxes(_l("Panel"), [DataRequired(_l("Choose two people."))])

    def validate_members(self, field: Checkboxes) -> None:
        """Two, no more and no fewer."""
        if len(set(field.data or ())) != PANEL_MEMBERS:
            raise ValidationError(_("Choose two people."))


class FindingForm(FlaskForm):  # type: ignore[misc]
    """What somebody who hears an appeal finds."""

    upheld = RadioField(
        _l("What do you find?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice("yes", _l("Upheld")), SelectChoice("no", _l("Refused"))],
    )
    remedy = RadioField(_l("What follows, if it is upheld?"), [Optional()])
    reason = TextAreaField(_l("Reasons"), REASON)

    @classmethod
    def over(cls, remedies: Collection[Remedy], **options: object) -> "FindingForm":
        """The form with what can follow here."""
        names = {
            Remedy.RERATE: _("Somebody new rates the session again, blind, from its event log"),
            Remedy.SESSION: _("An extra observed session"),
            Remedy.RESCIND: _("The decision is taken back, and a panel decides anew"),
        }
        form = cls(**options)
        form.remedy.choices = [SelectChoice(one.value, names[one]) for one in remedies]
        return form

    def validate_upheld(self, field: RadioField) -> None:
        """Something follows from what is upheld."""
        if field.data == "yes" and not self.remedy.data:
            raise ValidationError(_("Choose what follows."))

    @property
    def finding(self) -> Finding:
        upheld = self.upheld.data == "yes"
        return Finding(upheld, Remedy(self.remedy.data) if upheld else None)


class RerateForm(FlaskForm):  # type: ignore[misc]
    """Who rates a session again."""

    assessor = RadioField(_l("Assessor"), [InputRequired(_l("Choose an assessor."))])
