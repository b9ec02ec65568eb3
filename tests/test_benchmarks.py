"""Can what is measured by hand still begin?"""

from importlib import import_module


def test_everything_that_the_benchmark_needs_is_there() -> None:
    assert callable(import_module("benchmarks.__main__").main)
