"""Pages of what is taught: the outline, lessons, checks, reflections, and the author's drafts and releases."""

from flask import Blueprint

bp = Blueprint("curriculum", __name__)

from trainer.curriculum.views import (  # noqa: E402
    adding,  # noqa: F401
    author,  # noqa: F401
    beside,  # noqa: F401
    changes,  # noqa: F401
    check,  # noqa: F401
    companion,  # noqa: F401
    draft,  # noqa: F401
    editor,  # noqa: F401
    items,  # noqa: F401
    kept,  # noqa: F401
    learn,  # noqa: F401
    lesson,  # noqa: F401
    moving,  # noqa: F401
    notes,  # noqa: F401
    reflections,  # noqa: F401
    search,  # noqa: F401
    transfer,  # noqa: F401
)
