"""What the built-in model is worth: everyday folders in three wordings, calibration, classes never seen."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from benchmarks.builtin_sets import EVERYDAY, UNSEEN, WORDINGS
from benchmarks.figures import Figure, FigureGroup, Settings, share
from benchmarks.known_labels import default_label, everyday_label
from benchmarks.manifest import AMBIGUOUS
from benchmarks.options import BenchmarkOptions, CannotRunError
from snapsort.decide import score
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels, embed_photos
from snapsort.labels import load_labels
from snapsort.models import load_encoder
from snapsort.photos import MAX_PIXELS, ScanOptions, scan
from snapsort.records import Label, LabelSet

CALTECH = "MachineLearning2020/Homework2-Caltech101"
BINS = 10
RESAMPLES = 20

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The names of k labels; of n pictures probabilities, (n, k), right labels, (n,), unit rows, (n, d)."""

    names: tuple[str, ...]
    probabilities: Doubles
    targets: Ints
    vectors: Floats


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """The default labels, the everyday folders in each wording, Caltech-101's classes without training."""
    root = options.need_pictures()
    source = options.find_model()
    model = LazyEncoder(f"{source.key} float32", lambda: load_encoder(source, precision="float32"))
    settings = (("model", f"{source.id}@{source.revision}"), ("precision", "float32"))
    with Cache(None) as cache:
        known = read_labels(root, "default")
        if known:
            judged = judge(root, known, load_labels("default"), model=model, cache=cache)
            yield make_group("default labels", judged, settings=settings)
        known = {path: label for path, label in read_labels(root, "everyday").items() if label in EVERYDAY}
        for name, wording in WORDINGS.items() if known else ():
            labels = word_labels(EVERYDAY, wording)
            judged = judge(root, known, labels, model=model, cache=cache)
            yield make_group(f"everyday folders, {name}", judged, settings=settings)
        known = read_labels(root, "unseen")
        if known:
            phrases = tuple(f"a photo of a {name}" for name in UNSEEN.values())
            labels = word_labels(tuple(UNSEEN), phrases)
            judged = judge(root, known, labels, model=model, cache=cache)
            yield make_group("classes never seen", judged, settings=settings)


def read_labels(root: Path, kind: str) -> dict[Path, str]:
    """The manifest's pictures that have a label of the kind (default, everyday, unseen), by absolute path."""
    manifest = root / "MANIFEST.tsv"
    if not manifest.is_file():
        raise CannotRunError(f"{manifest} is missing")
    name = {"default": default_label, "everyday": everyday_label, "unseen": unseen_label}[kind]
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    named = [(row["path"], name(row)) for row in rows if row["label"] not in AMBIGUOUS]
    return {root.absolute() / path: label for path, label in named if label is not None}


def unseen_label(row: Mapping[str, str]) -> str | None:
    """Caltech-101's folder of a picture, if nothing was learned from it."""
    folder = PurePosixPath(row.get("source_path") or "").parent.name
    return folder if row.get("source_repo") == CALTECH and folder in UNSEEN else None


def word_labels(names: Sequence[str], wording: Sequence[str]) -> LabelSet:
    """Labels of one prompt each."""
    pairs = zip(names, wording, strict=True)
    labels = [Label(name=name, prompts=(words,), folder=PurePosixPath(name)) for name, words in pairs]
    return LabelSet(name="wording", labels=tuple(labels))


def judge(
    root: Path,
    known: Mapping[Path, str],
    labels: LabelSet,
    *,
    model: LazyEncoder,
    cache: Cache,
) -> Judged:
    """What the model says of pictures whose label is known."""
    photos = [photo for photo in scan(root, ScanOptions()).photos if photo.path in known]
    embedding = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=2)
    done = embed_photos(photos, model=model, cache=cache, options=embedding, on_progress=lambda _: None)
    prompts = embed_labels(labels, model=model, cache=cache)
    weights = np.array([label.weight for label in labels.labels], np.float32)
    probabilities = score(done.photos.vectors, prompts.vectors, scale=prompts.scale, weights=weights)
    names = tuple(label.name for label in labels.labels)
    targets = [names.index(known[photo.photo.path]) for photo in done.photos.photos]
    return Judged(names, probabilities, np.array(targets, np.int64), done.photos.vectors)


def make_group(name: str, judged: Judged, *, settings: Settings) -> FigureGroup:
    """Accuracy, mean recall, calibration, nearest neighbors, and recall by label."""
    hits = judged.probabilities.argmax(axis=1) == judged.targets
    present = sorted(set(judged.targets.tolist()))
    recalls = [float(hits[judged.targets == label].mean()) for label in present]
    mean = sum(recalls) / len(recalls)
    figures = (
        share("accuracy", int(hits.sum()), len(hits)),
        Figure("mean recall", mean, min(recalls), max(recalls), len(present), "", "min to max"),
        calibration(judged),
        share("nearest neighbor of the same label", neighbors(judged), len(hits)),
        *(
            share(f"recall of {judged.names[label]}", int(hits[own].sum()), int(own.sum()))
            for label in present
            for own in [judged.targets == label]
        ),
    )
    return FigureGroup(name, settings, len(hits), 0, figures)


def calibration(judged: Judged) -> Figure:
    """Expected calibration error, with its range over resamples of the pictures."""
    rng = np.random.default_rng(0)
    n = len(judged.targets)
    again = [calibration_error(judged, rng.integers(n, size=n)) for _ in range(RESAMPLES)]
    value = calibration_error(judged, np.arange(n))
    return Figure("calibration error", value, min(again), max(again), n, "", "min to max")


def calibration_error(judged: Judged, places: Ints) -> float:
    """The gap between the winner's probability and how often it is right, by tenths (Guo et al. 2017)."""
    probabilities = judged.probabilities[places]
    winner, top = probabilities.argmax(axis=1), probabilities.max(axis=1)
    hits = winner == judged.targets[places]
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    gaps = [abs(float(top[bins == b].sum() - hits[bins == b].sum())) for b in range(BINS)]
    return sum(gaps) / len(places)


def neighbors(judged: Judged) -> int:
    """How many pictures have a nearest neighbor of the same label."""
    similarity = judged.vectors @ judged.vectors.T
    np.fill_diagonal(similarity, -np.inf)
    return int((judged.targets[similarity.argmax(axis=1)] == judged.targets).sum())
