"""How are the product and the yardstick served: the same server, the same number of workers, one thread each?"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

# One core is left to the load generator, so that it never takes the servers' place.
WORKERS = max(1, min(4, (os.cpu_count() or 2) - 1))


@contextmanager
def product(database: Path) -> Iterator[int]:
    """`trainer serve` over a database; its port."""
    port = _free_port()
    variables = {
        "TRAINER_DATA": str(database.parent),
        "TRAINER_DATABASE_URL": f"sqlite:///{database}",
        "TRAINER_PORT": str(port),
        "TRAINER_WORKERS": str(WORKERS),
    }
    with _serving(port, variables, "trainer", "serve"):
        yield port


@contextmanager
def yardstick(database: Path) -> Iterator[int]:
    """The yardstick with the same settings; its port."""
    port, variables = _free_port(), {"YARDSTICK_DATABASE": str(database)}
    subprocess.run([sys.executable, "-m", "benchmarks.yardstick.app"], env={**os.environ, **variables}, check=True)
    options = ["--interface", "wsgi", "--no-ws", "--workers", str(WORKERS), "--blocking-threads", "1"]
    quiet = ["--log-level", "warning", "--no-access-log"]
    words = ["--host", "127.0.0.1", "--port", str(port), *options, *quiet]
    with _serving(port, variables, "granian", *words, "benchmarks.yardstick.app:app"):
        yield port


@contextmanager
def _serving(port: int, variables: dict[str, str], *words: str) -> Iterator[None]:
    """A server in a process of its own, gone afterwards whatever happens."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("TRAINER_")}
    process = subprocess.Popen([sys.executable, "-m", *words], env={**others, **variables}, start_new_session=True)
    try:
        _wait_for(process, port)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):  # workers that outlived their parent
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server at port {port} did not start")


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
