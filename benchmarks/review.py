"""The review's server with many known pictures: how soon it can be asked, how quickly it answers, memory."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from benchmarks.figures import FigureGroup, sample
from benchmarks.made_folder import home_environment, make_home
from benchmarks.options import BenchmarkOptions, CannotRunError

CONNECTIONS = 6
"""How many a browser opens to one server."""

QUESTIONS = {
    "pictures": "/api/pictures",
    "probabilities": "/api/probabilities",
    "alike": "/api/alike?picture=7",
    "suggest": "/api/suggest?most=20",
    "quick map": "/api/map?dims=2&method=pca",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that runs, and a browser that may ask it."""

    process: subprocess.Popen[str]
    opener: OpenerDirector
    base: str

    def ask(self, path: str, body: object = None) -> bytes:
        """The answer; with a body, to a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.base + path, data, {"Content-Type": "application/json"} if data else {})
        with self.opener.open(request) as answer:
            content: bytes = answer.read()
            return content

    def time_ms(self, path: str, body: object = None) -> float:
        """How long an answer takes."""
        start = time.perf_counter()
        self.ask(path, body)
        return 1000 * (time.perf_counter() - start)

    def memory_mb(self) -> float:
        """How much memory the server holds now; NaN where /proc does not say."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.is_file() else None
        return int(found[1]) / 1000 if found else float("nan")

    def processor_ms(self) -> float:
        """Processor time of all cores together that the server has used; less disturbed by what else runs."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.is_file():
            return float("nan")
        fields = stat.read_text().rpartition(")")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user and system


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group for each number of pictures; FOLDER, or a temporary one, holds what is made."""
    with tempfile.TemporaryDirectory() as temporary:
        for n in options.sizes:
            home = make_home((options.pictures or Path(temporary)) / str(n), n, seed=options.seed)
            rounds = [measure(home, n, options) for _ in range(options.rounds)]
            figures = [
                sample(name, [one[name] for one in rounds], unit=name.rpartition(", ")[2])
                for name in rounds[0]
            ]
            yield FigureGroup("server", (("pictures", f"{n:,}"),), n, options.seed, tuple(figures))


def measure(home: Path, n: int, options: BenchmarkOptions) -> dict[str, float]:
    """One start with all its figures; the unit ends each name."""
    for folder in ("thumbnails", "views"):
        subprocess.run(("rm", "-rf", str(home / ".cache" / "snapsort" / folder)), check=True)
    start = time.perf_counter()
    with asking(home) as server:
        listening = time.perf_counter()
        while json.loads(server.ask("/api/session"))["revision"] == 0:
            time.sleep(0.05)  # each question costs the server a millisecond
        ready, memory, worked = time.perf_counter(), server.memory_mb(), server.processor_ms()
        figures = {
            "listening, ms": 1000 * (listening - start),
            "ready, ms": 1000 * (ready - start),
            "processor time until ready, ms": worked,
            **{f"{name}, ms": server.time_ms(path) for name, path in QUESTIONS.items()},
            "saying, ms": server.time_ms("/api/said", {"changes": [{"picture": 0, "label": None}]}),
            "plan, ms": server.time_ms("/api/plan", {}),
        }
        chosen = random.Random(options.seed).sample(range(n), min(options.sample, n))
        rates = [time_thumbnails(server, chosen) for _ in range(2)]
        figures["memory when ready, MB"] = memory
        figures["memory after thumbnails, MB"] = server.memory_mb()
    return {**figures, "new thumbnails, /s": rates[0], "kept thumbnails, /s": rates[1]}


def time_thumbnails(server: Asked, pictures: list[int]) -> float:
    """Thumbnails a second over as many connections as a browser has."""
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(server.ask, (f"/thumb/{picture}?size=160" for picture in pictures)))
    return len(pictures) / (time.perf_counter() - start)


@contextmanager
def asking(home: Path) -> Iterator[Asked]:
    """A review of the home's pictures, in a process of its own.

    Raises:
        CannotRunError: it does not start.
    """
    command = (sys.executable, "-m", "snapsort", "review", str(home / "pictures"), "--no-browser")
    with subprocess.Popen(
        command, env=home_environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address.startswith("http"):
                raise CannotRunError(f"snapsort review said {address!r}")
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            opener.open(address).close()
            yield Asked(process, opener, address.partition("/?")[0])
        finally:
            process.terminate()
