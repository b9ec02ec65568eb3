"""Which programme comes with the product?"""

from functools import cache
from pathlib import Path

from flask import current_app

from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme

PROGRAMME = "action-learning-facilitator"


def shipped_programme() -> CompiledProgramme:
    """The programme that the demonstration teaches, compiled. Its folder stands beside that of the templates."""
    return _compiled(Path(current_app.template_folder or "").with_name("content") / PROGRAMME)


@cache
def _compiled(folder: Path) -> CompiledProgramme:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    compilation = compile_programme(dict(sorted(files.items())))
    assert compilation.programme, [str(found.message) for found in compilation.findings]
    return compilation.programme
