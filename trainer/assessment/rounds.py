"""Which round of calibration is an assessor in, may it be begun, and which cases does it hold?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trainer.calendar import add_months
from trainer.curriculum.documents import LicenceRule
from trainer.verdict import YES, Verdict, refuse_if


@dataclass(frozen=True)
class Concluded:
    """A round that was concluded on a day."""

    number: int
    day: date
    met: bool


@dataclass(frozen=True)
class Round:
    """The round that an assessor is in or may begin; `verdict` says why it is not open and when it will be."""

    number: int
    verdict: Verdict = YES
    opens_on: date | None = None


def next_round(rule: LicenceRule | None, past: Sequence[Concluded], today: date) -> Round:
    """Which round comes next, and whether it may be begun today.

    Without a rule every case is rated once, in a round that is never concluded. After one that was met the next opens
    when renewal is due. After one that was not, as often and as long as the policy allows; the series begins anew once
    its first round is as old as a licence gets.
    """
    if rule is None:
        return Round(0)
    if not past:
        return Round(1)
    last, number = past[-1], past[-1].number + 1
    if last.met:
        opens = add_months(last.day, rule.months) - timedelta(days=rule.due_days)
        text = "Your calibration holds. The next round opens on %(day)s."
        return Round(number, refuse_if(today < opens, text, day=opens), opens)
    series = _series(rule, past)
    opens = add_months(series[0].day, rule.months)
    spent = len(series) >= rule.rounds or today > series[0].day + timedelta(weeks=rule.weeks)
    text = "The policy allows no further round now. The next one opens on %(day)s; a lead assessor can tell you more."
    return Round(number, refuse_if(spent and today < opens, text, day=opens), opens if spent else None)


def _series(rule: LicenceRule, past: Sequence[Concluded]) -> list[Concluded]:
    """The rounds not met since the last that was, of which the first begins the series that is counted."""
    failed: list[Concluded] = []
    for one in past:
        failed = [] if one.met else [*failed, one]
        if failed and one.day >= add_months(failed[0].day, rule.months):
            failed = [one]
    return failed


def offered(keys: Sequence[str], rated: Mapping[str, int], number: int, size: int | None) -> list[str]:
    """The cases of a round in the order of the release: those rated in it, filled up with the freshest.

    `rated`: the last round in which a case was rated. A case that was never rated comes first, then the one that was
    rated longest ago, because whoever knows its reference is not tried by it.
    """
    now = [key for key in keys if rated.get(key) == number]
    fresh = sorted((key for key in keys if rated.get(key) != number), key=lambda key: rated.get(key, -1))
    room = len(keys) if size is None else max(0, size - len(now))
    chosen = {*now, *fresh[:room]}
    return [key for key in keys if key in chosen]
