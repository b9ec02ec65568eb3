"""A programme in numbers: minutes as the formula counts them, items by type, and the map read both ways."""

import pytest

from tests.programme import FILES
from trainer.curriculum import counts, report
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme


def programme(files: dict[str, bytes] = FILES) -> CompiledProgramme:
    compiled = compile_programme(files).programme
    assert compiled
    return compiled


def test_a_module_in_numbers() -> None:
    questions, meetings = counts.modules(programme())
    assert (questions.lessons, questions.stated, questions.live, questions.planned) == (2, 30, 20, 0)
    assert dict(questions.items) == {"single": 2, "multiple": 1, "order": 1, "match": 1}
    assert (questions.drawn, meetings.drawn, meetings.planned) == (4, 2, 30)
    # words ÷ 130, two minutes an item, fifteen a reflection, and twenty for the task
    assert questions.counted == pytest.approx(questions.words / 130 + 2 * 4 + 15)
    assert meetings.counted == pytest.approx(meetings.words / 130 + 2 * 2 + 15 + 20)
    assert meetings.apart == (meetings.counted - 20) / 20


def test_every_criterion_with_what_serves_it() -> None:
    told = {part.criterion.key: (part.outcomes, part.lessons) for part in counts.served(programme())}
    assert told["stance"] == ((("questions", "hand-back"),), (("questions", "handing-back"),))
    assert told["inquiry"][1] == (("questions", "why-advice-comes-early"), ("questions", "handing-back"))


def test_the_report_says_it_in_lines() -> None:
    lines = list(report.lines(programme()))
    assert lines[0] == "Set facilitator: no mistakes."
    assert (
        "3 glossary terms, 1 viva scenarios, 4 phrases, 1 calibration cases, 1 pocket cards, 1 session plans"
        in "\n".join(lines)
    )
    assert any(line.startswith("  B1 Stance (1): questions/hand-back") for line in lines)
    assert lines[-1] == "Outcomes that serve no criterion: none."


def test_an_outcome_or_a_criterion_that_nothing_serves_is_named() -> None:
    path = "modules/01-questions/module.yaml"
    files = {**FILES, path: FILES[path].replace(b"criteria: [stance]", b"criteria: []")}
    lines = list(report.lines(programme(files)))
    assert "  B1 Stance (0): none" in lines
    assert lines[-1] == "Outcomes that serve no criterion: questions/hand-back."
