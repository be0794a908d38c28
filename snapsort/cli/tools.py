"""What a command works with, made from its options: the labels, the model, the cache."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import LabelArguments, ModelArguments, ScanArguments
from snapsort.cli.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
    from snapsort.models import ModelSource
    from snapsort.moving import PlanTarget
    from snapsort.photos import ScanOptions
    from snapsort.records import LabelSet
    from snapsort.report import Terminal


def open_labels(what: LabelArguments) -> LabelSet:
    """The label set that the options name or spell out."""
    from snapsort.labels import labels_from_options

    if what.negative and not what.label:
        raise click.UsageError("--negative goes with --label.")
    if not what.label:
        return open_label_set(what.labels)
    if what.labels is not None:
        raise click.UsageError("--labels and --label exclude each other.")
    return labels_from_options(what.label, what.negative)


def open_label_set(name_or_file: str | None) -> LabelSet:
    """The label set of that name or file, or the one that is used when nobody says which."""
    from snapsort.labels import load_labels

    return load_labels(name_or_file or "default")


def open_model(how: ModelArguments, places: Places, *, terminal: Terminal) -> tuple[ModelSource, LazyEncoder]:
    """Which model it is, and the model itself, to be loaded when it is needed; says which."""
    from snapsort.embeddings import LazyEncoder
    from snapsort.models import PREPROCESSING_VERSION, load_encoder

    source = _choose_model(how.model, places)
    terminal.remark(f"model {source.id}: {source.why}")
    # The key holds what was asked for, not what `auto` came to: finding that out takes PyTorch, and a run
    # that finds everything in the cache does without it.
    key = f"{source.key} {how.device} {how.precision} {PREPROCESSING_VERSION}"
    return source, LazyEncoder(key, partial(load_encoder, source, device=how.device, precision=how.precision))


def model_in_use() -> ModelSource:
    """The model that a command uses when it is not told which."""
    from snapsort.cli.places import find_places

    return _choose_model(None, find_places())


def _choose_model(requested: str | None, places: Places) -> ModelSource:
    from snapsort.models import choose_model
    from snapsort.settings import read_settings

    setting = read_settings(places.settings_file).model
    return choose_model(requested, setting=setting, hub_cache=places.hub_cache)


def remark_small_model(label_sets: Iterable[LabelSet], source: ModelSource, *, terminal: Terminal) -> None:
    """Say of which labels the model knows too little: those that want a larger one than the built-in."""
    from snapsort.models import BUILTIN

    names = ", ".join(labels.name for labels in label_sets if labels.wants_larger_model)
    if names and source.id == BUILTIN.id:
        guesses = f"the built-in model mostly guesses at {names}"
        terminal.remark(f"{guesses}; `snapsort model fetch` gets a larger one", style="yellow")


def folder_to_read(directory: Path, places: Places) -> Path:
    """The folder that a command looks at without moving anything.

    Raises:
        UsageError: it is missing, is no folder, or cannot be read.
        RefusedForSafety: it is snapsort's own.
    """
    from snapsort.moving import check_folders

    root = directory.expanduser().resolve()
    check_folders(root, root, home=places.home, state=places.state_folder, force=True)
    return root


def open_cache(how: ModelArguments, places: Places, *, terminal: Terminal) -> Cache:
    """The user's cache, or one that lasts as long as the run: as asked, or where it may not be written."""
    from snapsort.embeddings import Cache
    from snapsort.errors import CacheNotWritable

    try:
        return Cache(places.cache_file if how.cache else None)
    except CacheNotWritable as error:
        terminal.remark(f"{error}; going on without it", style="yellow")
        return Cache(None)


def scan_options_for(
    scope: ScanArguments, target: PlanTarget, labels: LabelSet, *, force: bool
) -> ScanOptions:
    """Which files are looked at: not those that count as sorted.

    These are the folders of the label set below `into`, and all of `into` where it is a folder of its own
    inside `root`: what another label set has put there stays there. Nor repositories, unless forced.
    """
    root, into = target.root, target.into
    sorted_folders = [into.joinpath(*folder.parts) for folder in labels.folders]
    if into != root:
        sorted_folders.append(into)
    skipped = tuple(folder for folder in sorted_folders if folder.is_relative_to(root))
    return scope.to_options(skip_folders=skipped, include_repositories=force)


def embed_options(how: ModelArguments) -> EmbedOptions:
    """How photos are to be looked at; a decoding thread a core."""
    from snapsort.embeddings import EmbedOptions

    return EmbedOptions(crops=how.crops, max_pixels=round(how.max_pixels * 1e6), workers=os.cpu_count() or 1)
