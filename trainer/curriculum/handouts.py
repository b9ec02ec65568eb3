"""Which pages stand beside the lessons: cards for a pocket, and plans of live sessions?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainer.curriculum.compiled import CompiledHandout
from trainer.curriculum.drafts import ModuleDraft, Page
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.folder import HandoutHead, key_of, title_of
from trainer.curriculum.heads import opened
from trainer.curriculum.lifecycle import HandoutKind
from trainer.curriculum.reading import Desk, Sheet

FOLDERS = {"pocket": HandoutKind.CARD, "sessions": HandoutKind.PLAN}
MOST_ON_A_CARD = 400  # words that still print on one page


@dataclass(frozen=True, kw_only=True)
class HandoutDraft(Page):
    """A handout as written, with its head."""

    kind: HandoutKind
    head: Sheet[HandoutHead] | None

    @property
    def about(self) -> HandoutHead:
        return self.head.document if self.head else HandoutHead(title=title_of(self.file.rpartition("/")[2]))


def drafts(desk: Desk) -> list[HandoutDraft]:
    """Every handout in the folder, cards before plans, each in the order of its file name."""
    found = [_draft(desk, kind, path) for folder, kind in FOLDERS.items() for path in _files(desk, folder)]
    whole = [draft for draft in found if draft]
    keys: dict[tuple[str, str], str] = {}
    for draft in whole:
        other = keys.setdefault((draft.kind, draft.key), draft.file)
        if other != draft.file:
            desk.wrong(draft.file, 1, "%(other)s has the same key “%(key)s”.", other=other, key=draft.key)
    return whole


def _files(desk: Desk, folder: str) -> list[str]:
    return sorted(path for path in desk.files if path.startswith(f"{folder}/") and path.endswith(".md"))


def _draft(desk: Desk, kind: HandoutKind, file: str) -> HandoutDraft | None:
    found = opened(desk, file, HandoutHead)
    if found is None:
        return None
    head = found.head
    key = head.document.key if head and head.document.key else key_of(file.rpartition("/")[2])
    return HandoutDraft(file=file, key=key, kind=kind, head=head, body=found.body, body_line=found.line)


def check(handouts: Sequence[HandoutDraft], modules: Sequence[ModuleDraft]) -> Iterator[Finding]:
    """A plan belongs to a module that there is and takes the live minutes that its module says, plans together."""
    known = {module.key: module for module in modules}
    for draft in handouts:
        if draft.about.module and draft.about.module not in known and draft.head:
            yield finding(
                draft.file, draft.head.line("module"), "There is no module “%(key)s”.", key=draft.about.module
            )
    for key, module in known.items():
        yield from _check_minutes(module, [draft for draft in handouts if draft.about.module == key])


def _check_minutes(module: ModuleDraft, plans: list[HandoutDraft]) -> Iterator[Finding]:
    told = module.about.document.minutes.live if module.about else 0
    planned = sum(plan.about.minutes for plan in plans)
    if plans and told and planned != told and plans[-1].head:
        text = "The plans of “%(key)s” take %(planned)s minutes, its module.yaml says %(told)s."
        line = plans[-1].head.line("minutes")
        yield finding(plans[-1].file, line, text, key=module.key, planned=planned, told=told)


def notes(handouts: Sequence[HandoutDraft]) -> Iterator[Finding]:
    """Cards that are longer than a page."""
    for draft in handouts:
        if draft.kind is HandoutKind.CARD and draft.rendered.words > MOST_ON_A_CARD:
            text = "This card has %(words)s words: it may not print on one page."
            yield finding(draft.file, draft.body_line, text, words=draft.rendered.words)


def compiled(draft: HandoutDraft) -> CompiledHandout:
    """A handout as it is published."""
    about = draft.about
    return CompiledHandout(
        kind=draft.kind,
        key=draft.key,
        module_key=about.module or "",
        title=about.title,
        summary=about.summary,
        minutes=about.minutes,
        html=draft.rendered.html,
        words=draft.rendered.words,
    )
