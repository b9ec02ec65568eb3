"""On which day does a set meet, and who is free to observe it? One meeting a day for everybody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

SATURDAY = 5
APART_DAYS = 12
OBSERVERS = 2
HOURS = ((9, 30), (13, 0), (14, 30), (10, 0))


@dataclass
class Diary:
    """What is booked: the days of each set and of each assessor."""

    now: datetime
    sets: Sequence[str]
    assessors: Sequence[str]
    licensed_until: Mapping[str, int] = field(default_factory=dict)  # so many days ago, where a licence has run out
    meetings: dict[str, list[date]] = field(default_factory=dict)
    busy: set[tuple[str, date]] = field(default_factory=set)
    turn: int = 0

    def day(self, ago: int) -> date:
        """The date so many days ago; a negative number lies ahead."""
        return self.now.date() - timedelta(days=ago)

    def at(self, ago: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
        """An instant on the day so many days ago."""
        return datetime.combine(self.day(ago), time(hour, minute, second), UTC)

    def working_day(self, ago: int) -> int:
        """The nearest earlier day (or later one, if it lies ahead) that is not at a weekend."""
        towards = 1 if ago >= 0 else -1
        while self.day(ago).weekday() >= SATURDAY:
            ago += towards
        return ago

    def set_for(self, ago: int, home: int) -> str:
        """The set to go to on a day: one's own, or the next one that does not meet around that day."""
        day = self.day(ago)
        order = [self.sets[(home + n) % len(self.sets)] for n in range(len(self.sets))]
        free = (name for name in order if all(_apart(day, other) for other in self.meetings.get(name, ())))
        chosen = next(free, order[0])
        self.meetings.setdefault(chosen, []).append(day)
        return chosen

    def hour(self, home: int) -> tuple[int, int]:
        """When a trainee's meetings begin."""
        return HOURS[home % len(HOURS)]

    def observed(self, ago: int, wanted: Sequence[str], never: Collection[str]) -> tuple[int, tuple[str, ...]]:
        """A working day about so many days ago on which two assessors are free, and who they are."""
        day = self.working_day(ago) if ago else 0
        chosen = self._observers(day, wanted, never)
        return (day, chosen) if len(chosen) == OBSERVERS else self.observed(day + 1, wanted, never)

    def _observers(self, ago: int, wanted: Sequence[str], never: Collection[str]) -> tuple[str, ...]:
        """Those who are wanted, filled up in turn with others who are free."""
        day = self.day(ago)
        chosen = list(wanted)
        for _ in self.assessors:
            candidate = self.assessors[self.turn % len(self.assessors)]
            if len(chosen) == OBSERVERS:
                break
            self.turn += 1
            if candidate not in {*chosen, *never} and self._is_free(candidate, ago):
                chosen.append(candidate)
        if len(chosen) == OBSERVERS:
            self.busy.update((assessor, day) for assessor in chosen)
        return tuple(chosen)

    def _is_free(self, assessor: str, ago: int) -> bool:
        return (assessor, self.day(ago)) not in self.busy and ago >= self.licensed_until.get(assessor, ago)


def _apart(day: date, other: date) -> bool:
    return abs((day - other).days) >= APART_DAYS
