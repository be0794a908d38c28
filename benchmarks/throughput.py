"""Pictures a second of a first run on made folders, against loops that people write and against bare limits.

Every way has the model in memory and the files in the page cache when its clock starts, and all have their
turn in each round, so that the machine's mood is the same for all.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from PIL import Image
from transformers import AutoModel, AutoProcessor, PreTrainedModel

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.made_model import MADE_B32, WORK, make_b32
from benchmarks.made_pictures import KINDS, make_folder
from benchmarks.options import BenchmarkOptions
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.labels import load_labels
from snapsort.models import ModelSource, load_encoder
from snapsort.models.encoder import TransformersEncoder
from snapsort.models.parts import flatten_pooled
from snapsort.photos import MAX_PIXELS, ScanOptions, decode, fingerprint, read_content, scan
from snapsort.records import Floats, Photo

PLAIN_BATCHES = (4, 32)
SHARES = {"photos": 8, "screenshots": 4, "web": 1}
"""Which part of the sample is made of a kind: a 12-megapixel photo takes longer than a web picture."""

CORES = os.cpu_count() or 1


OURS, DECODING, MODEL = "first run", "decoding only", "model only"


class Processor(Protocol):
    """What is used of transformers' processors."""

    def __call__(
        self, *, text: list[str], images: Sequence[Image.Image], return_tensors: str, padding: bool
    ) -> Mapping[str, torch.Tensor]:
        """What the model takes, by name."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that passed, and processor seconds of all threads: these hardly depend on who else is busy."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class PlainModel:
    """A model as its card says it is to be used."""

    model: PreTrainedModel
    processor: Processor
    prompts: tuple[str, ...]


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a kind of picture: the speed of each way, and how they compare in the same round."""
    source = make_b32() if options.model == MADE_B32 else options.find_model()
    encoder = load_encoder(source)
    plain = load_plainly(source)
    settings = (
        ("model", f"{source.id}@{source.revision}"),
        ("precision", encoder.precision),
        ("threads", str(torch.get_num_threads())),
        ("batch", str(encoder.batch_size)),
    )
    for kind in KINDS:
        n = max(options.sample // SHARES[kind], 1)
        folder = make_folder(WORK / f"{kind}-{options.seed}-{n}", kind, n, seed=options.seed)
        photos = scan(folder, ScanOptions()).photos
        rounds = [time_round(photos, encoder, plain) for _ in range(options.rounds)]
        yield FigureGroup(kind, settings, n, options.seed, make_figures(rounds, n))


def make_figures(rounds: Sequence[Mapping[str, Spent]], n: int) -> tuple[Figure, ...]:
    """Pictures a second of each way and processor time a picture; ours as a multiple of others."""
    speeds = [sample(way, [n / spent[way].wall for spent in rounds], unit="pictures/s") for way in rounds[0]]
    cpu = [
        sample(f"{way}, processor", [1000 * spent[way].cpu / n for spent in rounds], unit="ms")
        for way in rounds[0]
    ]
    plain = [way for way in rounds[0] if way.startswith("plain loop")]
    ratios = [
        sample(f"ours / {way}", [spent[way].wall / spent[OURS].wall for spent in rounds], unit="x")
        for way in plain
    ]
    cpu_ratios = [
        sample(f"{way} / ours, processor", [spent[way].cpu / spent[OURS].cpu for spent in rounds], unit="x")
        for way in plain
    ]
    limits = [(spent[DECODING].wall + spent[MODEL].wall) / spent[OURS].wall for spent in rounds]
    return (*speeds, *cpu, *ratios, *cpu_ratios, sample("ours / both limits in turn", limits, unit=""))


def time_round(photos: Sequence[Photo], encoder: TransformersEncoder, plain: PlainModel) -> dict[str, Spent]:
    """What each way takes for all the photos."""
    prepared: list[Floats] = []
    times = {OURS: time_of(lambda: sort_once(photos, encoder))}
    for size in PLAIN_BATCHES:
        times[f"plain loop, batch {size}"] = time_of(partial(loop_plainly, photos, plain, size))
    times[DECODING] = time_of(lambda: prepared.extend(decode_only(photos, encoder)))
    times[MODEL] = time_of(lambda: encode_only(np.stack(prepared), encoder))
    return times


def sort_once(photos: Sequence[Photo], encoder: TransformersEncoder) -> None:
    """What a first run does from scanned photos to vectors in the cache."""
    options = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=CORES)
    with tempfile.TemporaryDirectory() as folder, Cache(Path(folder) / "cache.sqlite") as cache:
        model = LazyEncoder("benchmark", lambda: encoder)
        embed_photos(photos, model=model, cache=cache, options=options, on_progress=lambda _: None)


def decode_only(photos: Sequence[Photo], encoder: TransformersEncoder) -> list[Floats]:
    """Everything but the model, by as many threads as there are cores."""
    with ThreadPoolExecutor(CORES) as threads:
        return list(threads.map(partial(prepare_one, encoder=encoder), photos))


def prepare_one(photo: Photo, *, encoder: TransformersEncoder) -> Floats:
    """One picture, read, hashed, decoded and prepared."""
    content = read_content(photo.file)
    fingerprint(content)
    return encoder.prepare(decode(content, enough_px=encoder.enough_px))


def encode_only(prepared: Floats, encoder: TransformersEncoder) -> None:
    """The model alone, with all cores."""
    encoder.encode_images(prepared)


def load_plainly(source: ModelSource) -> PlainModel:
    """The model, its processor and a prompt a label."""
    load: Callable[..., PreTrainedModel] = AutoModel.from_pretrained
    model = load(source.folder, dtype=torch.float32)
    if model.config.model_type == "vision-text-dual-encoder":
        flatten_pooled(model)
    model.train(False)
    load_processor: Callable[[Path], Processor] = AutoProcessor.from_pretrained
    prompts = tuple(f"a picture of {label.name}" for label in load_labels("default").labels)
    return PlainModel(model, load_processor(source.folder), prompts)


def loop_plainly(photos: Sequence[Photo], plain: PlainModel, size: int) -> None:
    """What model cards show: open some, process them and the prompts, ask for probabilities."""
    for start in range(0, len(photos), size):
        pictures = [Image.open(photo.path) for photo in photos[start : start + size]]
        inputs = plain.processor(text=list(plain.prompts), images=pictures, return_tensors="pt", padding=True)
        with torch.no_grad():
            plain.model(**inputs).logits_per_image.softmax(dim=1)


def time_of(work: Callable[[], None]) -> Spent:
    """What the work takes."""
    start, before = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - start, time.process_time() - before)
