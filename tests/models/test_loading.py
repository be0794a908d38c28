"""What loading promises: safetensors only, no network, nothing left changed, the same vectors again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from snapsort.errors import ModelUnavailable, SnapsortError, UsageError
from snapsort.models import BUILTIN, Device, ModelSource, Precision, load_encoder
from snapsort.records import Floats
from tests.models import made
from tests.models.pictures import PICTURES, to_pixels

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made.make_vit_and_bert(tmp_path / "model")


def source_of(folder: Path) -> ModelSource:
    return ModelSource("mine", "0", folder, "")


def run_python(code: str) -> str:
    """What a fresh interpreter prints on both streams."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def test_importing_the_room_brings_no_heavy_package() -> None:
    code = """
import sys, snapsort.models, snapsort.settings
heavy = {"torch", "transformers", "huggingface_hub", "PIL", "safetensors", "tokenizers"}
print(sorted(heavy & set(sys.modules)))
"""
    assert run_python(code) == "[]\n"


def test_loading_uses_no_network_writes_nothing_and_leaves_torch_as_it_was() -> None:
    code = """
import socket, sys
def refuse(*arguments, **options):
    raise SystemExit("the network was asked for")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import torch
def state():
    return (torch.get_num_threads(), torch.get_num_interop_threads(), torch.is_grad_enabled(),
            torch.get_default_dtype(), torch.initial_seed(), torch.are_deterministic_algorithms_enabled())
before = state()
from snapsort.models import BUILTIN, load_encoder
load_encoder(BUILTIN).encode_prompts(["a photo"])
print(state() == before)
"""
    assert run_python(code) == "True\n"


def test_pickled_weights_are_not_loaded(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()

    with pytest.raises(ModelUnavailable, match="no complete weights in safetensors form"):
        load_encoder(source_of(folder))


def test_code_that_comes_with_a_model_is_not_run(folder: Path, tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')"
    (folder / "own.py").write_text(trap)
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Config", "AutoModel": "own.Model"}}
    (folder / "config.json").write_text(json.dumps(config))

    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(source_of(folder))

    assert not (tmp_path / "ran").exists()


def test_weights_that_lack_a_tensor_are_refused_not_filled_with_random_numbers(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["visual_projection.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(ModelUnavailable, match=r"lack visual_projection\.weight"):
        load_encoder(source_of(folder))


@pytest.mark.parametrize(
    "name", ["model.safetensors", "config.json", "preprocessor_config.json", "tokenizer.json"]
)
def test_a_damaged_file_is_reported_as_such(name: str, folder: Path) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])

    with pytest.raises(ModelUnavailable, match="mine"):
        load_encoder(source_of(folder))


@pytest.mark.parametrize("name", ["config.json", "preprocessor_config.json", "tokenizer.json"])
@pytest.mark.parametrize(
    "content", ["[]", "{}", '{"model_type": "clip", "text_config": {"hidden_size": "wide"}}']
)
def test_a_file_that_says_something_else_never_ends_in_a_foreign_error(
    name: str, content: str, folder: Path
) -> None:
    (folder / name).write_text(content)

    try:
        load_encoder(source_of(folder))
    except ModelUnavailable as refusal:
        assert "mine" in str(refusal)


def test_an_absent_device_is_refused() -> None:
    absent: Device = "mps" if not torch.backends.mps.is_available() else "cuda"

    with pytest.raises(UsageError, match=f"no {absent} device") as refusal:
        load_encoder(BUILTIN, device=absent)

    assert isinstance(refusal.value, SnapsortError)


def test_the_encoder_says_what_it_computes_on_and_in() -> None:
    encoder = load_encoder(BUILTIN, device="cpu", precision="bfloat16")

    assert (encoder.device, encoder.precision, encoder.batch_size) == ("cpu", "bfloat16", 16)


def test_loading_twice_gives_the_same_bytes() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (90, 120, 3)).astype(np.uint8)
    first, second = (load_encoder(BUILTIN, device="cpu", precision="float32") for _ in range(2))

    one, other = (encoder.encode_images(encoder.prepare(picture)[np.newaxis]) for encoder in (first, second))

    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
@pytest.mark.parametrize("kind", ["builtin", "clip"])
def test_half_precision_keeps_the_direction_of_every_vector(
    kind: str, precision: Precision, clip_folder: Path
) -> None:
    source = BUILTIN if kind == "builtin" else source_of(clip_folder)
    full = load_encoder(source, device="cpu", precision="float32")
    half = load_encoder(source, device="cpu", precision=precision)
    names = ("portrait", "landscape", "3 by 3", "grey")
    batch = np.stack([full.prepare(to_pixels(PICTURES[name])) for name in names])

    assert cosines(full.encode_images(batch), half.encode_images(batch)).min() >= 0.999
    assert cosines(full.encode_prompts(made.PROMPTS), half.encode_prompts(made.PROMPTS)).min() >= 0.999
    assert half.scale == full.scale


def cosines(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("nd,nd->n", one, other))


def test_a_folder_copied_elsewhere_gives_the_same_vectors(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")

    one, other = (load_encoder(source_of(place)).encode_prompts(["a"]) for place in (folder, copy))

    assert np.array_equal(one, other)
