"""Photos to vectors: from the cache where it can, else read, decoded and encoded in one stream."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from snapsort.embeddings.cache import Cache, space_key
from snapsort.embeddings.lazy import Encoder, LazyEncoder
from snapsort.embeddings.ledger import Embedded, Ledger
from snapsort.embeddings.ordered import map_ordered
from snapsort.embeddings.pictures import (
    Picture,
    PreparedPicture,
    decode_picture,
    prepare_picture,
    read_picture,
)
from snapsort.embeddings.unit_mean import unit_mean
from snapsort.records import Crops, Fingerprint, Floats, Photo, Problem


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """How photos are looked at.

    Args:
        crops: how many views of a photo are averaged.
        max_pixels: limit on width x height, checked before decoding. A photo whose vector is cached is not
            decoded, so the limit does not concern it.
        workers: threads that read and decode. At most four times as many files are held in memory, and the
            model's input for the batches that are being encoded and one more.
    """

    crops: Crops
    max_pixels: int
    workers: int


def embed_photos(
    photos: Sequence[Photo],
    *,
    model: LazyEncoder,
    cache: Cache,
    options: EmbedOptions,
    on_progress: Callable[[int], None],
    now_ns: Callable[[], int] = time.time_ns,
) -> Embedded:
    """The photos' vectors and the problems of the others, in the order of the photos.

    What the cache has is neither read nor encoded; when it has all that can be decoded, the model is not
    loaded. Reading, decoding and the model work at the same time. What is encoded is saved a batch at a time,
    in order, so an interrupted run goes on where it was. Memory grows with the vectors only.

    Args:
        photos: distinct paths; `photo.file` is what is looked at.
        on_progress: called with the number of photos done, from the cached ones up to all of them.
        now_ns: the clock, Unix time; it decides which files are too fresh to be recognized by their times.

    Raises:
        ModelUnavailable: the model is needed and cannot be loaded.
        CacheError: the cache cannot be used.
    """
    ledger = Ledger(cache, space_key(model.key, options.crops), on_progress)
    unseen = ledger.look_up(photos)
    pool = ThreadPoolExecutor(options.workers)
    try:
        readings = map_ordered(
            pool, lambda file: read_picture(file, now_ns()), unseen, ahead=2 * options.workers
        )
        _embed_new(readings, pool=pool, model=model, options=options, ledger=ledger)
    finally:
        # After Ctrl-C this waits for the pictures that are being decoded, not for those in the queue.
        pool.shutdown(cancel_futures=True)
        ledger.save_readings()
    return ledger.collect(photos)


def _embed_new(
    readings: Iterable[Picture | Problem],
    *,
    pool: Executor,
    model: LazyEncoder,
    options: EmbedOptions,
    ledger: Ledger,
) -> None:
    pictures = _new_pictures(readings, ledger)
    first = _find_decodable(pictures, options.max_pixels, ledger)
    if first is None:
        return
    encoder = model.get()
    prepare = partial(prepare_picture, encoder=encoder, crops=options.crops, max_pixels=options.max_pixels)
    prepared = map_ordered(pool, prepare, chain([first], pictures), ahead=2 * options.workers)
    batches = _batches(_sound_pictures(prepared, ledger), encoder)
    devices = ThreadPoolExecutor(encoder.streams)
    try:
        # One batch more than can be encoded waits, so that no device waits for the next one to be gathered.
        for encoded in map_ordered(
            devices, partial(_encode, encoder=encoder), batches, ahead=encoder.streams + 1
        ):
            _enter(encoded, ledger)
    finally:
        devices.shutdown(cancel_futures=True)


def _new_pictures(readings: Iterable[Picture | Problem], ledger: Ledger) -> Iterator[Picture]:
    for picture in readings:
        if isinstance(picture, Problem):
            ledger.add_problem(picture)
        elif ledger.add_reading(picture.reading):
            yield picture


def _find_decodable(pictures: Iterator[Picture], max_pixels: int, ledger: Ledger) -> Picture | None:
    """The first picture that is worth loading the model for.

    A damaged picture is met again by each run. To decode one sound picture twice costs nothing, to load
    a model in vain costs seconds.
    """
    for picture in pictures:
        pixels = decode_picture(picture, max_pixels=max_pixels, enough_px=1)
        if not isinstance(pixels, Problem):
            return picture
        ledger.add_problem(pixels)
    return None


def _sound_pictures(
    prepared: Iterable[PreparedPicture | Problem], ledger: Ledger
) -> Iterator[PreparedPicture]:
    for picture in prepared:
        if isinstance(picture, Problem):
            ledger.add_problem(picture)
        else:
            yield picture


def _batches(pictures: Iterable[PreparedPicture], encoder: Encoder) -> Iterator[list[PreparedPicture]]:
    """Pictures whose views together fill a batch; the views of one picture are never parted."""
    batch: list[PreparedPicture] = []
    views = 0
    for picture in pictures:
        if batch and views + len(picture.views) > encoder.batch_size:
            yield batch
            batch, views = [], 0
        batch.append(picture)
        views += len(picture.views)
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _EncodedPicture:
    """A picture's vector, (d,) float32 of length 1; None when the model gives no usable one."""

    picture: PreparedPicture
    vector: Floats | None


def _encode(batch: Sequence[PreparedPicture], encoder: Encoder) -> list[_EncodedPicture]:
    views = np.concatenate([picture.views for picture in batch])  # (b, 3, h, w)
    rows = _encode_views(views, encoder)
    ends = np.cumsum([len(picture.views) for picture in batch])
    return [
        _EncodedPicture(picture, unit_mean(own))
        for picture, own in zip(batch, np.split(rows, ends[:-1]), strict=True)
    ]


def _enter(encoded: Sequence[_EncodedPicture], ledger: Ledger) -> None:
    vectors: dict[Fingerprint, Floats] = {}
    for item in encoded:
        if item.vector is None:
            reason = "the model gives no usable vector for it"
            ledger.add_problem(Problem(item.picture.file.path, "encode", "no_vector", reason))
        else:
            vectors[item.picture.fingerprint] = item.vector
    ledger.add_vectors(vectors)


def _encode_views(views: Floats, encoder: Encoder) -> Floats:
    """(b, 3, h, w) to (b, d). Only the views of one elongated picture can be more than a small batch."""
    size = encoder.batch_size
    parts = [encoder.encode_images(views[start : start + size]) for start in range(0, len(views), size)]
    rows = np.concatenate(parts)
    if len(rows) != len(views):
        raise ValueError(f"the encoder gave {len(rows)} vectors for {len(views)} pictures")
    return rows
