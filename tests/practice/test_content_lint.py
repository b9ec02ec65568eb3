"""What the check of free text asks about, and what it lets pass."""

import pytest

from trainer.practice.content_lint import lint

ROSTER = ["Priya Sharma", "Mark O’Neill", "Jean-Luc Petit", "Ana Assessor", "李明"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I asked Priya what she would do.", "Priya"),
        ("PRIYA spoke first.", "Priya"),
        ("I cut across Mark.", "Mark"),
        ("Priya’s pause was long.", "Priya"),
        ("Sharma waited.", "Sharma"),
        ("Jean-Luc asked twice.", "Jean-Luc"),
        ("李明 waited", "李明"),
        ("Write to priya@example.org.", "e-mail"),
        ("Call +44 20 7946 0018 now.", "telephone"),
        ("She left because her manager said so.", "outside the room"),
        ("They were quiet because of the boss.", "outside the room"),
        ("I said “one two three four five six seven eight nine ten eleven twelve thirteen”.", "13 words"),
    ],
)
def test_what_is_asked_about(text: str, says: str) -> None:
    assert says in " ".join(str(message) for message in lint(text, ROSTER))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "At 12:40 I offered a solution in explore; three members then asked open questions.",
        "M3 challenged sharply; I paused, checked and offered a choice.",
        "I waited 5 s. Mark the time, I thought.",
        "I left a mark and a question.",
        "I said “What stops you?”",
        "On 2026-09-07 at 10:30 it took 45 minutes.",
        "The assessor and I talked.",
    ],
)
def test_what_passes(text: str) -> None:
    assert lint(text, ROSTER) == ()


def test_a_long_text_with_everything_gets_every_remark_once() -> None:
    found = lint("Priya wrote to a@b.co because her manager asked. Priya again.", ROSTER)
    assert len(found) == 3
