"""What does the checker say of a programme without mistakes, in lines for a terminal?"""

from collections.abc import Iterator, Sequence

from trainer.curriculum import counts
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.counts import TYPES, ModuleCount

_HEAD = ("module", "lessons", "words", "stated", "counted", "apart", "live", "planned", "items", *TYPES, "longest")


def lines(programme: CompiledProgramme) -> Iterator[str]:
    """The counts of a programme: in all, by module, beside the lessons, and the map of outcomes and criteria."""
    rows = counts.modules(programme)
    yield f"{programme.title}: no mistakes."
    yield ""
    yield from _table([_HEAD, *map(_row, rows), _row(_sum(rows))])
    yield ""
    yield "Self-paced minutes are counted as words ÷ 130, 2 for each drawn item, 15 for each reflection, and tasks."
    yield ", ".join(f"{number} {name}" for name, number in counts.beside(programme).items())
    if programme.rubric:
        yield ""
        yield from _map(programme)


def _row(row: ModuleCount) -> tuple[str, ...]:
    right, singles = row.longest
    return (
        row.key,
        *(str(number) for number in (row.lessons, row.words, row.stated, round(row.counted))),
        f"{row.apart:+.0%}",
        *(str(number) for number in (row.live, row.planned, row.items.total())),
        *(str(row.items[kind]) for kind in TYPES),
        f"{right}/{singles} {right / singles:.0%}" if singles else "–",
    )


def _sum(rows: Sequence[ModuleCount]) -> ModuleCount:
    return ModuleCount(
        key="in all",
        title="",
        lessons=sum(row.lessons for row in rows),
        words=sum(row.words for row in rows),
        stated=sum(row.stated for row in rows),
        counted=sum(row.counted for row in rows),
        live=sum(row.live for row in rows),
        planned=sum(row.planned for row in rows),
        items=sum((row.items for row in rows), start=type(rows[0].items)()),
        drawn=sum(row.drawn for row in rows),
        longest=(sum(row.longest[0] for row in rows), sum(row.longest[1] for row in rows)),
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join((row[0].ljust(len(first)), *rest)).rstrip()


def _map(programme: CompiledProgramme) -> Iterator[str]:
    """Which outcomes serve each criterion and how many lessons serve those; and which outcomes serve none."""
    yield "Criteria, the outcomes that serve them, and in how many lessons"
    for part in counts.served(programme):
        outcomes = ", ".join(f"{module}/{key}" for module, key in part.outcomes) or "none"
        yield f"  {part.criterion.code} {part.criterion.name} ({len(part.lessons)}): {outcomes}"
    idle = [f"{m.key}/{o['key']}" for m in programme.modules for o in m.outcomes if not o["criteria"]]
    yield f"Outcomes that serve no criterion: {', '.join(idle) or 'none'}."
