"""Models that only see: vectors equal to the model's own forward pass, and a clear word when labels come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf

from snapsort.errors import ModelUnavailable
from snapsort.models import ModelSource, choose_model, load_encoder
from snapsort.models.encoder import TransformersEncoder
from snapsort.records import Floats
from tests.models import made
from tests.models.pictures import PICTURES, to_pixels, to_upright_rgb

NAMES = ("portrait", "landscape", "3 by 3", "transparent")
TOWERS = [
    (made.make_dinov2, 32),
    (made.make_regnet, 16),
    (made.make_convnext, 32),
    (made.make_vit, 32),
]


def load(folder: Path) -> TransformersEncoder:
    return load_encoder(ModelSource("towers/one", "0", folder, ""), device="cpu", precision="float32")


def encode(encoder: TransformersEncoder) -> Floats:
    return encoder.encode_images(np.stack([encoder.prepare(to_pixels(PICTURES[name])) for name in NAMES]))


def compute_pooled(folder: Path) -> Floats:
    """(pictures, d) unit rows of what the model pools, by transformers alone."""
    load_processor: Callable[..., Callable[..., dict[str, torch.Tensor]]] = (
        tf.AutoImageProcessor.from_pretrained
    )
    processor = load_processor(folder, backend="pil")
    images = [to_upright_rgb(PICTURES[name]) for name in NAMES]
    with torch.inference_mode():
        output = tf.AutoModel.from_pretrained(folder)(**processor(images=images, return_tensors="pt"))
    rows = output.pooler_output.numpy().reshape(len(NAMES), -1)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@pytest.mark.parametrize(("make", "dimension"), TOWERS)
def test_vectors_are_what_the_model_pools(
    make: Callable[[Path], Path], dimension: int, tmp_path: Path
) -> None:
    folder = make(tmp_path / "model")

    encoder = load(folder)
    vectors = encode(encoder)

    expected = compute_pooled(folder)
    assert vectors == pytest.approx(expected, abs=1e-4)
    assert expected.std(axis=0).max() > 1e-3  # the pictures differ
    assert vectors.shape == (len(NAMES), dimension)
    assert encoder.dimension == dimension


def test_a_vit_that_was_trained_to_classify_gives_its_class_token(tmp_path: Path) -> None:
    folder = made.make_vit_classifier(tmp_path / "model")

    vectors = encode(load(folder))

    model = tf.ViTModel.from_pretrained(folder, add_pooling_layer=False)
    processor = tf.ViTImageProcessorPil.from_pretrained(folder)
    images = [to_upright_rgb(PICTURES[name]) for name in NAMES]
    with torch.inference_mode():
        hidden = model(**processor(images=images, return_tensors="pt")).last_hidden_state
    expected = torch.nn.functional.normalize(hidden[:, 0], dim=1).numpy()
    assert vectors == pytest.approx(expected, abs=1e-4)
    assert expected.std(axis=0).max() > 1e-3


@pytest.mark.parametrize("make", [made.make_dinov2, made.make_vit, made.make_convnext])
def test_an_image_tower_is_complete_without_a_tokenizer(make: Callable[[Path], Path], tmp_path: Path) -> None:
    folder = make(tmp_path / "model")

    assert choose_model(str(folder), setting=None, hub_cache=None).folder == folder


def test_prompts_are_refused_by_a_model_that_cannot_read(tmp_path: Path) -> None:
    encoder = load(made.make_vit(tmp_path / "model"))

    with pytest.raises(ModelUnavailable, match="towers/one sees but cannot read"):
        encoder.encode_prompts(["a photo of a cat"])
