"""May they? Yes, or no with the reason."""

from dataclasses import dataclass

from trainer.message import Message


@dataclass(frozen=True)
class Verdict:
    """The answer of an access or lifecycle rule.

    `hidden` means that the person may not even learn that the thing exists: the page answers 404, not 403.
    """

    allowed: bool
    reason: Message | None = None
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)
HIDDEN = Verdict(False, hidden=True)


def hide_unless(condition: object) -> Verdict:
    """A thing that one may not know of unless `condition` holds."""
    return YES if condition else HIDDEN


def refuse_if(condition: object, text: str, **values: object) -> Verdict:
    """A refusal with its reason when `condition` holds."""
    return Verdict(False, Message(text, values)) if condition else YES


def every(*verdicts: Verdict) -> Verdict:
    """The first refusal, or yes: rules read as one condition a line."""
    return next((verdict for verdict in verdicts if not verdict), YES)


def either(*verdicts: Verdict) -> Verdict:
    """The first yes; else the last refusal."""
    return next((verdict for verdict in verdicts if verdict), verdicts[-1])
