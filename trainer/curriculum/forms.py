"""What a trainee types while learning, an author while writing, and whom a coordinator moves."""

from unicodedata import normalize

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from trainer.curriculum.folder import LANGUAGE
from trainer.curriculum.plain import fold
from trainer.curriculum.reflection import LONGEST, Lines
from trainer.message import Message
from trainer.web import say

TOO_LONG = _l("Use at most %(max)d characters.")
LINE = [Length(max=LONGEST, message=TOO_LONG)]
LONGEST_QUOTE, LONGEST_NOTE = 600, 4000


class FourLinesForm(FlaskForm):  # type: ignore[misc]
    """The four lines of a reflection; a draft may have gaps, what counts already may not."""

    counts = False

    did = TextAreaField(
        _l("What I did"), LINE, description=_l("Your behaviour, as a camera would have seen it. Leave out the issue.")
    )
    effect = TextAreaField(_l("What it did to the set's thinking"), LINE)
    protecting = TextAreaField(_l("What I was protecting or avoiding"), LINE)
    next_time = TextAreaField(_l("What I will try next"), LINE)
    submit = SubmitField(_l("Submit"))
    save = SubmitField(_l("Save as draft"))

    @property
    def lines(self) -> Lines:
        names = ("did", "effect", "protecting", "next_time")
        return Lines(*((self[name].data or "").strip() for name in names))

    def validate(self, extra_validators: object = None) -> bool:
        """All four lines are needed once the reflection is submitted."""
        right = bool(super().validate(extra_validators))
        if not (self.submit.data or self.counts):
            return right
        for name, line in zip(("did", "effect", "protecting", "next_time"), self.lines, strict=True):
            if not line:
                self[name].errors = [*self[name].errors, _l("Write a line here before you submit.")]
                right = False
        return right


def _lines(text: str | None) -> str:
    """What was typed, with its lines ended in one way: browsers send two characters for what they count as one."""
    return (text or "").replace("\r\n", "\n").strip()


def _place(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class NoteTextForm(FlaskForm):  # type: ignore[misc]
    """The words of a note."""

    text = TextAreaField(
        _l("Note"),
        [DataRequired(_l("Write something first.")), Length(max=LONGEST_NOTE, message=TOO_LONG)],
        filters=[_lines],
    )


class NoteForm(NoteTextForm):
    """A note beside words of a lesson. `start` tells a selection from the same words elsewhere."""

    quote = TextAreaField(
        _l("Words of the lesson"),
        [Length(max=LONGEST_QUOTE, message=_l("Quote at most %(max)d characters of the lesson."))],
        filters=[lambda text: fold(text or "")],
        description=_l("Copied from it. Leave this empty to write about the whole lesson."),
    )
    start = HiddenField(filters=[_place])


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Who is to be moved to a release: the marks of people or of groups, each as they were when the page was made."""

    who = SelectMultipleField(
        _l("Who is to be moved"), [DataRequired(_l("Tick whom you want to move."))], choices=[], validate_choice=False
    )
    with_policy = BooleanField(_l("Put them under the policy of this release as well"))


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button without words."""


class TextForm(FlaskForm):  # type: ignore[misc]
    """The words of one file, and the digest of those that its author opened."""

    most_bytes = 0

    body = TextAreaField(_l("Text"))
    base = HiddenField()

    @property
    def written(self) -> bytes:
        """The words as they are stored: lines end as on any machine but the browser's."""
        return (self.body.data or "").replace("\r\n", "\n").replace("\r", "\n").encode(errors="replace")

    def validate_body(self, field: TextAreaField) -> None:
        if len(self.written) > self.most_bytes:
            most = self.most_bytes // 1024
            raise ValidationError(_l("This text is at most %(most)d KB long. Divide it into two files.", most=most))


class PathForm(FlaskForm):  # type: ignore[misc]
    """Where a file lies."""

    path = StringField(_l("Path in the folder"), [DataRequired(_l("Write the path of the file."))])

    @property
    def normal(self) -> str:
        """The path as it is kept."""
        return normalize("NFC", (self.path.data or "").strip())

    def refuse(self, problem: Message) -> None:
        """Say what is wrong with the path."""
        self.path.errors = [*self.path.errors, say(problem)]


class NewFileForm(PathForm):
    """A file to add to one of the folders of a draft."""

    language = StringField(
        _l("Language"),
        [Optional(), Regexp(rf"{LANGUAGE}\Z", message=_l("Write a language such as de or pt-BR, or nothing."))],
        description=_l("Only for a translation, such as de. Empty, the file belongs to the programme itself."),
    )


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A picture or paper to put into a folder."""

    folder = SelectField(_l("Folder"))
    upload = FileField(_l("Picture or PDF"), [FileRequired(_l("Choose a file."))])


class ReplaceForm(FlaskForm):  # type: ignore[misc]
    """Another picture, paper or text in the place of a file, and the digest of the one that its author saw."""

    upload = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    base = HiddenField()


class NewProgrammeForm(FlaskForm):  # type: ignore[misc]
    """A programme to begin from nothing."""

    title = StringField(_l("Title"), [DataRequired(_l("Enter a title.")), Length(max=120)])
    key = StringField(
        _l("Key"),
        [
            DataRequired(_l("Enter a key.")),
            Regexp(r"^[a-z0-9][a-z0-9_-]{0,63}\Z", message=_l("Use lower-case letters, digits, hyphens, underscores.")),
        ],
        description=_l("It stands in addresses and never changes, for example set-facilitator."),
    )


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A zip, and what its author last saw: of the draft that it would replace, and of the zip itself."""

    upload = FileField(_l("Zip file"), [FileRequired(_l("Choose a zip file."))])
    seen = HiddenField()
    shown = HiddenField()
    replace = SubmitField(_l("Replace the draft"))


class SeenForm(FlaskForm):  # type: ignore[misc]
    """A decision about a draft or file, with the digest of what was seen of it."""

    seen = HiddenField()


class PublishForm(SeenForm):
    """A draft to publish, and the release that it was compared with."""

    over = HiddenField()
