"""How is the yardstick asked, in the same way as the product?"""

from itertools import count

from benchmarks.load import Ask, Browser
from benchmarks.world import CONNECTIONS, SENTENCE
from benchmarks.yardstick.sizes import CRITERIA, CSRF, LESSONS


def reading(port: int) -> list[Ask]:
    """Each connection is a reader of their own who goes from lesson to lesson."""
    return [_reads(_signed_in(port, number), number) for number in range(CONNECTIONS)]


def _signed_in(port: int, number: int) -> Browser:
    browser = Browser(port)
    browser.get(f"/sign-in/{number + 1}")
    return browser


def _reads(browser: Browser, number: int) -> Ask:
    turn = count(number)

    def read() -> None:
        browser.get(f"/lesson/lesson-{next(turn) % LESSONS}")

    return read


def saving(port: int) -> list[Ask]:
    """Each connection saves sheets of seven rows, one after the other."""
    return [_saves(_signed_in(port, number), number) for number in range(CONNECTIONS)]


def _saves(browser: Browser, number: int) -> Ask:
    form = {"csrf": CSRF, "comment": SENTENCE}
    for criterion in range(CRITERIA):
        form |= {f"level-{criterion}": "3", f"remark-{criterion}": SENTENCE[:60]}

    def save() -> None:
        browser.post(f"/sheet/{number + 1}", form, expected=303)

    return save


def hello(port: int) -> list[Ask]:
    """Next to nothing, to see how much the load generator can ask for."""
    return [_greets(Browser(port)) for _ in range(CONNECTIONS)]


def _greets(browser: Browser) -> Ask:
    def greet() -> None:
        browser.get("/hello")

    return greet
