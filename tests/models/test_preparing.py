from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import transformers as tf

from snapsort.models.preparing import ImageProcessor, Preparation, choose_preparer
from snapsort.records import Floats
from tests.models.pictures import PICTURES, to_pixels

SIZE = {"height": 32, "width": 24}
KNOWN: Mapping[str, ImageProcessor] = {
    "CLIP": tf.CLIPImageProcessorPil(size={"shortest_edge": 40}, crop_size={"height": 32, "width": 32}),
    "SigLIP": tf.SiglipImageProcessorPil(size=SIZE),
    "ViT": tf.ViTImageProcessorPil(size=SIZE, image_mean=[0.1, 0.2, 0.3], image_std=[0.3, 0.2, 0.1]),
    "BiT": tf.BitImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 28, "width": 28}),
}
OTHER: Mapping[str, ImageProcessor] = {
    "crops by a share": tf.ConvNextImageProcessorPil(size={"shortest_edge": 32}, crop_pct=0.875),
    "does not normalize": tf.ViTImageProcessorPil(size=SIZE, do_normalize=False),
    "says one thing and does another": tf.ConvNextImageProcessorPil(size={"shortest_edge": 384}),
}


def processed(processor: ImageProcessor, name: str) -> Floats:
    features = processor(
        images=[to_pixels(PICTURES[name])], input_data_format="channels_last", return_tensors="np"
    )
    return np.asarray(features["pixel_values"][0])


@pytest.mark.parametrize("processor", KNOWN.values(), ids=KNOWN)
def test_known_processors_are_not_asked_and_give_the_same(processor: ImageProcessor) -> None:
    prepare = choose_preparer(processor)

    assert isinstance(prepare, Preparation)
    for name, picture in PICTURES.items():
        assert prepare(to_pixels(picture)) == pytest.approx(processed(processor, name), abs=1e-5), name


@pytest.mark.parametrize("processor", OTHER.values(), ids=OTHER)
def test_a_processor_that_does_anything_else_is_asked(processor: ImageProcessor) -> None:
    prepare = choose_preparer(processor)

    assert not isinstance(prepare, Preparation)
    assert np.array_equal(prepare(to_pixels(PICTURES["portrait"])), processed(processor, "portrait"))
