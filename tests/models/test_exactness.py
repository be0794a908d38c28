"""The probabilities of a CLIP ViT-B/32 are those of transformers' CLIPProcessor and CLIPModel."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf
from PIL import Image

from snapsort.models import ModelSource, load_encoder
from snapsort.models.encoder import TransformersEncoder
from snapsort.records import Floats, check_unit_rows
from tests.models.made import PROMPTS
from tests.models.pictures import PICTURES, make_noise, to_pixels, to_upright_rgb


@pytest.fixture(scope="module")
def encoder(clip_folder: Path) -> TransformersEncoder:
    return load_encoder(ModelSource("clip", "0", clip_folder, ""), device="cpu", precision="float32")


@pytest.fixture(scope="module")
def reference(clip_folder: Path) -> dict[str, Floats]:
    """Each picture's probabilities over the prompts, as the model card computes them."""
    model = tf.CLIPModel.from_pretrained(clip_folder)
    processor = tf.CLIPProcessor.from_pretrained(clip_folder)
    probabilities = {}
    for name, picture in PICTURES.items():
        inputs = processor(
            text=list(PROMPTS), images=to_upright_rgb(picture), return_tensors="pt", padding=True
        )
        with torch.inference_mode():
            probabilities[name] = model(**inputs).logits_per_image.softmax(dim=1)[0].numpy()
    return probabilities


@pytest.mark.parametrize("name", PICTURES)
def test_probabilities_are_those_of_transformers(
    name: str, encoder: TransformersEncoder, reference: dict[str, Floats]
) -> None:
    batch = encoder.prepare(to_pixels(PICTURES[name]))[np.newaxis]

    logits = encoder.scale * encoder.encode_images(batch) @ encoder.encode_prompts(PROMPTS).T

    assert softmax(np.asarray(logits, np.float32))[0] == pytest.approx(reference[name], abs=1e-4)


def test_the_reference_tells_the_pictures_apart(reference: dict[str, Floats]) -> None:
    table = np.stack(list(reference.values()))

    assert len(np.unique(table.round(3), axis=0)) == len(PICTURES)


def test_vectors_are_float32_unit_rows_in_order(encoder: TransformersEncoder) -> None:
    batch = np.stack([encoder.prepare(to_pixels(picture)) for picture in PICTURES.values()])

    vectors = encoder.encode_images(batch)

    check_unit_rows(vectors)
    assert vectors.shape == (len(PICTURES), encoder.dimension)
    for row, one in zip(vectors, batch, strict=True):
        assert row == pytest.approx(encoder.encode_images(one[np.newaxis])[0], abs=1e-5)


def test_nothing_in_is_nothing_out(encoder: TransformersEncoder) -> None:
    assert encoder.encode_prompts([]).shape == (0, encoder.dimension)
    assert encoder.encode_images(np.empty((0, 3, 224, 224), np.float32)).shape == (0, encoder.dimension)


def test_a_prompt_does_not_depend_on_its_neighbors(encoder: TransformersEncoder) -> None:
    alone = np.concatenate([encoder.encode_prompts([prompt]) for prompt in PROMPTS])

    assert encoder.encode_prompts(PROMPTS) == pytest.approx(alone, abs=1e-5)


def test_more_prompts_than_a_batch_keep_their_order(encoder: TransformersEncoder) -> None:
    prompts = [f"a photo number {number}" for number in range(150)]

    vectors = encoder.encode_prompts(prompts)

    assert vectors[[0, 70, 149]] == pytest.approx(
        encoder.encode_prompts([prompts[0], prompts[70], prompts[149]]), abs=1e-5
    )


def test_a_prompt_longer_than_the_model_reads_is_cut_off(encoder: TransformersEncoder) -> None:
    long = "receipt " * 200

    assert encoder.encode_prompts([long]) == pytest.approx(
        encoder.encode_prompts([long + "screenshot"]), abs=1e-6
    )


def test_preparing_in_threads_is_preparing_in_turn(encoder: TransformersEncoder) -> None:
    pixels = [to_pixels(picture) for picture in PICTURES.values()] * 3

    with ThreadPoolExecutor(8) as threads:
        prepared = list(threads.map(encoder.prepare, pixels))

    assert np.array_equal(np.stack(prepared), np.stack([encoder.prepare(one) for one in pixels]))


@pytest.mark.parametrize("size", [(3, 400), (400, 3), (2, 151), (151, 2)])
def test_an_extremely_long_picture_is_seen_at_its_center(
    size: tuple[int, int], encoder: TransformersEncoder, clip_folder: Path
) -> None:
    picture = make_noise(*size)
    processor = tf.CLIPProcessor.from_pretrained(clip_folder).image_processor

    prepared = encoder.prepare(np.asarray(picture))

    expected = processor(images=picture, return_tensors="np")["pixel_values"][0]
    assert np.abs(prepared - expected).max() < 0.1  # of a range of about 4


def test_a_line_of_a_million_pixels_is_prepared_without_scaling_it_up(encoder: TransformersEncoder) -> None:
    line = np.asarray(Image.new("RGB", (1_000_000, 1), "red"))

    assert encoder.prepare(line).shape == (3, 224, 224)


def softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
