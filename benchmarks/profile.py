"""Where the time of a first run goes, and that of the plain loop: py-spy's samples, sorted by kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Figure, FigureGroup
from benchmarks.made_model import WORK
from benchmarks.made_pictures import make_folder
from benchmarks.options import BenchmarkOptions, CannotRunError
from benchmarks.profiled import OURS, PLAIN

SAMPLES_PER_S = 200
PICTURES = 8

KINDS = (
    ("waiting", ("threading.py", "concurrent/futures/thread.py", "queue.py", "_monitor.py", "selectors.py")),
    ("decoding", ("PIL/ImageFile.py", "PIL/PngImagePlugin.py", "PIL/JpegImagePlugin.py")),
    ("scaling", ("resize (PIL/Image.py", "reduce (PIL/Image.py")),
    ("copying between Pillow and NumPy", ("PIL/Image.py",)),
    ("model", ("torch/nn/", "torch/functional.py", "transformers/models/")),
    ("hashing", ("fingerprint (snapsort/photos/content.py",)),
    ("reading", ("read_content (snapsort/photos/content.py",)),
    ("preparing", ("transformers/image_", "snapsort/models/preparing.py")),
    ("cache", ("snapsort/embeddings/cache/",)),
)
"""What tells a frame's kind: parts of its text. A sample has the kind of its innermost frame with one."""

REST = "the rest of Python"


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a way, on 12-megapixel photos: processor milliseconds a picture of each kind of work."""
    folder = make_folder(WORK / f"photos-{options.seed}-{PICTURES}", "photos", PICTURES, seed=options.seed)
    for way in (PLAIN, OURS):
        stacks, cpu_ms = record(way, options.model, folder, times=options.rounds)
        settings = (("model", options.model), ("way", way), ("stacks", str(stacks)))
        n = PICTURES * options.rounds
        yield FigureGroup("photos", settings, n, options.seed, make_figures(count_kinds(stacks), cpu_ms, n))


def make_figures(kinds: Counter[str], cpu_ms: float, n: int) -> tuple[Figure, ...]:
    """Milliseconds a picture of each kind, most first: its share of the samples of what a picture took."""
    samples = kinds.total()
    parts = [(kind, cpu_ms * number / samples) for kind, number in kinds.most_common()]
    return tuple(
        Figure(name, value, value, value, n, "ms", "min to max")
        for name, value in (("together", cpu_ms), *parts)
    )


def count_kinds(stacks: Path) -> Counter[str]:
    """Samples of each kind inside of the work, without loading and waiting."""
    kinds: Counter[str] = Counter()
    for line in stacks.read_text("utf-8").splitlines():
        stack, _, number = line.rpartition(" ")
        kind = find_kind(reversed(stack.split(";")))
        if kind != "waiting" and any(
            name in stack for name in ("loop_plainly", "sort_once", "snapsort/embeddings")
        ):
            kinds[kind] += int(number)
    return kinds


def find_kind(frames: Iterable[str]) -> str:
    """The kind of the first frame that has one, from the innermost on."""
    for frame in frames:
        for kind, signs in KINDS:
            if any(sign in frame for sign in signs):
                return kind
    return REST


def record(way: str, model: str, folder: Path, *, times: int) -> tuple[Path, float]:
    """The file of folded stacks, as flame graphs are drawn from, and processor milliseconds a picture.

    Raises:
        CannotRunError: there is no py-spy, or it may not look into processes here.
    """
    program = shutil.which("py-spy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        raise CannotRunError("py-spy is not installed: pip install py-spy")
    stacks, out = WORK / f"{way}-{model}.folded", WORK / f"{way}-{model}.ms"
    out.unlink(missing_ok=True)
    spy = (program, "record", "--rate", str(SAMPLES_PER_S), "--format", "raw", "--output", str(stacks))
    work = (sys.executable, "-m", "benchmarks.profiled", way, model, str(folder), str(times), str(out))
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run((*spy, "--", *work), env=environment, capture_output=True, text=True, check=False)
    if not out.is_file():
        raise CannotRunError(f"py-spy ended with {done.returncode}: {done.stderr[-300:]}")
    return stacks, float(out.read_text())
