"""`snapsort labels`: the ready-made label sets, and whether a file is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments
from snapsort.cli.default_group import DefaultGroup
from snapsort.cli.options import FOLDER, model_options, output_options
from snapsort.cli.tools import model_in_use, remark_small_model

if TYPE_CHECKING:
    from snapsort.records import LabelSet
    from snapsort.report import Terminal


@click.group("labels", cls=DefaultGroup)
def command() -> None:
    """List the ready-made label sets, show one, check a file of your own.

    \b
      snapsort labels                   the sets that come with snapsort
      snapsort labels show everyday     its folders and prompts
      snapsort labels check my.json     whether the file can be used
    """


@command.command("list")
@output_options
def list_sets(*, output: OutputArguments) -> int:
    """List the ready-made label sets."""
    from snapsort.labels import load_labels, ready_made_names
    from snapsort.report import Terminal, report_label_sets

    label_sets = [load_labels(name) for name in ready_made_names()]
    terminal = Terminal(json=output.json, quiet=output.quiet)
    report_label_sets(label_sets, terminal=terminal)
    remark_small_model(label_sets, model_in_use(), terminal=terminal)
    return 0


@command.command("show")
@click.argument("name", metavar="NAME|FILE")
@output_options
def show(name: str, *, output: OutputArguments) -> int:
    """Show the folders and prompts of a label set."""
    from snapsort.labels import load_labels
    from snapsort.report import Terminal, report_labels

    labels = load_labels(name)
    terminal = Terminal(json=output.json, quiet=output.quiet)
    report_labels(labels, terminal=terminal)
    remark_small_model([labels], model_in_use(), terminal=terminal)
    return 0


@command.command("check")
@click.argument("file", metavar="FILE")
@click.option("--on", "directory", type=FOLDER, metavar="DIR", help="Try it on the pictures in DIR.")
@model_options
@output_options
def check(file: str, *, directory: Path | None, how: ModelArguments, output: OutputArguments) -> int:
    """Say whether a label file can be used, and if not, where it is wrong.

    With --on: how its labels and prompts fare on real pictures, sorted or not. Which prompts of two labels
    say the same, which labels never win or always lose to one other, what each prompt contributes.
    """
    from snapsort.labels import load_labels
    from snapsort.report import Terminal, report_checked_labels

    terminal = Terminal(json=output.json, quiet=output.quiet)
    label_set = load_labels(file)
    report_checked_labels(label_set, terminal=terminal)
    return 0 if directory is None else _try(label_set, directory, how, terminal)


def _try(label_set: LabelSet, directory: Path, how: ModelArguments, terminal: Terminal) -> int:
    from snapsort.cli.places import find_places
    from snapsort.cli.tools import embed_options, folder_to_read, open_cache, open_model
    from snapsort.report import report_label_check
    from snapsort.teaching.check_labels import check_label_set

    places = find_places()
    root = folder_to_read(directory, places)
    source, model = open_model(how, places, terminal=terminal)
    remark_small_model([label_set], source, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        found = check_label_set(
            label_set, root, options=embed_options(how), model=model, cache=cache, watcher=terminal
        )
    report_label_check(found, root=root, terminal=terminal)
    return 1 if found.problems else 0
