"""`snapsort head`: what was learned, for which model and labels; removing it."""

from __future__ import annotations

from pathlib import Path

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.default_group import DefaultGroup
from snapsort.cli.options import output_options


@click.group("head", cls=DefaultGroup)
def command() -> None:
    """List what was learned from your corrections; show one, remove one.

    \b
      snapsort head                     the heads, each for one model and one label set
      snapsort head show default        what it was learned from, and how good it is
      snapsort head remove default      sort these labels without it from now on

    A head is a file of plain numbers; it holds no pictures, and the hashes of those it was learned from.
    """


@command.command("list")
@output_options
def list_heads(*, output: OutputArguments) -> int:
    """List the heads, each for one model and one label set."""
    from snapsort.cli.places import find_places
    from snapsort.errors import NothingToDo
    from snapsort.heads import list_heads, read_head
    from snapsort.report import Terminal, report_heads

    paths = list_heads(find_places().heads_folder)
    if not paths:
        raise NothingToDo("nothing was learned yet", hint="snapsort train DIR, snapsort learn")
    report_heads(
        {path: read_head(path) for path in paths}, terminal=Terminal(json=output.json, quiet=output.quiet)
    )
    return 0


@command.command("show")
@click.argument("which", metavar="NAME|FILE")
@output_options
def show(which: str, *, output: OutputArguments) -> int:
    """Show what a head was learned from and how good it is: by label set, name or file."""
    from snapsort.heads import read_head
    from snapsort.report import Terminal, report_head

    for path in _find(which):
        report_head(path, read_head(path), terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


@command.command("remove")
@click.argument("which", metavar="NAME|FILE")
@output_options
def remove(which: str, *, output: OutputArguments) -> int:
    """Remove a head, by label set, name or file. The corrections stay; `snapsort learn` makes it again."""
    from snapsort.heads import delete_head
    from snapsort.report import Terminal, report_removed_head

    for path in _find(which):
        delete_head(path)
        report_removed_head(path, terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


def _find(which: str) -> tuple[Path, ...]:
    """The heads that are meant: one file, or those of a label set.

    Raises:
        HeadError: there is none.
    """
    from snapsort.cli.places import find_places
    from snapsort.errors import HeadError
    from snapsort.heads import list_heads

    given = Path(which).expanduser()
    if given.suffix == ".npz" and given.is_file():
        return (given,)
    # By name, not by what is in it: a damaged head must be removable.
    kept = list_heads(find_places().heads_folder)
    found = tuple(path for path in kept if path.stem == which or path.stem.rsplit("-", 2)[0] == which)
    if not found:
        raise HeadError(f"there is no head {which}", hint="`snapsort head` lists the heads")
    return found
