"""Compiled, interpreted, or without numba at all: the order is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from snapsort.similarity import order
from snapsort.similarity.routines import PLAIN, PLAIN_UP_TO, choose_routines
from tests.similarity.vectors import make_vectors

ROOT = Path(__file__).parents[2]
N = 250

ORDER_IN_A_PROCESS = f"""
import numpy as np
from snapsort.similarity import order
from tests.similarity.vectors import make_vectors
vectors, times_s = make_vectors({N}), np.linspace(0, 86_400, {N})
print(order(vectors, first=7, times_s=times_s, time_weight=0.5).tolist())
"""

WITHOUT_NUMBA = "import sys; sys.modules['numba'] = None\n"


def run_python(code: str, **environment: str) -> str:
    """What the code prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_plain_and_compiled_code_find_the_same_path() -> None:
    compiled = order(make_vectors(N), first=7, times_s=np.linspace(0, 86_400, N), time_weight=0.5)

    plain = run_python(ORDER_IN_A_PROCESS, NUMBA_DISABLE_JIT="1")

    assert choose_routines(N) is not PLAIN
    assert plain == str(compiled.tolist())


def test_without_numba_the_path_is_the_same() -> None:
    compiled = order(make_vectors(N), first=7, times_s=np.linspace(0, 86_400, N), time_weight=0.5)

    assert run_python(WITHOUT_NUMBA + ORDER_IN_A_PROCESS) == str(compiled.tolist())


def test_the_path_does_not_depend_on_the_number_of_threads() -> None:
    code = "from snapsort.similarity import order; from tests.similarity.vectors import make_vectors; "

    found = run_python(
        code + "print(order(make_vectors(4_000, d=8)).tolist())",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
    )

    assert found == str(order(make_vectors(4_000, d=8)).tolist())


def test_importing_the_room_and_ordering_few_loads_neither_numba_nor_faiss() -> None:
    code = (
        "import sys; from snapsort.similarity import order; "
        "from tests.similarity.vectors import make_vectors; "
        f"order(make_vectors({PLAIN_UP_TO // 4})); print({{'numba', 'faiss', 'scipy'}} & set(sys.modules))"
    )

    assert run_python(code) == "set()"
