"""Several devices at once: every path gives what one device gives in float32."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from snapsort.models import BUILTIN, ModelSource
from snapsort.models.encoder import TransformersEncoder
from snapsort.models.parts import load_parts
from snapsort.records import Floats
from tests.models.pictures import PICTURES, to_pixels


def load(source: ModelSource, *devices: str, precision: str = "float32") -> TransformersEncoder:
    return TransformersEncoder(load_parts(source, devices=devices, precision=precision), batch_size=4)


def prepare_all(encoder: TransformersEncoder) -> Floats:
    return np.stack([encoder.prepare(to_pixels(picture)) for picture in PICTURES.values()])


@pytest.mark.parametrize("model", ["builtin", "clip"])
def test_batches_in_several_lanes_give_what_one_lane_gives(model: str, clip_folder: Path) -> None:
    source = BUILTIN if model == "builtin" else ModelSource("clip", "0", clip_folder, "")
    # "cpu:0" is the same processor under another name: a device of its own, with a copy of the model.
    one, several = load(source, "cpu"), load(source, "cpu", "cpu:0", "cpu")
    batches = [prepare_all(one)[start : start + 3] for start in range(0, len(PICTURES), 3)] * 3

    with ThreadPoolExecutor(5) as threads:
        encoded = list(threads.map(several.encode_images, batches))

    assert (one.streams, several.streams) == (1, 3)
    for batch, vectors in zip(batches, encoded, strict=True):
        assert vectors == pytest.approx(one.encode_images(batch), abs=1e-5)


def test_a_lane_is_free_again_after_an_error() -> None:
    encoder = load(BUILTIN, "cpu")
    batch = prepare_all(encoder)[:2]
    for _ in range(3):
        with pytest.raises(ValueError, match="channel"):
            encoder.encode_images(batch[:, :2])

    assert encoder.encode_images(batch).shape == (2, encoder.dimension)


def test_half_precision_points_where_float32_does() -> None:
    full, half = load(BUILTIN, "cpu"), load(BUILTIN, "cpu", precision="bfloat16")
    names = ("portrait", "landscape", "rotated", "palette")
    batch = np.stack([full.prepare(to_pixels(PICTURES[name])) for name in names])

    cosines = (full.encode_images(batch) * half.encode_images(batch)).sum(axis=1)

    assert cosines.min() > 0.999


def test_pictures_are_seen_at_several_times_the_size_that_the_model_takes(clip_folder: Path) -> None:
    assert load(BUILTIN, "cpu").enough_px == 512
    assert load(ModelSource("clip", "0", clip_folder, ""), "cpu").enough_px == 3 * 224
