"""`snapsort corrections`: what the user has said about pictures; taking some of it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.default_group import DefaultGroup
from snapsort.cli.options import output_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from snapsort.corrections import Correction, Corrections

SHORTEST_HASH = 8


@click.group("corrections", cls=DefaultGroup)
def command() -> None:
    """List what you have said about pictures; take some of it back.

    \b
      snapsort corrections                          all of it, the oldest first
      snapsort corrections remove IMG_1.jpg         what was said of this picture
      snapsort corrections remove --label receipts  what was said to be receipts
      snapsort corrections remove --all

    The latest correction of a picture counts. Pictures are known by their content.
    """


@command.command("list")
@output_options
def list_corrections(*, output: OutputArguments) -> int:
    """List what you have said about pictures, the oldest first."""
    from snapsort.cli.places import find_places
    from snapsort.corrections import CorrectionStore
    from snapsort.errors import NothingToDo
    from snapsort.report import Terminal, report_corrections

    corrections = CorrectionStore(find_places().corrections_file).read()
    if not corrections.latest:
        raise NothingToDo(
            "there are no corrections yet",
            hint="`snapsort train DIR` takes them from a sorted folder, `snapsort learn` from what you moved",
        )
    report_corrections(corrections, terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


@command.command("remove")
@click.argument("which", metavar="[HASH|PATH]...", nargs=-1)
@click.option("--label", multiple=True, metavar="FOLDER", help="All that is said to belong there.")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@output_options
def remove(
    which: tuple[str, ...], *, label: tuple[str, ...], everything: bool, output: OutputArguments
) -> int:
    """Forget what was said of pictures: by content hash (or its beginning), path, name or label."""
    from snapsort.cli.places import find_places
    from snapsort.corrections import CorrectionStore
    from snapsort.errors import NothingToDo
    from snapsort.report import Terminal, report_forgotten

    if not (which or label or everything):
        raise click.UsageError("Name pictures by hash or path, or give --label or --all.")
    store = CorrectionStore(find_places().corrections_file)
    is_doomed = _every if everything else _chooser(which, label, known=store.read())
    removed = store.remove(is_doomed)
    if not removed:
        raise NothingToDo("there is no such correction", hint="`snapsort corrections` lists them")
    report_forgotten(removed, terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


def _every(_correction: Correction) -> bool:
    return True


def _chooser(
    which: tuple[str, ...], labels: tuple[str, ...], *, known: Corrections
) -> Callable[[Correction], bool]:
    """A picture is meant by the beginning of its hash, by where it was seen, or by the file's content now.

    Where it was seen may also be told by the bare name, if no other picture has it.
    """
    from pathlib import PurePosixPath

    from snapsort.corrections import fold_folder
    from snapsort.photos import fingerprint_file

    folders = {fold_folder(PurePosixPath(label)) for label in labels}
    paths = {_find_named(word, known) or Path(word).absolute() for word in which}
    contents = {fingerprint_file(path) for path in paths if path.is_file()}
    beginnings = tuple(word.lower() for word in which if len(word) >= SHORTEST_HASH)

    def is_doomed(correction: Correction) -> bool:
        said = correction.said
        in_folder = said.folder is not None and fold_folder(said.folder) in folders
        is_named = said.fingerprint in contents or said.path in paths
        return in_folder or is_named or said.fingerprint.startswith(beginnings)

    return is_doomed


def _find_named(word: str, known: Corrections) -> Path | None:
    """Where the only picture of that name was seen; None when there is none, or the word is a path.

    Raises:
        UsageError: several pictures have the name.
    """
    from snapsort.errors import UsageError
    from snapsort.words import printable

    if Path(word).name != word or Path(word).exists():
        return None
    seen = {
        item.said.path: item.said.fingerprint
        for item in known.latest
        if item.said.path is not None and item.said.path.name == word
    }
    if len(set(seen.values())) > 1:
        listed = ", ".join(printable(path) for path in sorted(seen))
        raise UsageError(f"several pictures are called {printable(word)}: {listed}", hint="give its path")
    return next(iter(seen), None)
