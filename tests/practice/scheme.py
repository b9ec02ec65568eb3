"""A small observation scheme for tests of pure rules, with every indicator that can be computed."""

from trainer.curriculum.documents import Code, Indicator, ObservationScheme, Phase
from trainer.practice.indicators import FORMULAS


def _code(key: str, hotkey: str, group: str = "does") -> Code:
    actors = ("F", "P", "CO", "SET", "M")
    return Code(key=key, label=key.title(), hotkey=hotkey, group=group, actors=actors, actor="M", definition="Seen.")


def _phase(key: str, minutes: int, early: bool = False) -> Phase:
    return Phase(key=key, label=key.title(), minutes={"30": minutes, "60": 2 * minutes}, early=early)


SCHEME = ObservationScheme(
    key="test",
    version="1",
    title="Test",
    phases=(
        _phase("check_in", 1),
        _phase("present", 4, early=True),
        _phase("clarify", 4, early=True),
        _phase("explore", 10, early=True),
        _phase("perspectives", 0),
        _phase("commit", 3),
    ),
    codes=(
        _code("Q_OPEN", "o"),
        _code("Q_CLOSED", "c", "watch"),
        _code("Q_LEADING", "l", "watch"),
        _code("ADVICE", "a", "watch"),
        _code("REDIRECT", "r"),
        _code("SILENCE_HELD", "s"),
        _code("INTERRUPT", "i", "watch"),
        _code("STRENGTH", "t"),
        _code("CHALLENGE", "h"),
        _code("ACTION_OWNED", "w"),
    ),
    indicators=(
        *(Indicator(key=key, label=key, formula="in words", guide="a guide") for key in FORMULAS),
        Indicator(key="warmth", label="Warmth", formula="in words that nothing computes"),
    ),
)
