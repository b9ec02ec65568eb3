"""What is wrong in an author's folder, every mistake at once; and if nothing is, what is the programme?"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from trainer.curriculum import assembling, banks, fitting, instruments, links, texts
from trainer.curriculum.assets import assets
from trainer.curriculum.compiled import Compilation
from trainer.curriculum.coverage import uncovered
from trainer.curriculum.documents import ObservationScheme, Policy, Rubric
from trainer.curriculum.drafts import ModuleDraft, modules
from trainer.curriculum.findings import Finding, finding, in_order
from trainer.curriculum.folder import ProgrammeFile
from trainer.curriculum.reading import Desk, Sheet, sheet

__all__ = ["Compilation", "Finding", "compile_programme"]

PROGRAMME = "programme.yaml"
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class _Instruments:
    rubric: Rubric | None
    scheme: ObservationScheme | None
    policy: Policy | None


def compile_programme(files: Mapping[str, bytes]) -> Compilation:
    """Compile a programme from its files by path; with any mistake there is no programme, and every mistake is told."""
    desk = Desk(_clean(files))
    _check_paths(desk, files)
    about = sheet(desk, PROGRAMME, ProgrammeFile) if PROGRAMME in desk.files else None
    if PROGRAMME not in desk.files:
        desk.wrong(PROGRAMME, 1, "The file is missing.")
    tools = _instruments(desk, about)
    pictures = assets(desk)
    drafts = _in_order(desk, about, modules(desk))
    drafts = texts.render(desk, links.library(drafts, pictures), drafts)
    desk.findings += fitting.check(drafts, tools.rubric)
    if desk.findings or about is None:
        return Compilation(None, in_order(desk.findings))
    programme = assembling.programme(about.document, drafts, tools.rubric, tools.scheme, tools.policy, pictures)
    notes = [*_notes(drafts), *_uncovered(about.document.rubric, uncovered(programme))]
    return Compilation(programme, (), in_order(notes))


def _clean(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files whose paths lie inside the folder and are not hidden."""
    return {path: body for path, body in files.items() if _is_inside(path) and not _is_hidden(path)}


def _is_inside(path: str) -> bool:
    plain = path == posixpath.normpath(path) and "\\" not in path and path.isprintable()
    return plain and not path.startswith(("/", "../")) and path not in (".", "..")


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _check_paths(desk: Desk, files: Mapping[str, bytes]) -> None:
    for path in files:
        if not _is_inside(path):
            desk.wrong(ascii(path)[1:-1], 1, "This path does not lie inside the programme's folder.")


def _instruments(desk: Desk, about: Sheet[ProgrammeFile] | None) -> _Instruments:
    """Rubric, scheme and policy, each checked for itself and against the rubric."""
    rubric = _named(desk, about, "rubric", Rubric)
    scheme = _named(desk, about, "observation", ObservationScheme)
    policy = _named(desk, about, "policy", Policy)
    known = rubric.document if rubric else None
    if rubric:
        desk.findings += instruments.check_rubric(rubric)
    if scheme:
        desk.findings += instruments.check_scheme(scheme, known)
    if policy:
        desk.findings += instruments.check_policy(policy)
    return _Instruments(known, scheme.document if scheme else None, policy.document if policy else None)


_USUAL = {"rubric": "rubric.yaml", "observation": "observation.yaml", "policy": ""}


def _named(desk: Desk, about: Sheet[ProgrammeFile] | None, field: str, shape: type[Shape]) -> Sheet[Shape] | None:
    """The document that programme.yaml names in a field; if that file cannot be read, the one with the usual name."""
    path = getattr(about.document, field) if about else _USUAL[field]
    if path and path in desk.files:
        return sheet(desk, path, shape)
    if path and about:
        desk.wrong(PROGRAMME, about.line(field), "There is no file “%(path)s”.", path=path)
    return None


def _in_order(desk: Desk, about: Sheet[ProgrammeFile] | None, drafts: list[ModuleDraft]) -> list[ModuleDraft]:
    """The modules in the order of programme.yaml; without one, in the order of the folders."""
    if not drafts:
        desk.wrong(PROGRAMME, 1, "The programme has no module: there is nothing under modules/.")
    if about is None or about.document.modules is None:
        return drafts
    order = list(about.document.modules)
    known = {draft.key for draft in drafts}
    for number, key in enumerate(order):
        if key not in known:
            desk.wrong(PROGRAMME, about.line("modules", number), "There is no module “%(key)s”.", key=key)
        if key in order[:number]:
            desk.wrong(PROGRAMME, about.line("modules", number), "The module “%(key)s” stands twice.", key=key)
    for draft in drafts:
        if draft.key not in order:
            text = "The module “%(key)s” is not in the list: add it, or move its folder away."
            desk.wrong(PROGRAMME, about.line("modules"), text, key=draft.key)
    return sorted(drafts, key=lambda draft: order.index(draft.key) if draft.key in order else len(order))


def _notes(drafts: list[ModuleDraft]) -> list[Finding]:
    """How often the right option is the longest, for every bank."""
    text = "The right option is the longest in %(longest)s of %(singles)s single items."
    counts = [(bank, banks.longest_correct(bank.document)) for bank in (draft.check for draft in drafts) if bank]
    return [
        finding(bank.file, bank.line("items"), text, longest=longest, singles=singles)
        for bank, (longest, singles) in counts
    ]


def _uncovered(file: str | None, criteria: tuple[str, ...]) -> list[Finding]:
    """The criteria that no outcome serves yet."""
    text = "No outcome serves these criteria yet: %(criteria)s."
    return [finding(file or PROGRAMME, 1, text, criteria=", ".join(criteria))] if criteria else []
