"""What is wrong in an author's folder, every mistake at once; and if nothing is, what is the programme?"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from trainer.curriculum import assembling, banks, beside, fitting, handouts, instruments, links, strays, texts
from trainer.curriculum.assets import assets
from trainer.curriculum.compiled import Compilation, CompiledProgramme, Written
from trainer.curriculum.coverage import uncovered
from trainer.curriculum.documents import ObservationScheme, Policy, Rubric
from trainer.curriculum.drafts import ModuleDraft, modules
from trainer.curriculum.findings import Finding, finding, in_order
from trainer.curriculum.folder import ProgrammeFile
from trainer.curriculum.instruments import Instruments
from trainer.curriculum.paths import is_hidden, is_inside
from trainer.curriculum.reading import Desk, Sheet, possible_key, sheet
from trainer.curriculum.translating import Original, translate

__all__ = ["Compilation", "Finding", "compile_programme"]

PROGRAMME = "programme.yaml"
Shape = TypeVar("Shape", bound=BaseModel)


def compile_programme(
    files: Mapping[str, bytes], translations: Mapping[str, Mapping[str, bytes]] = MappingProxyType({})
) -> Compilation:
    """Compile a programme from its files by path, and its translations from theirs by language.

    With any mistake there is no programme, and every mistake is told.
    """
    desk = Desk(_clean(files))
    desk.findings += _outside(files)
    desk.findings += strays.mistakes(desk.files)
    about = _about(desk)
    tools = _instruments(desk, about)
    pictures = assets(desk)
    read = _in_order(desk, about, modules(desk))
    books = links.library(read, pictures)
    drafts = texts.render(desk, books, read)
    aside = beside.render(desk, books, beside.read(desk), drafts)
    desk.findings += fitting.check(drafts, tools.rubric)
    desk.findings += beside.check(aside, drafts, tools.rubric, tools.scheme)
    if desk.findings or about is None:
        return Compilation(None, in_order(desk.findings))
    programme = assembling.programme(about.document, drafts, tools, pictures, aside)
    original = Original(about.document, tuple(drafts), aside, desk.files, pictures)
    compilation = _translated(programme, original, translations)
    desk.notes += strays.notes(desk.files, (about.document.rubric, about.document.observation, about.document.policy))
    notes = [*desk.notes, *_notes(drafts), *handouts.notes(aside.handouts)]
    notes += _uncovered(about.document.rubric, uncovered(programme))
    return replace(compilation, notes=in_order(notes))


def _about(desk: Desk) -> Sheet[ProgrammeFile] | None:
    """What programme.yaml says, or None with the reason written down."""
    if PROGRAMME not in desk.files:
        desk.wrong(PROGRAMME, 1, "The file is missing.")
        return None
    about = sheet(desk, PROGRAMME, ProgrammeFile)
    if about:
        possible_key(desk, "programme", about.document.key, PROGRAMME, about.line("key"))
    return about


def _translated(
    programme: CompiledProgramme, original: Original, translations: Mapping[str, Mapping[str, bytes]]
) -> Compilation:
    """The programme with its translations, in the order of their languages, and every file it was made of."""
    folders = {language: _clean(files) for language, files in sorted(translations.items())}
    made = [translate(original, language, files) for language, files in folders.items()]
    found = [replace(one, language=language) for language, files in translations.items() for one in _outside(files)]
    found += [finding for one in made for finding in one.findings]
    if found:
        return Compilation(None, in_order(found))
    whole = replace(
        programme,
        translations=tuple(one.translation for one in made if one.translation),
        documents=(*programme.documents, *(document for one in made for document in one.documents)),
        sources=tuple(_sources({"": original.files, **folders})),
    )
    return Compilation(assembling.sealed(whole))


def _sources(folders: Mapping[str, Mapping[str, bytes]]) -> Iterator[Written]:
    for language, files in folders.items():
        yield from (Written(language, path, body) for path, body in sorted(files.items()))


def _clean(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files whose paths lie inside the folder and are not hidden, in one order and spelling on every machine."""
    shown = {path: body for path, body in files.items() if is_inside(path) and not is_hidden(path)}
    return {unicodedata.normalize("NFC", path): shown[path] for path in sorted(shown)}


def _outside(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for path in files:
        if not is_inside(path):
            yield finding(ascii(path)[1:-1], 1, "This path does not lie inside the programme's folder.")


def _instruments(desk: Desk, about: Sheet[ProgrammeFile] | None) -> Instruments:
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
    return Instruments(known, scheme.document if scheme else None, policy.document if policy else None)


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
    """The banks in which the right option is the longest more often than one of three would be by chance."""
    text = "The right option is the longest in %(longest)s of %(singles)s single items: more often than by chance."
    counts = [(bank, banks.longest_correct(bank.document)) for bank in (draft.check for draft in drafts) if bank]
    return [
        finding(bank.file, bank.line("items"), text, longest=longest, singles=singles)
        for bank, (longest, singles) in counts
        if 3 * longest > singles
    ]


def _uncovered(file: str | None, criteria: tuple[str, ...]) -> list[Finding]:
    """The criteria that no outcome serves yet."""
    text = "No outcome serves these criteria yet: %(criteria)s."
    return [finding(file or PROGRAMME, 1, text, criteria=", ".join(criteria))] if criteria else []
