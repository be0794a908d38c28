"""The model that comes with snapsort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from torch import Tensor
from transformers import AutoModel, AutoProcessor

from snapsort.models import BUILTIN, load_encoder
from snapsort.models.encoder import TransformersEncoder
from snapsort.records import check_unit_rows
from tests.models.pictures import PICTURES, to_pixels

SHARED = Path(__file__).parents[2].parent / "shared" / "pictures"


@pytest.fixture(scope="module")
def encoder() -> TransformersEncoder:
    return load_encoder(BUILTIN, device="cpu", precision="float32")


def test_it_gives_unit_vectors_of_pictures_and_prompts(encoder: TransformersEncoder) -> None:
    images = encoder.encode_images(np.stack([encoder.prepare(to_pixels(one)) for one in PICTURES.values()]))
    prompts = encoder.encode_prompts(["a photo of a receipt", "a screenshot"])

    check_unit_rows(images)
    check_unit_rows(prompts)
    assert images.shape == (len(PICTURES), 256)
    with safe_open(BUILTIN.folder / "model.safetensors", "np") as weights:
        assert encoder.scale == pytest.approx(np.exp(float(weights.get_tensor("logit_scale"))), rel=1e-6)
    assert encoder.bias == 0


def test_transformers_alone_gives_the_same_vectors(encoder: TransformersEncoder) -> None:
    load: Callable[..., torch.nn.Module] = AutoModel.from_pretrained
    load_processor: Callable[..., Callable[..., Mapping[str, Tensor]]] = AutoProcessor.from_pretrained
    model = load(BUILTIN.folder, dtype=torch.float32, trust_remote_code=False).train(mode=False)
    processor = load_processor(BUILTIN.folder, backend="pil")
    pixels = to_pixels(next(iter(PICTURES.values())))
    prompts = ["a photo of a receipt", "a screenshot"]

    inputs = processor(images=[Image.fromarray(pixels)], text=prompts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        seen = model(**inputs)

    ours = encoder.encode_images(encoder.prepare(pixels)[np.newaxis])
    assert np.abs(ours - seen.image_embeds.numpy()).max() < 1e-4
    assert np.abs(encoder.encode_prompts(prompts) - seen.text_embeds.numpy()).max() < 1e-4


@pytest.mark.parametrize(
    ("kind", "prompt"), [("receipts", "a photo of a receipt"), ("screenshots", "a screenshot")]
)
def test_it_tells_receipts_from_screenshots(kind: str, prompt: str, encoder: TransformersEncoder) -> None:
    paths = sorted(path for path in (SHARED / kind).rglob("*") if path.suffix in {".jpg", ".png"})[::12]
    if not paths:
        pytest.skip(f"the test pictures are not at {SHARED}")
    prompts = ["a photo of a receipt", "a screenshot"]

    batch = np.stack([encoder.prepare(np.asarray(Image.open(path).convert("RGB"))) for path in paths])
    winners = (encoder.encode_images(batch) @ encoder.encode_prompts(prompts).T).argmax(axis=1)

    assert (winners == prompts.index(prompt)).mean() > 0.9
