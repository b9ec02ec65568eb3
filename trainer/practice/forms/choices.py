"""What several forms of practice share: how a set meets, and which letters are not part of what somebody typed."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from trainer.practice.lifecycle import Modality

MODALITIES = [
    SelectChoice(Modality.IN_PERSON.value, _l("In one room")),
    SelectChoice(Modality.VIRTUAL.value, _l("By video call")),
    SelectChoice(Modality.HYBRID.value, _l("Some here, some by video call")),
]


def tidy(text: str | None) -> str:
    """Spaces around it and characters that a database cannot hold are not part of what somebody typed."""
    return (text or "").replace("\x00", "").strip()
