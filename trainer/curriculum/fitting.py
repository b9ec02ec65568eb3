"""Do the modules fit each other and the rubric: outcomes, criteria, items, what comes first?"""

from collections.abc import Iterator

from trainer.curriculum.documents import Rubric
from trainer.curriculum.drafts import ModuleDraft
from trainer.curriculum.findings import Finding, finding


def check(modules: list[ModuleDraft], rubric: Rubric | None) -> Iterator[Finding]:
    """Every mistake between files of the modules. `modules` are in the order in which they are taken."""
    keys = [module.key for module in modules]
    for place, module in enumerate(modules):
        yield from _check_requires(module, keys[:place], keys)
        yield from _check_outcomes(module, rubric)
        if module.whole:
            yield from _check_served(module)
    yield from _check_item_ids(modules)


def _check_requires(module: ModuleDraft, before: list[str], known: list[str]) -> Iterator[Finding]:
    for number, key in enumerate(module.about.document.requires if module.about else ()):
        line = module.line("requires", number)
        if key not in known:
            yield finding(module.file, line, "There is no module “%(key)s”.", key=key)
        elif key not in before:
            yield finding(module.file, line, "The module “%(key)s” does not come before this one.", key=key)


def _check_outcomes(module: ModuleDraft, rubric: Rubric | None) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, outcome in enumerate(module.about.document.outcomes if module.about else ()):
        line = module.line("outcomes", number)
        if outcome.key in seen:
            yield finding(module.file, line, "There are two outcomes “%(key)s”.", key=outcome.key)
        seen.add(outcome.key)
        for place, key in enumerate(outcome.criteria):
            if rubric is not None and rubric.criterion(key) is None:
                at = module.line("outcomes", number, "criteria", place)
                yield finding(module.file, at, "The rubric has no criterion “%(key)s”.", key=key)


def _check_served(module: ModuleDraft) -> Iterator[Finding]:
    """Lessons and items name outcomes of their module, and every outcome is named by a lesson.

    Not asked where a file of the module could not be read: one mistake is not told as many.
    """
    outcomes = module.about.document.outcomes if module.about else ()
    known = {outcome.key for outcome in outcomes}
    served = {key for lesson in module.lessons for key in lesson.outcomes}
    for number, outcome in enumerate(outcomes):
        if outcome.key not in served:
            line = module.line("outcomes", number)
            yield finding(module.file, line, "No lesson serves the outcome “%(key)s”.", key=outcome.key)
    text = "The module has no outcome “%(key)s”."
    for lesson in module.lessons:
        for number, key in enumerate(lesson.outcomes):
            if lesson.head and key not in known:
                yield finding(lesson.file, lesson.head.line("outcomes", number), text, key=key)
    for number, item in enumerate(module.check.document.items if module.check else ()):
        if module.check and item.outcome not in known:
            line = module.check.line("items", number, "outcome")
            yield finding(module.check.file, line, text, key=item.outcome)


def _check_item_ids(modules: list[ModuleDraft]) -> Iterator[Finding]:
    files: dict[str, str] = {}
    for bank in (module.check for module in modules if module.check):
        for number, item in enumerate(bank.document.items):
            if item.id in files:
                line, other = bank.line("items", number, "id"), files[item.id]
                yield finding(bank.file, line, "The item “%(id)s” is already in %(other)s.", id=item.id, other=other)
            files.setdefault(item.id, bank.file)
