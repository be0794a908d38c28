"""`python -m benchmarks.run [NAME ...]`: measure, print, and add to benchmarks/results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.options import BenchmarkOptions, CannotRunError
from benchmarks.results import append_result
from benchmarks.table import format_group
from snapsort.errors import SnapsortError

BENCHMARKS = (
    "startup",
    "accuracy",
    "throughput",
    "profile",
    "second_run",
    "memory",
    "cache",
    "moving",
    "duplicates",
    "order",
    "learning",
    "discover",
    "layout",
    "review",
    "review_page",
    "builtin",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that were named, or all; 0, or 2 if one cannot run."""
    asked = make_parser().parse_args(arguments)
    options = BenchmarkOptions(
        pictures=asked.pictures,
        model=asked.model,
        rounds=asked.rounds,
        sample=asked.sample,
        seed=asked.seed,
        vectors=asked.vectors,
        sizes=tuple(asked.sizes),
    )
    for name in asked.names or BENCHMARKS:
        try:
            for group in import_module(f"benchmarks.{name}").run(options):
                print(f"{name}: {format_group(group)}\n", flush=True)
                append_result(name, group)
        except (CannotRunError, SnapsortError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 2
    return 0


def make_parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS], help=", ".join(BENCHMARKS)
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="pictures; accuracy wants a MANIFEST.tsv there"
    )
    parser.add_argument("--model", default="builtin", help="as for snapsort (default: builtin)")
    parser.add_argument("--rounds", type=int, default=7, help="how often a timing is taken (default: 7)")
    parser.add_argument("--sample", type=int, default=200, help="how many pictures are timed (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="which pictures are timed (default: 0)")
    parser.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE.npy",
        help="order, layout: unit rows instead of those of pictures",
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[10_000],
        help="order, layout: how many are made (default: 10000)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
