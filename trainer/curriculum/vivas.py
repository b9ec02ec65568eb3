"""Do the scenarios of a viva fit the programme: its modules and its rubric?"""

from collections.abc import Collection, Iterator

from trainer.curriculum.documents import Rubric, Viva
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.reading import Sheet


def check(viva: Sheet[Viva], rubric: Rubric | None, modules: Collection[str]) -> Iterator[Finding]:
    """Keys stand once; modules and criteria exist."""
    seen: set[str] = set()
    for number, scenario in enumerate(viva.document.scenarios):
        if scenario.key in seen:
            line = viva.line("scenarios", number, "key")
            yield finding(viva.file, line, "There are two scenarios “%(key)s”.", key=scenario.key)
        seen.add(scenario.key)
        if scenario.module is not None and scenario.module not in modules:
            line = viva.line("scenarios", number, "module")
            yield finding(viva.file, line, "There is no module “%(key)s”.", key=scenario.module)
        for place, key in enumerate(scenario.criteria):
            if rubric is not None and rubric.criterion(key) is None:
                line = viva.line("scenarios", number, "criteria", place)
                yield finding(viva.file, line, "The rubric has no criterion “%(key)s”.", key=key)
