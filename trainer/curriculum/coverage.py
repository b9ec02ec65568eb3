"""Which criteria of the rubric does a programme teach, and which not yet?"""

from trainer.curriculum.compiled import CompiledProgramme


def taught(programme: CompiledProgramme) -> frozenset[str]:
    """The criteria that an outcome of some module serves."""
    return frozenset(key for module in programme.modules for outcome in module.outcomes for key in outcome["criteria"])


def uncovered(programme: CompiledProgramme) -> tuple[str, ...]:
    """The criteria of the rubric that no outcome serves, in the order of the form."""
    known = taught(programme)
    criteria = programme.rubric.criteria if programme.rubric else ()
    return tuple(criterion.key for criterion in criteria if criterion.key not in known)
