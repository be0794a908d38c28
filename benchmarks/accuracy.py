"""How often the default labels are right, on pictures whose label is known.

The pictures go the package's own way, from the scan to the decision, in float32.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from benchmarks.figures import Figure, FigureGroup, Settings, share
from benchmarks.manifest import FOLDERS, LabeledPicture, ManifestError, read_manifest
from benchmarks.options import BenchmarkOptions, CannotRunError
from benchmarks.trained_on import TRAINED_ON
from snapsort.decide import decide, score
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels, embed_photos
from snapsort.labels import load_labels
from snapsort.models import load_encoder
from snapsort.photos import MAX_PIXELS, ScanOptions, scan
from snapsort.records import Crops, Decision, Photo

ALL_CROPS: tuple[Crops, ...] = ("1", "auto")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a picture belongs, and what was decided; None: it could not be read."""

    folder: PurePosixPath | None
    decision: Decision | None

    @property
    def is_right(self) -> bool:
        """Whether the winning label is the right one, whatever its probability."""
        return self.decision is not None and self.decision.folder == self.folder

    @property
    def is_moved(self) -> bool:
        """Whether the picture goes into a folder."""
        return self.decision is not None and self.decision.reason == "sure"

    @property
    def ends_right(self) -> bool:
        """Whether the picture ends where it belongs: in its folder, or where it was."""
        return self.is_right if self.is_moved else self.folder is None


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """For each way to crop: all pictures, then those from sources that the model has not learned from."""
    root = options.need_pictures()
    try:
        pictures = read_manifest(root)
    except ManifestError as error:
        raise CannotRunError(str(error)) from error
    source = options.find_model()
    trained_on = TRAINED_ON.get(source.revision, frozenset())
    skipped = tuple(entry for entry in root.iterdir() if entry.is_dir() and entry.name not in FOLDERS)
    photos = scan(root, ScanOptions(skip_folders=skipped)).photos
    with Cache(None) as cache:
        model = LazyEncoder(f"{source.key} float32", lambda: load_encoder(source, precision="float32"))
        for crops in ALL_CROPS:
            decisions = decide_photos(photos, model=model, cache=cache, crops=crops)
            settings = (
                ("model", f"{source.id}@{source.revision}"),
                ("crops", crops),
                ("precision", "float32"),
            )
            yield make_group(f"crops {crops}", pictures, decisions, settings=settings)
            unseen = [picture for picture in pictures if picture.source not in trained_on]
            if 0 < len(unseen) < len(pictures):
                yield make_group(f"crops {crops}, unseen sources", unseen, decisions, settings=settings)


def decide_photos(
    photos: Sequence[Photo], *, model: LazyEncoder, cache: Cache, crops: Crops
) -> dict[Path, Decision]:
    """What the default labels decide, by path, companions too; a photo that cannot be read is missing."""
    labels = load_labels("default")
    label_vectors = embed_labels(labels, model=model, cache=cache)
    options = EmbedOptions(crops=crops, max_pixels=MAX_PIXELS, workers=2)
    embedded = embed_photos(photos, model=model, cache=cache, options=options, on_progress=lambda _: None)
    probabilities = score(
        embedded.photos.vectors,
        label_vectors.vectors,
        scale=label_vectors.scale,
        weights=np.array([label.weight for label in labels.labels], np.float32),
    )
    decisions = zip(embedded.photos.photos, decide(probabilities, labels), strict=True)
    return {file.path: decision for photo, decision in decisions for file in photo.photo.files}


def make_group(
    name: str, pictures: Sequence[LabeledPicture], decisions: Mapping[Path, Decision], *, settings: Settings
) -> FigureGroup:
    """The figures of some pictures; one without a decision could not be read."""
    verdicts = [Verdict(picture.folder, decisions.get(picture.path)) for picture in pictures]
    return FigureGroup(name, settings, len(verdicts), None, make_figures(verdicts))


def make_figures(verdicts: Sequence[Verdict]) -> tuple[Figure, ...]:
    """Accuracy, recall by class, precision among the moved, share moved."""
    kinds = [folder for folder in FOLDERS.values() if folder is not None]
    return (
        share_of("accuracy", verdicts, [v.is_right for v in verdicts]),
        *(recall(name, folder, verdicts) for name, folder in FOLDERS.items()),
        precision("precision of the moved", [v for v in verdicts if v.is_moved]),
        *(precision(f"precision of {kind}", [v for v in verdicts if moves_to(v, kind)]) for kind in kinds),
        share_of("moved", verdicts, [v.is_moved for v in verdicts]),
        share_of("in the right place", verdicts, [v.ends_right for v in verdicts]),
        share_of("not readable", verdicts, [v.decision is None for v in verdicts]),
    )


def recall(name: str, folder: PurePosixPath | None, verdicts: Sequence[Verdict]) -> Figure:
    """Of the pictures that belong there, how many have that label as the winner."""
    own = [verdict for verdict in verdicts if verdict.folder == folder]
    return share_of(f"recall of {name}", own, [verdict.is_right for verdict in own])


def precision(name: str, moved: Sequence[Verdict]) -> Figure:
    """Of the pictures that moved, how many moved to where they belong."""
    return share_of(name, moved, [verdict.is_right for verdict in moved])


def moves_to(verdict: Verdict, folder: PurePosixPath) -> bool:
    """Whether the picture goes into that folder."""
    return verdict.is_moved and verdict.decision is not None and verdict.decision.folder == folder


def share_of(name: str, verdicts: Sequence[Verdict], hits: Sequence[bool]) -> Figure:
    """How many of the verdicts are hits."""
    return share(name, sum(hits), len(verdicts))
