"""`snapsort dupes DIR`: find duplicates, say which to keep and why, and move the rest when asked to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import (
    FILE,
    FOLDER,
    collect,
    model_options,
    output_options,
    scan_options,
    yes_option,
)

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.duplicates import DuplicateRequest, Duplicates, Kind, UnlikePairs
    from snapsort.records import Fingerprint
    from snapsort.report import Terminal
    from snapsort.similarity.duplicates_keep import Rule


@dataclass(frozen=True, slots=True)
class DupesArguments:
    """Where to look, what counts, what to keep, and what becomes of the rest."""

    others: tuple[Path, ...]
    kind: tuple[Kind, ...]
    keep: tuple[Rule, ...]
    protect: tuple[Path, ...]
    listed: bool
    to: Path | None
    link: bool
    unlike: tuple[tuple[Path, Path], ...]
    alike: tuple[tuple[Path, Path], ...]
    force: bool

    def check(self) -> None:
        """Raise UsageError for options that exclude each other."""
        if [self.listed, self.link, self.to is not None].count(True) > 1:
            raise click.UsageError("--list, --to and --link exclude each other.")
        if self.link and any(kind != "exact" for kind in self.kind):
            raise click.UsageError("--link is for exact copies only: others hold other bytes.")

    def kinds(self) -> tuple[Kind, ...]:
        """Those that were asked for, or those that go well with what becomes of the rest."""
        if self.link:
            return ("exact",)
        return self.kind or (("exact", "same", "similar") if self.to is None else ("exact", "same"))


def _read_rules(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[Rule, ...]:
    """The rules in a list such as `folder,oldest`."""
    from snapsort.similarity.duplicates_keep import RULES

    if text is None:
        return RULES
    named = [word.strip() for word in text.split(",") if word.strip()]
    for word in named:
        if word not in RULES:
            raise click.BadParameter(f"{word!r} is no rule; there are {', '.join(RULES)}.")
    return tuple(rule for word in named for rule in RULES if rule == word)


dupes_options = collect(
    DupesArguments,
    "search",
    click.option(
        "--with",
        "others",
        type=FOLDER,
        multiple=True,
        metavar="DIR2",
        help="Search this folder too; repeat for more.",
    ),
    click.option(
        "--kind",
        type=click.Choice(["exact", "same", "similar"]),
        multiple=True,
        help="Only this kind; repeat for more.  "
        "[default: all; with --to: exact and same; with --link: exact]",
    ),
    click.option(
        "--keep",
        callback=_read_rules,
        metavar="RULES",
        help="Which to keep: these rules, in this order, with commas between them; after them the shortest "
        "name, then the first path.  "
        "[default: resolution,format,metadata,sharpness,folder,oldest]",
    ),
    click.option(
        "--protect",
        type=FOLDER,
        multiple=True,
        metavar="DIR",
        help="Always keep what is in here; repeat for more.",
    ),
    click.option("--list", "listed", is_flag=True, help="Only list them. This is the default."),
    click.option("--to", type=FOLDER, metavar="FOLDER", help="Move the rest there, after asking."),
    click.option(
        "--link",
        is_flag=True,
        help="Make exact copies hard links to what is kept, after asking; the bytes are compared again.",
    ),
    click.option(
        "--unlike",
        type=(FILE, FILE),
        multiple=True,
        metavar="A B",
        help="Remember that these two are no duplicates, whatever they are called later.",
    ),
    click.option("--alike", type=(FILE, FILE), multiple=True, metavar="A B", help="Forget an --unlike."),
    click.option("--force", is_flag=True, help="Also in a home folder or a repository."),
)


@click.command("dupes")
@click.argument("directory", metavar="DIR", type=FOLDER)
@dupes_options
@yes_option
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    search: DupesArguments,
    yes: bool,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """List the duplicates in DIR, with which to keep and why. Nothing is deleted.

    \b
      snapsort dupes ~/Pictures
      snapsort dupes ~/Downloads --with ~/Pictures --protect ~/Pictures
      snapsort dupes ~/Pictures --to ~/Duplicates
      snapsort dupes ~/Pictures --link
      snapsort dupes ~/Pictures --unlike a.jpg b.jpg

    Three kinds: exact (the same bytes), same (the same picture: resized, recompressed, converted, slightly
    cropped or corrected), similar (other takes). In a group each is alike each other. Exit codes: 0 also when
    there are duplicates, 1 when some pictures cannot be read.
    """
    from snapsort.cli.disposing import link_rest, move_rest
    from snapsort.cli.places import find_places
    from snapsort.report import Terminal, report_duplicates

    search.check()
    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    request = _request(directory, search, scope=scope, how=how, places=places)
    into = _find_into(search, request)
    if into is not None:
        _check_folders(into, request, places, force=search.force)
    duplicates = _find(request, how, places=places, terminal=terminal)
    report_duplicates(duplicates, root=request.folders[0], terminal=terminal)
    if into is None or not duplicates.rest:
        return 1 if duplicates.problems else 0
    dispose = link_rest if search.link else move_rest
    return dispose(duplicates, request.folders, into=into, places=places, terminal=terminal, yes=yes)


def _request(
    directory: Path, search: DupesArguments, *, scope: ScanArguments, how: ModelArguments, places: Places
) -> DuplicateRequest:
    from snapsort.cli.tools import embed_options
    from snapsort.duplicates import DuplicateRequest

    return DuplicateRequest(
        folders=tuple(dict.fromkeys(_resolve(folder) for folder in (directory, *search.others))),
        embed=embed_options(how),
        scan=scope.to_options(
            skip_folders=() if search.to is None else (_resolve(search.to),),
            include_repositories=search.to is None and not search.link,
        ),
        protected=tuple(_resolve(folder) for folder in search.protect),
        kinds=search.kinds(),
        rules=search.keep,
        unlike=_remember(search, places),
    )


def _remember(search: DupesArguments, places: Places) -> UnlikePairs:
    """What is known to be no duplicate, with what the user has just said of it."""
    from snapsort.duplicates import make_pair, read_unlike, write_word

    file = places.unlike_file
    if search.unlike:
        write_word(file, "unlike", [make_pair(*_contents(pair)) for pair in search.unlike])
    if search.alike:
        write_word(file, "alike", [make_pair(*_contents(pair)) for pair in search.alike])
    return read_unlike(file)


def _contents(pair: tuple[Path, Path]) -> tuple[Fingerprint, Fingerprint]:
    return _content(pair[0]), _content(pair[1])


def _content(file: Path) -> Fingerprint:
    from snapsort.errors import PhotoError, UsageError
    from snapsort.photos import fingerprint_file

    try:
        return fingerprint_file(file)
    except PhotoError as error:
        raise UsageError(
            f"there is no such file: {file}" if error.code == "gone" else f"{file}: {error}"
        ) from error


def _find_into(search: DupesArguments, request: DuplicateRequest) -> Path | None:
    """The folder that the rest goes to; for links the one that is searched; None when nothing changes."""
    if search.link:
        return request.folders[0]
    return None if search.to is None else _check_target(_resolve(search.to), request)


def _check_target(into: Path, request: DuplicateRequest) -> Path:
    from snapsort.errors import UsageError

    for folder in request.folders:
        if folder.is_relative_to(into):
            raise UsageError(
                f"{into} holds {folder}, which is searched", hint="choose another folder for --to"
            )
    return into


def _check_folders(into: Path, request: DuplicateRequest, places: Places, *, force: bool) -> None:
    """Raise unless what is below the searched folders may change, and runs into that folder are settled."""
    from snapsort.cli.carrying_out import refuse_while_unfinished
    from snapsort.moving import check_folders

    for folder in request.folders:
        check_folders(folder, into, home=places.home, state=places.state_folder, force=force)
    refuse_while_unfinished(into, places)


def _find(
    request: DuplicateRequest, how: ModelArguments, *, places: Places, terminal: Terminal
) -> Duplicates:
    from snapsort.cli.tools import open_cache, open_model
    from snapsort.duplicates import find_duplicates

    _, model = open_model(how, places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        return find_duplicates(request, model=model, cache=cache, watcher=terminal)


def _resolve(folder: Path) -> Path:
    return folder.expanduser().resolve()
