"""What does a rule say to a person, before it is put into their language?"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English sentence with `%(name)s` places and the values that fill them.

    Pure code returns it; templates and letters translate the sentence first and fill it afterwards.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
