"""Which links does a member's menu hold? Endpoints are named, never imported."""

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One link of the menu: who sees it, what it says, where it goes and which part of the address it stands for."""

    label: str
    endpoint: str
    section: str
    duties: frozenset[str]


def _entry(label: str, endpoint: str, section: str, *duties: str) -> Entry:
    return Entry(label, endpoint, section, frozenset(duties))


MENU = (
    _entry("My path", "certification.path", "path", "trainee"),
    _entry("Learn", "curriculum.learn", "learn", "trainee"),
    _entry("Practice", "practice.sessions", "practice", "trainee", "coordinator", "lead"),
    _entry("Assess", "assessment.assess", "assess", "assessor"),
    _entry("Moderate", "assessment.results", "results", "lead"),
    _entry("Decisions", "certification.decisions", "decisions", "panel", "coordinator", "lead", "auditor"),
    _entry("Appeals", "certification.appeals", "appeals", "lead", "coordinator", "panel", "auditor"),
    _entry(
        *("Programmes", "curriculum.programmes", "author"),
        *("author", "lead", "assessor", "panel", "coordinator", "auditor"),
    ),
    _entry("Capability", "capability.overview", "capability", "coordinator", "lead", "auditor", "administrator"),
    _entry("People", "organisations.people", "people", "coordinator", "administrator"),
    _entry("Letters", "organisations.letters", "letters", "coordinator"),
    _entry("Audit", "capability.audit", "audit", "auditor", "administrator"),
    _entry("Settings", "organisations.settings", "settings", "administrator"),
)


def menu(duties: Set[str]) -> tuple[Entry, ...]:
    """The entries that somebody with these duties sees, in the order of the journey."""
    return tuple(entry for entry in MENU if entry.duties & duties)


def home(duties: Set[str]) -> str:
    """The endpoint at which somebody with these duties begins."""
    entries = menu(duties)
    return entries[0].endpoint if entries else "organisations.welcome"
