"""Every option is defined here once, and handed to commands in groups."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TypeAlias

import click

from snapsort.cli.arguments import (
    AskArguments,
    LabelArguments,
    ModelArguments,
    MoveArguments,
    OutArguments,
    OutputArguments,
    PageArguments,
    ScanArguments,
)

Command: TypeAlias = Callable[..., int]
Decorator: TypeAlias = Callable[[Command], Command]


class _NamedPath(click.Path):
    """A path that is not empty: an unset variable in a script must not mean the current folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        if not os.fspath(value):
            self.fail("the name is empty", param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


class FiniteRange(click.FloatRange):
    """A number within bounds. NaN is within none; click lets it through."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail("NaN is no number", param, ctx)
        return number


FOLDER = _NamedPath(file_okay=False)
FILE = _NamedPath(dir_okay=False)
MEGAPIXELS = FiniteRange(0, 1e6, min_open=True)
PROBABILITY = FiniteRange(0, 1)


def collect(record: type, name: str, *options: Decorator) -> Decorator:
    """A decorator that adds options and hands their values to the command as one record."""
    names = [field.name for field in fields(record)]

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        def collected(*arguments: object, **values: object) -> int:
            own = {name: values.pop(name) for name in names}
            return function(*arguments, **values, **{name: record(**own)})

        result: Command = collected
        for option in reversed(options):
            result = option(result)
        return result

    return decorate


labels_option = click.option(
    "--labels",
    metavar="NAME|FILE",
    help="Label set: a ready-made one or a JSON file.  [default: default]",
)
head_option = click.option(
    "--head",
    metavar="auto|off|FILE",
    default="auto",
    show_default=True,
    help="What was learned from your corrections; auto: for just this model and these labels.",
)

label_options = collect(
    LabelArguments,
    "what",
    labels_option,
    click.option(
        "--label", multiple=True, metavar="FOLDER=PROMPT", help="A label given here instead; repeat for more."
    ),
    click.option(
        "--negative", multiple=True, metavar="PROMPT", help="What stays in place, for use with --label."
    ),
    click.option(
        "--threshold",
        type=PROBABILITY,
        default=0.5,
        show_default=True,
        help="Least probability of what goes (0 to 1).",
    ),
    click.option(
        "--margin",
        type=PROBABILITY,
        default=0.0,
        show_default=True,
        help="Least lead over the second label (0 to 1).",
    ),
    head_option,
    click.option(
        "--max-error",
        type=FiniteRange(0, 1, min_open=True, max_open=True),
        metavar="SHARE",
        help="Instead of limits: move only where at most this share is wrong, proven on your corrections.",
    ),
)

scan_options = collect(
    ScanArguments,
    "scope",
    click.option("--recursive/--no-recursive", default=True, show_default=True, help="Look into subfolders."),
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Leave these out (gitignore syntax); repeat for more.",
    ),
    click.option("--include-hidden", is_flag=True, help="Look at hidden files and folders too."),
    click.option(
        "--max-depth", type=click.IntRange(min=1), metavar="N", help="Levels of folders; 1 is DIR alone."
    ),
    click.option("--one-file-system", is_flag=True, help="Do not cross into mounted file systems."),
)

model_options = collect(
    ModelArguments,
    "how",
    click.option("--model", metavar="NAME|FOLDER", help="Model to use; see `snapsort model`."),
    click.option(
        "--device",
        type=click.Choice(["auto", "cpu", "cuda", "mps"]),
        default="auto",
        show_default=True,
        help="Where it runs.",
    ),
    click.option(
        "--precision",
        type=click.Choice(["auto", "float32", "bfloat16", "float16"]),
        default="auto",
        show_default=True,
        help="Number format of the model.",
    ),
    click.option(
        "--crops",
        type=click.Choice(["auto", "1", "3"]),
        default="auto",
        show_default=True,
        help="Views of a picture; auto: 3 if it is elongated and the model would cut its ends off.",
    ),
    click.option(
        "--max-pixels",
        type=MEGAPIXELS,
        default=250,
        show_default=True,
        metavar="MEGAPIXELS",
        help="Larger pictures are reported, not opened.",
    ),
    click.option("--offline", is_flag=True, help="Never use the network."),
    click.option("--cache/--no-cache", default=True, show_default=True, help="Remember what was computed."),
)

move_options = collect(
    MoveArguments,
    "act",
    click.option("--into", type=FOLDER, metavar="DEST", help="Where the folders are made.  [default: DIR]"),
    click.option("--move", is_flag=True, help="Move the pictures; this is the default."),
    click.option("--copy", is_flag=True, help="Copy them instead."),
    click.option("--link", type=click.Choice(["hard", "sym"]), help="Link to them instead."),
    click.option(
        "--on-conflict",
        type=click.Choice(["rename", "skip", "identical"]),
        default="rename",
        show_default=True,
        help="When the name is taken: add (2), leave it, or leave it only if the bytes are the same.",
    ),
    click.option(
        "--number",
        is_flag=True,
        help="Put numbers in front of the names: in each folder likes stand beside likes.",
    ),
    click.option("--force", is_flag=True, help="Also in a home folder or a repository."),
)

output_options = collect(
    OutputArguments,
    "output",
    click.option("--json", is_flag=True, help="One JSON object a line on stdout."),
    click.option("--quiet", "-q", is_flag=True, help="No progress and no remarks on stderr."),
)

page_options = collect(
    PageArguments,
    "page",
    click.option(
        "--port", type=click.IntRange(0, 65535), default=0, help="Where it is served.  [default: any]"
    ),
    click.option(
        "--browser/--no-browser", default=True, show_default=True, help="Open it, or only print the address."
    ),
)


def out_options(hint: str) -> Decorator:
    """`--out FILE` and `--overwrite`; the hint says which names the file may have."""
    return collect(
        OutArguments,
        "out",
        click.option("--out", type=FILE, required=True, metavar="FILE", help=hint),
        click.option("--overwrite", is_flag=True, help="Replace FILE if it is there."),
    )


yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask. Needed where there is no terminal.")
list_option = click.option("--list", "every", is_flag=True, help="Show every picture, not only the folders.")

ask_options = collect(
    AskArguments,
    "ask",
    click.option("--dry-run", is_flag=True, help="Stop after showing the plan."),
    yes_option,
    list_option,
    click.option("--plan", type=FILE, metavar="FILE", help="Save the plan, for `snapsort apply`."),
    click.option("--html", type=FILE, metavar="FILE", help="Save it as a page, to look at or to send."),
)
