"""Several real processes on one cache file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from snapsort.embeddings.cache import Cache
from snapsort.records import Fingerprint

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
import numpy as np
from snapsort.embeddings.cache import Cache

path, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
sys.stdin.read()  # all begin together
with Cache(path) as cache:
    for number in range(first, last):
        vector = np.zeros(8, dtype=np.float32)
        vector[number % 8] = 1
        cache.put_vectors("space", {f"{number:064x}": vector})
        assert f"{first:064x}" in cache.get_vectors("space", [f"{first:064x}"])
"""


def start_writer(path: Path, first: int, last: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def begin(writer: subprocess.Popen[bytes]) -> None:
    assert writer.stdin is not None
    writer.stdin.close()


def output_of(writer: subprocess.Popen[bytes]) -> bytes:
    assert writer.stderr is not None
    with writer.stderr as stderr:
        return stderr.read()


def test_processes_that_make_and_fill_one_cache_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    writers = [start_writer(path, first, first + 150) for first in (0, 100, 200, 300)]

    for writer in writers:
        begin(writer)

    assert [(writer.wait(), output_of(writer)) for writer in writers] == [(0, b"")] * 4
    numbers = {Fingerprint(f"{number:064x}"): number for number in range(450)}
    with Cache(path) as cache:
        found = cache.get_vectors("space", numbers)
    assert {key: int(np.argmax(vector)) for key, vector in found.items()} == {
        key: number % 8 for key, number in numbers.items()
    }


def test_what_was_put_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    endless = start_writer(path, 0, 10**9)
    begin(endless)
    key = Fingerprint(f"{50:064x}")
    with Cache(path) as cache:
        while key not in cache.get_vectors("space", [key]):
            assert endless.poll() is None

    endless.kill()
    endless.wait()
    output_of(endless)

    with Cache(path) as cache:
        assert len(cache.get_vectors("space", [Fingerprint(f"{number:064x}") for number in range(51)])) == 51
