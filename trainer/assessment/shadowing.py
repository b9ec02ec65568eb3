"""Who can rate beside others to learn, without ever counting and without seeing what they gave?"""

from collections.abc import Collection

from trainer.assessment.blind import is_blind
from trainer.organisations.duties import Duty
from trainer.verdict import Verdict, refuse_if


def stays_blind(duties: Collection[Duty]) -> Verdict:
    """Nobody waits for a shadow, so a result may be there before they have rated: no duty of theirs may open it."""
    return refuse_if(
        not is_blind(duties),
        "Whoever holds another duty here can read results before they have rated. They learn by calibration.",
    )
