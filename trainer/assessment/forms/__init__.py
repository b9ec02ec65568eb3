"""What is typed about judging: calibration cases, ratings, licences, moderation."""

from trainer.assessment.forms.calibration import CaseForm, WhyForm
from trainer.assessment.forms.guests import GuestForm
from trainer.assessment.forms.judging import (
    AssignForm,
    DeclineForm,
    GiveUpForm,
    LicenceForm,
    RatingForm,
    ReopenForm,
    ReplyForm,
    ResolveForm,
    SelfForm,
    SettleForm,
    ShadowForm,
    SuspendForm,
    ThirdForm,
)
from trainer.assessment.forms.looks import LookForm
from trainer.assessment.forms.phrases import PhraseForm

__all__ = [
    "AssignForm",
    "CaseForm",
    "DeclineForm",
    "GiveUpForm",
    "GuestForm",
    "LicenceForm",
    "LookForm",
    "PhraseForm",
    "RatingForm",
    "ReopenForm",
    "ReplyForm",
    "ResolveForm",
    "SelfForm",
    "SettleForm",
    "ShadowForm",
    "SuspendForm",
    "ThirdForm",
    "WhyForm",
]
