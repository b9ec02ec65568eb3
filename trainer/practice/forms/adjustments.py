"""What is arranged for somebody, as a coordinator ticks it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from trainer.organisations.forms import Checkboxes
from trainer.practice.adjustments import NAMES, Adjustment


class AdjustmentsForm(FlaskForm):  # type: ignore[misc]
    """Kinds, and never why."""

    kinds = Checkboxes(
        _l("What is arranged"), choices=[SelectChoice(kind.value, _l(name.text)) for kind, name in NAMES.items()]
    )

    @property
    def ticked(self) -> frozenset[Adjustment]:
        return frozenset(Adjustment(kind) for kind in self.kinds.data or ())
