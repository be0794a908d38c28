"""`snapsort features DIR --out FILE`: what is known of each picture, for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import LabelArguments, ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import FILE, FOLDER, label_options, model_options, output_options, scan_options

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.features import FeatureRequest, Features
    from snapsort.report import Terminal


@click.command("features")
@click.argument("directory", metavar="DIR", type=FOLDER)
@click.option("--out", type=FILE, required=True, metavar="FILE", help="A name with .csv, .parquet or .npz.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@label_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    out: Path,
    overwrite: bool,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Write what is known of each picture in DIR: path, content, label probabilities, rank, embedding.

    \b
      snapsort features ~/Pictures --out pictures.csv
      snapsort features ~/Pictures --out pictures.npz --labels everyday

    The rank is the place in the order of `snapsort order`. An NPZ file holds the arrays paths, hashes,
    embeddings, labels, probabilities and ranks. Parquet needs `pip install 'snapsort[parquet]'`.
    """
    from snapsort.cli.places import find_places
    from snapsort.features import FORMATS, check_format, write_features
    from snapsort.outputs import check_output, open_output
    from snapsort.report import Terminal, report_features

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    path = out.expanduser().absolute()
    check_output(path, suffixes=FORMATS, overwrite=overwrite)
    check_format(path)
    request = _request(directory, what=what, scope=scope, how=how, places=places)
    features, model = _features(request, what, how=how, places=places, terminal=terminal)
    with open_output(path, overwrite=overwrite) as file:
        write_features(features, file, suffix=path.suffix.lower())
    report_features(features, path, root=request.root, model=model, terminal=terminal)
    return 1 if features.problems else 0


def _request(
    directory: Path, *, what: LabelArguments, scope: ScanArguments, how: ModelArguments, places: Places
) -> FeatureRequest:
    from snapsort.cli.tools import embed_options, folder_to_read, open_labels
    from snapsort.features import FeatureRequest

    return FeatureRequest(
        root=folder_to_read(directory, places),
        labels=open_labels(what),
        embed=embed_options(how),
        scan=scope.to_options(include_repositories=True),  # nothing moves
    )


def _features(
    request: FeatureRequest, what: LabelArguments, *, how: ModelArguments, places: Places, terminal: Terminal
) -> tuple[Features, str]:
    """The features, and the model's id and revision."""
    from dataclasses import replace

    from snapsort.cli.heads import open_head_for
    from snapsort.cli.tools import open_cache, open_model
    from snapsort.features import make_features

    source, model = open_model(how, places, terminal=terminal)
    head, labels = open_head_for(what, request.labels, source, how=how, places=places, terminal=terminal)
    request = replace(request, labels=labels, head=head)
    with open_cache(how, places, terminal=terminal) as cache:
        return make_features(request, model=model, cache=cache, watcher=terminal), source.key
