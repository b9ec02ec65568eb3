"""Does any page of any check of the demonstration programme tell an answer before it is given?"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.visiting import Visitor, words
from trainer.curriculum import actions, knowledge
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledModule, CompiledProgramme
from trainer.curriculum.documents import Check
from trainer.curriculum.models import CheckAttempt
from trainer.db import db, new_id

FOLDER = Path(__file__).parents[2] / "content" / "action-learning-facilitator"
# What markup could give away without showing it, and words that only a result has.
IN_TAGS = re.compile(r"(?i)feedback|correct|best|right|wrong|score|chosen|answer=|\b(?:checked|selected)\b")
IN_WORDS = re.compile(r"Best answer|You chose|You put it|Belongs to:|Not right|Read again")


def _files() -> dict[str, bytes]:
    found = (path for path in FOLDER.rglob("*") if path.is_file())
    return {str(path.relative_to(FOLDER)): path.read_bytes() for path in found}


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Pages are the same on both engines; looking at all of them once is enough."""
    return str(request.param)


@pytest.fixture(scope="module")
def programme() -> CompiledProgramme:
    compiled = compile_programme(_files()).programme
    assert compiled
    return compiled


@pytest.fixture
def tara(programme: CompiledProgramme, cast: Cast, store: Any, visit: Callable[..., Visitor]) -> Visitor:
    """Tara at every check of the programme at once, each of which has drawn its whole bank."""
    with store():
        release = actions.publish(cast.abel.organisation_id, programme, by=cast.abel.member, now=MONDAY)
        enrolment = actions.begin(cast.tara.member, release, now=MONDAY)
        for module in _checked(programme):
            values = {"organisation_id": enrolment.organisation_id, "id": new_id(), "enrolment_id": enrolment.id}
            everything = _whole(module.check)
            drawn = knowledge.draw(everything, len(module.key))
            attempt = {"module_key": module.key, "release_id": release.id, "number": 1, "drawn": drawn}
            db.session.add(CheckAttempt(**values, **attempt, started_at=MONDAY))
    return visit(cast.tara)


def _checked(programme: CompiledProgramme) -> list[CompiledModule]:
    return [module for module in programme.modules if module.check]


def _whole(check: Check | None) -> Check:
    assert check
    return check.model_copy(update={"draw": len(check.items)})


def test_the_programme_has_every_type_of_item(programme: CompiledProgramme) -> None:
    types = {item.type for module in _checked(programme) for item in _whole(module.check).items}
    assert types == {"single", "multiple", "order", "match"}


def test_no_page_tells_an_answer_before_it_is_given(programme: CompiledProgramme, tara: Visitor) -> None:
    told, seen = [], 0
    for module in _checked(programme):
        check = _whole(module.check)
        where = f"learn/{programme.key}/{module.key}/check"
        for place in [*range(1, len(check.items) + 1), "hand-in"]:
            page = tara.get(f"{where}/{place}")
            assert page.status_code == 200
            told += [f"{module.key}/{place}: {text}" for text in _told(page.text, words(page), check)]
            seen += 1
    assert told == []
    assert seen == sum(len(_whole(module.check).items) + 1 for module in _checked(programme))
    assert seen > 180


def _told(markup: str, text: str, check: Check) -> Iterator[str]:
    """What a page gives away: any feedback of the bank, any mark of what is right, anything chosen already."""
    yield from (option.feedback for item in check.items for option in item.options if _plain(option.feedback) in text)
    yield from (found[0] for found in IN_WORDS.finditer(text))
    main = re.search(r"<main.*</main>", markup, re.S)
    assert main
    yield from (found[0] for tag in re.findall(r"<[^>]*>", main[0]) for found in IN_TAGS.finditer(tag))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
