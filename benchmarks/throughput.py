"""Pictures a second: a first run, a second one from the cache, and the plain loop that a script would have.

All three have the model in memory and the files in the page cache when the clock starts, so the figures
are of reading, decoding, preparing, encoding and deciding alone.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import torch
from PIL import Image, UnidentifiedImageError

from benchmarks.accuracy import decide_photos
from benchmarks.figures import FigureGroup, sample
from benchmarks.options import BenchmarkOptions, CannotRunError
from snapsort.embeddings import Cache, LazyEncoder
from snapsort.models import load_encoder
from snapsort.models.encoder import LoadedModel, to_unit_rows
from snapsort.models.parts import load_parts
from snapsort.photos import ScanOptions, scan
from snapsort.records import Photo

PLAIN_BATCH = 4


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """One group: pictures a second of each way, and the ratios to the plain loop in the same round."""
    root, source = options.need_pictures(), options.find_model()
    photos = choose_photos(scan(root, ScanOptions()).photos, options)
    encoder = load_encoder(source, device="cpu", precision="float32")
    plain = load_parts(source, device="cpu", precision="float32")
    model = LazyEncoder(f"{source.key} float32", lambda: encoder)
    rounds = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "cache.sqlite"
            first = time_of(lambda: sort_once(photos, model=model, database=database))  # noqa: B023  # called here
            second = time_of(lambda: sort_once(photos, model=model, database=database))  # noqa: B023
        rounds.append((first, second, time_of(lambda: loop_plainly(photos, plain))))
    names = ("first run", "second run, cached", f"plain loop, batch {PLAIN_BATCH}")
    speeds = [
        sample(name, [len(photos) / seconds for seconds in times], unit="pictures/s")
        for name, times in zip(names, zip(*rounds, strict=True), strict=True)
    ]
    ratios = [
        sample(f"{names[way]} / plain loop", [times[2] / times[way] for times in rounds], unit="x")
        for way in (0, 1)
    ]
    settings = (
        ("model", f"{source.id}@{source.revision}"),
        ("precision", "float32"),
        ("threads", str(torch.get_num_threads())),
        ("crops", "1"),
    )
    yield FigureGroup("sorting", settings, len(photos), options.seed, (*speeds, *ratios))


def choose_photos(photos: Sequence[Photo], options: BenchmarkOptions) -> list[Photo]:
    """A sample of those that Pillow alone can open, which the plain loop needs.

    Raises:
        CannotRunError: there is none.
    """
    shuffled = Random(options.seed).sample(list(photos), len(photos))
    chosen: list[Photo] = []
    for photo in shuffled:
        if len(chosen) < options.sample and opens_plainly(photo.path):
            chosen.append(photo)
    if not chosen:
        raise CannotRunError("there is no picture that can be opened")
    return sorted(chosen, key=lambda photo: photo.path)


def opens_plainly(path: Path) -> bool:
    """Whether Pillow opens the picture; its bytes are in the page cache afterwards."""
    try:
        with Image.open(path) as picture:
            picture.convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError):
        return False
    return True


def sort_once(photos: Sequence[Photo], *, model: LazyEncoder, database: Path) -> None:
    """What a run of snapsort does up to the decisions."""
    with Cache(database) as cache:
        decide_photos(photos, model=model, cache=cache, crops="1")


def loop_plainly(photos: Sequence[Photo], model: LoadedModel) -> None:
    """What a script does: open four, process them, encode them."""
    for start in range(0, len(photos), PLAIN_BATCH):
        pictures = []
        for photo in photos[start : start + PLAIN_BATCH]:
            with Image.open(photo.path) as picture:
                pictures.append(picture.convert("RGB"))
        pixel_values = torch.from_numpy(
            model.image_processor(images=pictures, return_tensors="np")["pixel_values"]
        )
        with torch.inference_mode():
            to_unit_rows(model.tower.get_image_features(pixel_values=pixel_values))


def time_of(work: Callable[[], None]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
