"""How many requests a second does a server answer at so many connections?"""

import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from threading import Barrier, Thread
from urllib.parse import urlencode

Ask = Callable[[], None]


class Browser:
    """A connection that is kept open, with one person's cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, expected: int = 200) -> str:
        return self._ask("GET", path, None, {}, expected)

    def post(self, path: str, form: dict[str, str], expected: int) -> str:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form), headers, expected)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], expected: int) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **headers})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status}, expected {expected}\n{text[:2000]}")
        for cookie in answer.msg.get_all("Set-Cookie", ()):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return text


def throughput(asks: Sequence[Ask], seconds: float) -> float:
    """Requests a second while each of these is called over and over, each in a thread of its own.

    Python's threads share one core, which is enough: the generator's own ceiling is measured and printed.
    """
    counts, start = [0] * len(asks), Barrier(len(asks) + 1)
    troubles: list[BaseException] = []

    def go(place: int, ask: Ask) -> None:
        start.wait()
        end = time.perf_counter() + seconds
        try:
            while time.perf_counter() < end:
                ask()
                counts[place] += 1
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [Thread(target=go, args=(place, ask)) for place, ask in enumerate(asks)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return sum(counts) / (time.perf_counter() - began)
