"""What does a glossary hold: the words of a programme and what they mean?"""

from typing import Annotated

from pydantic import Field

from trainer.curriculum.documents.parts import Key, Part, Words

LONGEST = 400


class Term(Part):
    """A word of the programme. `also` are other forms in which lessons use it; `see` are keys of related terms."""

    key: Key
    term: Words
    also: tuple[Words, ...] = ()
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    see: tuple[Key, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The term and its other forms."""
        return (self.term, *self.also)


class Glossary(Part):
    """The words of a programme, in the order in which its author explains them."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]

    def term(self, key: str) -> Term | None:
        return next((term for term in self.terms if term.key == key), None)
