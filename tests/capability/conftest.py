"""The same day and the same chapters as the tests of certification."""

from tests.certification.conftest import certified, chapter, clock, ready

__all__ = ["certified", "chapter", "clock", "ready"]
