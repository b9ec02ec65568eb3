"""Where would a policy's lines lie, by the levels of those who were not quite there? The borderline-group method.

Source: Livingston, S. A. & Zieky, M. J. (1982). Passing Scores, 31–39; Cizek, G. J. & Bunch, M. B. (2007). Standard
Setting, chapter 6. Assessors say what somebody should do next time apart from the levels they give. Whoever they put
one step below what the policy asks is the borderline group, and the mean of their levels is where the line would lie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from trainer.assessment.agreement.bootstrap import draws, with_interval
from trainer.assessment.agreement.figure import Figure, Value, figure
from trainer.assessment.independent import Given
from trainer.curriculum.documents import Criterion, Policy, ScoresRequirement
from trainer.message import Message

LEAST_SESSIONS, LEAST_BORDERLINE = 30, 10

TOO_FEW_SESSIONS = Message("%(sessions)d of %(needed)d judged sessions that a proposal needs.")
TOO_FEW_BORDERLINE = Message("%(judgements)d of %(needed)d borderline judgements that each criterion needs.")
NOBODY = Message("Nobody in the borderline group was given a level here.")


@dataclass(frozen=True)
class Standard:
    """The cut of each criterion with its interval, from how many sessions and how many borderline judgements.

    `level` is what the borderline group was to do next time. A policy has one line for all critical criteria and one
    for each criterion: it is the lowest of their cuts, so that no criterion is asked for more than its own. `reason`
    says why there is nothing to propose yet.
    """

    level: int
    sessions: int
    judgements: int
    cuts: Mapping[str, Figure]
    critical_keys: frozenset[str]
    reason: Message | None = None

    @property
    def overall(self) -> float:
        """As readiness takes it: the mean of the criteria's means."""
        return sum(self._values()) / len(self.cuts)

    @property
    def critical(self) -> float | None:
        return min(self._values(self.critical_keys), default=None)

    @property
    def each(self) -> float:
        return min(self._values())

    def _values(self, keys: frozenset[str] | None = None) -> list[float]:
        return [cut.value for key, cut in self.cuts.items() if cut.value is not None and (keys is None or key in keys)]


def asked_of(policy: Policy) -> ScoresRequirement | None:
    """The lines that a policy draws now."""
    return next((part for part in policy.requirements if isinstance(part, ScoresRequirement)), None)


def standard(given: Sequence[Given], criteria: Sequence[Criterion], lines: ScoresRequirement) -> Standard:
    """The cuts by own summative judgements; intervals draw sessions anew. One pass, then 2,000 draws."""
    level = ceil(lines.entrustment) - 1
    summative = [one for one in given if one.summative]
    group = [one for one in summative if one.entrustment == level]
    keys = [criterion.key for criterion in criteria]
    cuts = _cuts(group, keys)
    sessions, fewest = len({one.session for one in summative}), min((cut.n for cut in cuts.values()), default=0)
    critical = frozenset(criterion.key for criterion in criteria if criterion.critical)
    return Standard(level, sessions, len(group), cuts, critical, _too_few(sessions, fewest))


def _too_few(sessions: int, fewest: int) -> Message | None:
    if sessions < LEAST_SESSIONS:
        return Message(TOO_FEW_SESSIONS.text, {"sessions": sessions, "needed": LEAST_SESSIONS})
    if fewest < LEAST_BORDERLINE:
        return Message(TOO_FEW_BORDERLINE.text, {"judgements": fewest, "needed": LEAST_BORDERLINE})
    return None


def _cuts(group: Sequence[Given], keys: Sequence[str]) -> dict[str, Figure]:
    rows: dict[int, list[int]] = {}
    for one in group:
        row = rows.setdefault(one.session, [0] * (2 * len(keys)))
        for place, key in enumerate(keys):
            if key in one.levels:
                row[2 * place] += one.levels[key]
                row[2 * place + 1] += 1
    whole = [sum(column) for column in zip(*rows.values(), strict=True)] or [0] * (2 * len(keys))
    drawn = [_means(sums) for sums in draws(list(rows.values()))]
    return {
        key: with_interval(figure(mean, whole[2 * place + 1]), [means[place] for means in drawn], len(rows))
        for place, (key, mean) in enumerate(zip(keys, _means(whole), strict=True))
    }


def _means(sums: Sequence[int]) -> list[Value]:
    return [total / n if n else NOBODY for total, n in zip(sums[::2], sums[1::2], strict=True)]
