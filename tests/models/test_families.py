"""Every family of dual encoders by the same code: logits equal to the model's own forward pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf

from snapsort.errors import ModelUnavailable
from snapsort.models import ModelSource, load_encoder
from snapsort.models.encoder import TransformersEncoder
from snapsort.records import Floats
from tests.models import made
from tests.models.pictures import PICTURES, to_pixels, to_upright_rgb

NAMES = ("portrait", "landscape", "3 by 3", "transparent")
PIXELS = [to_pixels(PICTURES[name]) for name in NAMES]
PLAIN = {"padding": True, "truncation": True}
SIGLIP = {"padding": "max_length", "max_length": 64, "truncation": True}


def load(folder: Path) -> TransformersEncoder:
    return load_encoder(ModelSource(folder.name, "0", folder, ""), device="cpu", precision="float32")


def compute_logits(encoder: TransformersEncoder, prompts: list[str]) -> Floats:
    images = encoder.encode_images(np.stack([encoder.prepare(pixels) for pixels in PIXELS]))
    return np.asarray(encoder.scale * images @ encoder.encode_prompts(prompts).T + encoder.bias)


def compute_reference(folder: Path, prompts: list[str], options: dict[str, object]) -> Floats:
    """(pictures, prompts) logits by transformers alone."""
    model = tf.AutoModel.from_pretrained(folder)
    if getattr(model.config, "vision_config", None) and model.config.vision_config.model_type == "resnet":
        pool = torch.nn.AdaptiveAvgPool2d((1, 1))
        model.vision_model.pooler = torch.nn.Sequential(pool, torch.nn.Flatten(1))
    tokens = tf.AutoTokenizer.from_pretrained(folder)(prompts, return_tensors="pt", **options)
    load_processor: Callable[..., Callable[..., dict[str, torch.Tensor]]] = (
        tf.AutoImageProcessor.from_pretrained
    )
    processor = load_processor(folder)
    images = [to_upright_rgb(PICTURES[name]) for name in NAMES]
    with torch.inference_mode():
        output = model(**tokens, **processor(images=images, return_tensors="pt"))
    return np.asarray(output.logits_per_image.numpy())


@pytest.mark.parametrize(
    ("make", "options"),
    [
        (made.make_siglip, SIGLIP),
        (made.make_metaclip2, PLAIN),
        (made.make_chinese_clip, PLAIN),
        (made.make_vit_and_bert, PLAIN),
        (made.make_resnet_and_bert, PLAIN),
    ],
)
def test_logits_are_those_of_the_models_own_forward_pass(
    make: Callable[[Path], Path], options: dict[str, object], tmp_path: Path
) -> None:
    folder = make(tmp_path / "model")
    prompts = [prompt.lower() for prompt in made.PROMPTS]

    logits = compute_logits(load(folder), prompts)

    expected = compute_reference(folder, prompts, options)
    assert logits == pytest.approx(expected, abs=1e-4)
    assert expected.std(axis=0).min() > 1e-3  # the pictures differ,
    assert expected.std(axis=1).min() > 1e-2  # and so do the prompts


def test_siglip_reads_lower_case_as_it_was_trained(tmp_path: Path) -> None:
    encoder = load(made.make_siglip(tmp_path / "model"))

    assert np.array_equal(
        encoder.encode_prompts(["A Photo of a CAT"]), encoder.encode_prompts(["a photo of a cat"])
    )


def test_siglip_reads_its_padding_even_where_the_tokenizer_offers_a_mask(tmp_path: Path) -> None:
    folder = made.make_siglip(tmp_path / "model")
    before = load(folder).encode_prompts(["a photo"])

    options = json.loads((folder / "tokenizer_config.json").read_text())
    options["model_input_names"] = ["input_ids", "attention_mask"]
    (folder / "tokenizer_config.json").write_text(json.dumps(options))

    assert np.array_equal(load(folder).encode_prompts(["a photo"]), before)


def test_siglip_brings_its_scale_and_its_bias(tmp_path: Path) -> None:
    encoder = load(made.make_siglip(tmp_path / "model"))

    assert encoder.scale == pytest.approx(20, rel=1e-6)
    assert encoder.bias == -3.5


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (made.make_naflex, "size of its own"),
        (made.make_without_center_crop, "size of its own"),
        (made.make_bert, "does not see"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    make: Callable[[Path], Path], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelUnavailable, match=reason):
        load(make(tmp_path / "model"))
