"""Tables of what is taught: published releases, what people have done with them, and authors' drafts."""

from trainer.curriculum.models.drafted import Draft, DraftFile
from trainer.curriculum.models.enrolled import (
    CheckAttempt,
    Enrolment,
    FourLines,
    LessonProgress,
    Note,
    Reflection,
)
from trainer.curriculum.models.published import (
    Asset,
    Document,
    Handout,
    Lesson,
    Passage,
    Programme,
    Release,
    ReleaseDocument,
    ReleaseModule,
    Source,
)

__all__ = [
    "Asset",
    "CheckAttempt",
    "Document",
    "Draft",
    "DraftFile",
    "Enrolment",
    "FourLines",
    "Handout",
    "Lesson",
    "LessonProgress",
    "Note",
    "Passage",
    "Programme",
    "Reflection",
    "Release",
    "ReleaseDocument",
    "ReleaseModule",
    "Source",
]
