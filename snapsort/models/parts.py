"""The parts of a model, from its folder, through transformers' Auto classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import cast

import numpy as np
import torch
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError
from transformers import (
    AutoImageProcessor,
    AutoModel,
    AutoTokenizer,
    PreTrainedModel,
)
from transformers.utils import logging

from snapsort.errors import ModelUnavailable
from snapsort.models.encoder import (
    ImageTower,
    Lane,
    LoadedModel,
    PromptFormat,
    Reader,
    TextTower,
    Tokenizer,
)
from snapsort.models.folded import fold_normalizations
from snapsort.models.image_tower import ImageTowerAlone, has_only_pooler_missing
from snapsort.models.preparing import ImageProcessor
from snapsort.models.sources import ModelSource

# What transformers raises on files that are damaged, foreign or need code of their own.
LOADING_ERRORS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ImportError,
    RuntimeError,
    StrictDataclassError,
    SafetensorError,
)


def load_parts(source: ModelSource, *, devices: Sequence[str], precision: str) -> LoadedModel:
    """The model's towers, image processor and tokenizer, on the devices and in the precision.

    Args:
        devices: one a lane. The first has the reader; each other one has a copy of what sees, but a device
            that stands here twice has it once.

    Raises:
        ModelUnavailable: transformers cannot load it, or it sees no pictures of a fixed size.
    """
    try:
        with _silence():
            model = _load_model(source)
            image_processor = _load_image_processor(source)
            tokenizer = _load_tokenizer(source) if _is_dual(model) else None
    except LOADING_ERRORS as error:
        raise ModelUnavailable(f"the model {source.id} cannot be loaded: {error}") from error
    _check_sees(model, source)
    _check_fixed_size(image_processor, source)
    # Before the weights are rounded to half precision: a rounded scale would shift all probabilities.
    reader = None if tokenizer is None else _make_reader(model, tokenizer)
    fold_normalizations(model)  # before rounding as well: it rounds once instead of thrice
    torch.nn.Module.to(model, devices[0], getattr(torch, precision))
    _lay_out(model)
    models = _copies(model, devices)
    return LoadedModel(
        id=source.id,
        lanes=tuple(Lane(_tower_of(models[device]), device) for device in devices),
        image_processor=image_processor,
        cuts_elongated=getattr(image_processor, "size", {}).get("shortest_edge") is not None,
        reader=reader,
        precision=precision,
    )


def _lay_out(model: PreTrainedModel) -> None:
    """The channels of a place side by side in memory: convolutions take a quarter less time on a CPU."""
    for parameter in model.parameters():
        if parameter.ndim == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def _copies(model: PreTrainedModel, devices: Sequence[str]) -> dict[str, PreTrainedModel]:
    """The model on its device, and a copy on each other one."""
    copies = {devices[0]: model}
    for device in devices:
        if device not in copies:
            copies[device] = deepcopy(model)
            torch.nn.Module.to(copies[device], device)
    return copies


def _tower_of(model: PreTrainedModel) -> ImageTower:
    return cast("ImageTower", model) if _is_dual(model) else ImageTowerAlone(model)


def _is_dual(model: PreTrainedModel) -> bool:
    return all(hasattr(model, name) for name in ("get_image_features", "get_text_features", "logit_scale"))


def _make_reader(model: PreTrainedModel, tokenizer: Tokenizer) -> Reader:
    return Reader(
        tower=cast("TextTower", model),  # _is_dual
        tokenizer=tokenizer,
        prompt_format=choose_prompt_format(model, tokenizer),
        scale=float(model.get_parameter("logit_scale").detach().double().exp()),
        bias=float(model.get_parameter("logit_bias").detach()) if hasattr(model, "logit_bias") else 0.0,
    )


def _load_model(source: ModelSource) -> PreTrainedModel:
    load: Callable[..., tuple[PreTrainedModel, dict[str, set[str]]]] = AutoModel.from_pretrained
    model, report = load(
        source.folder,
        dtype=torch.float32,
        local_files_only=True,
        use_safetensors=True,
        trust_remote_code=False,
        output_loading_info=True,
    )
    # transformers fills what the file lacks with random numbers and goes on.
    if has_only_pooler_missing(report["missing_keys"]):
        model.register_module("pooler", None)
    elif report["missing_keys"]:
        raise ValueError(f"its weights lack {min(report['missing_keys'])}")
    if model.config.model_type == "vision-text-dual-encoder":
        flatten_pooled(model)
    model.train(False)
    return model


def flatten_pooled(model: PreTrainedModel) -> None:
    """Make convolutional image towers usable in a VisionTextDualEncoderModel.

    They pool to (b, c, 1, 1), and the projection behind them takes (b, c). Flat output stays as it is.
    """
    pooler = getattr(model.vision_model, "pooler", None)
    if isinstance(pooler, torch.nn.Module):
        pooler.register_forward_hook(lambda _pooler, _inputs, pooled: pooled.flatten(1))


def _load_image_processor(source: ModelSource) -> ImageProcessor:
    load: Callable[..., ImageProcessor] = AutoImageProcessor.from_pretrained
    # Explicitly Pillow's: the default depends on whether torchvision is installed, and its resizing differs.
    return load(source.folder, backend="pil", local_files_only=True, trust_remote_code=False)


def _load_tokenizer(source: ModelSource) -> Tokenizer:
    load: Callable[..., Tokenizer] = AutoTokenizer.from_pretrained
    return load(source.folder, local_files_only=True, trust_remote_code=False)


def choose_prompt_format(model: PreTrainedModel, tokenizer: Tokenizer) -> PromptFormat:
    """How the model's family wants its prompts.

    SigLIP and SigLIP 2 were trained on lower-case text padded to full length, without a mask
    (transformers' page on SigLIP 2, "Notes"). CLIP, MetaCLIP 2, Chinese-CLIP and
    BERT-like towers give the same vector with any padding.
    """
    positions = getattr(model.config.text_config, "max_position_embeddings", tokenizer.model_max_length)
    max_length = min(positions, tokenizer.model_max_length)
    if model.config.model_type == "siglip":
        return PromptFormat(max_length, is_padded=True, is_lowercased=True, takes_mask=False)
    return PromptFormat(max_length)


def _check_sees(model: PreTrainedModel, source: ModelSource) -> None:
    if not _is_dual(model) and model.main_input_name != "pixel_values":
        raise ModelUnavailable(f"the model {source.id} does not see: it is no image model")


def _check_fixed_size(image_processor: ImageProcessor, source: ModelSource) -> None:
    shapes = set()
    for width in (4, 12):
        probe = np.zeros((4, width, 3), np.uint8)
        features = image_processor(images=[probe], input_data_format="channels_last", return_tensors="np")
        shapes.add(features["pixel_values"].shape if set(features) == {"pixel_values"} else ())
    if len(shapes) > 1 or len(next(iter(shapes))) != 4:
        raise ModelUnavailable(
            f"the model {source.id} gives each picture a size of its own, as NaFlex does",
            hint="take its variant of one fixed size, such as google/siglip2-base-patch16-224",
        )


@contextmanager
def _silence() -> Iterator[None]:
    """Keep transformers from writing progress bars and warnings to the terminal, and put it back after."""
    verbosity = logging.get_verbosity()
    had_bars = logging.is_progress_bar_enabled()
    show_bars: Callable[[], None] = logging.enable_progress_bar
    hide_bars: Callable[[], None] = logging.disable_progress_bar
    show_errors_only: Callable[[], None] = logging.set_verbosity_error
    show_errors_only()
    hide_bars()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if had_bars:
            show_bars()
