"""Whom does nothing reach of what others judged?"""

from collections.abc import Collection

from trainer.organisations.duties import Duty

BLIND = frozenset({Duty.ASSESSOR, Duty.TRAINEE})


def is_blind(duties: Collection[Duty]) -> bool:
    """Whether nothing of a result about others reaches a holder of these duties: every other duty opens one."""
    return BLIND.issuperset(duties)
