"""A process to be profiled: pictures of a folder through the plain loop, or through a first run of ours."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

import torch

from benchmarks.made_model import MADE_B32, make_b32
from benchmarks.throughput import load_plainly, loop_plainly, sort_once, time_of
from snapsort.models import ModelSource, choose_model, load_encoder
from snapsort.photos import ScanOptions, scan

PLAIN, OURS = "plain", "ours"


def main() -> None:
    """`python -m benchmarks.profiled WAY MODEL FOLDER TIMES OUT`, with one thread for PyTorch.

    OUT gets the milliseconds of processor time a picture; py-spy keeps what a process prints to itself.
    """
    way, model, folder, times, out = sys.argv[1:]
    torch.set_num_threads(1)
    source = make_b32() if model == MADE_B32 else choose_model(model, setting=None, hub_cache=None)
    work = WAYS[way](source, Path(folder))
    spent = [time_of(work) for _ in range(int(times))]
    n = len(scan(Path(folder), ScanOptions()).photos)
    Path(out).write_text(str(1000 * median(one.cpu for one in spent) / n))


def make_plain(source: ModelSource, folder: Path) -> Callable[[], None]:
    """The loop of a model's card, in batches of 4."""
    return partial(loop_plainly, scan(folder, ScanOptions()).photos, load_plainly(source), 4)


def make_ours(source: ModelSource, folder: Path) -> Callable[[], None]:
    """A first run."""
    return partial(sort_once, scan(folder, ScanOptions()).photos, load_encoder(source))


WAYS: Mapping[str, Callable[[ModelSource, Path], Callable[[], None]]] = {PLAIN: make_plain, OURS: make_ours}

if __name__ == "__main__":
    main()
