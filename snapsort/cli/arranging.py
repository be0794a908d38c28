"""From an order to names, copies or links: what it would be, and making it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.cli.asking import confirm, stop_on_interrupt

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from snapsort.cli.order import OrderArguments
    from snapsort.cli.places import Places
    from snapsort.embeddings import EmbedOptions
    from snapsort.moving import Make, Outcome
    from snapsort.ordering import Arrangement, Ordered
    from snapsort.report import Terminal

QUESTIONS = {"names": "Rename", "copies": "Copy", "links": "Link", "smaller": "Copy"}
DOING = {"names": "renaming", "copies": "copying", "links": "linking", "smaller": "copying"}


def arrange_as(
    ordered: Ordered, wanted: OrderArguments, *, root: Path, model: str, places: Places
) -> Arrangement:
    """What would be made of the order."""
    from snapsort.moving import find_written_prefixes
    from snapsort.ordering import arrange, arrange_stable_names

    if wanted.shape == "list":
        raise ValueError("a list changes nothing")
    written = find_written_prefixes(ordered.photos, journals=places.journals, folder=root)
    if wanted.stable and written:
        return arrange_stable_names(ordered, root=root, model=model, written=written)
    shape = wanted.shape if wanted.resize is None else "smaller"
    return arrange(ordered, shape, root=root, into=wanted.find_into(root), model=model, written=written)


def make_arranged(
    arrangement: Arrangement,
    wanted: OrderArguments,
    *,
    embed: EmbedOptions,
    places: Places,
    terminal: Terminal,
) -> Outcome:
    """What happened when it was made."""
    from snapsort.ordering import carry_out_arrangement

    with (
        _maker(arrangement, wanted, embed) as make,
        terminal.progress(DOING[arrangement.shape], len(arrangement.changes)) as on_progress,
        stop_on_interrupt() as stop,
    ):
        return carry_out_arrangement(
            arrangement, journals=places.journals, on_progress=on_progress, stop=stop, make=make
        )


def confirm_arrangement(arrangement: Arrangement, *, yes: bool) -> bool:
    """Whether to go on."""
    from snapsort.report import count

    noun = count(len(arrangement.changes), "picture")
    return confirm(f"{QUESTIONS[arrangement.shape]} {noun}?", yes=yes)


def _maker(
    arrangement: Arrangement, wanted: OrderArguments, embed: EmbedOptions
) -> AbstractContextManager[Make]:
    from snapsort.moving import make_nothing
    from snapsort.ordering import making_smaller

    if wanted.resize is None:
        return nullcontext(make_nothing)
    return making_smaller(
        arrangement.changes, wanted.resize, max_pixels=embed.max_pixels, workers=embed.workers
    )
