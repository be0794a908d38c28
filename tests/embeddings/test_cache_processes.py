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


MAKER = """
import sys
from pathlib import Path
from snapsort.embeddings.cache import Cache

sys.stdin.read()  # all begin together
for number in range(60):
    with Cache(Path(sys.argv[1]) / f"{number}.sqlite") as cache:
        cache.put_scale(sys.argv[2], 1.0)
"""


def start(program: str, path: Path, *numbers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", program, str(path), *map(str, numbers)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def begin(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()


def output_of(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stderr is not None
    with process.stderr as stderr:
        return stderr.read()


def assert_well(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        begin(process)
    assert [(process.wait(), output_of(process)) for process in processes] == [(0, b"")] * len(processes)


def test_processes_that_make_and_fill_one_cache_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    writers = [start(WRITER, path, first, first + 150) for first in (0, 100, 200, 300)]

    assert_well(writers)

    numbers = {Fingerprint(f"{number:064x}"): number for number in range(450)}
    with Cache(path) as cache:
        found = cache.get_vectors("space", numbers)
    assert {key: int(np.argmax(vector)) for key, vector in found.items()} == {
        key: number % 8 for key, number in numbers.items()
    }


def test_processes_that_open_a_new_cache_at_the_same_instant_all_can_use_it(tmp_path: Path) -> None:
    assert_well([start(MAKER, tmp_path, number) for number in range(4)])

    for path in tmp_path.glob("*.sqlite"):
        with Cache(path) as cache:
            assert [cache.get_scale(str(number)) for number in range(4)] == [1.0] * 4


def test_what_was_put_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    endless = start(WRITER, path, 0, 10**9)
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
