"""A model of transformers that turns pixels, and prompts if it can read, into unit vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Protocol

import numpy as np
import torch

from snapsort.errors import ModelUnavailable
from snapsort.models.batching import ShrinkingBatches
from snapsort.models.preparing import ImageProcessor, choose_preparer
from snapsort.records import Floats, Pixels

PROMPT_BATCH = 64
MAX_ASPECT = 64
"""A picture 1 pixel high and 60000 wide would be scaled to 224 x 13 million before its center is cut out."""

ENOUGH, ENOUGH_PX = 3, 512
"""A picture is decoded at a whole fraction of its size whose shorter side is at least this many times the
model's, and this many pixels: cosines to the vectors of whole pictures stay above 0.999; see
docs/ARCHITECTURE.md."""


class Tokenizer(Protocol):
    """What is used of transformers' tokenizers."""

    model_max_length: int

    def __call__(
        self, text: list[str], *, padding: str, truncation: bool, max_length: int, return_tensors: str
    ) -> Mapping[str, torch.Tensor]:
        """Named (p, t) tensors, such as input_ids and attention_mask."""


class ImageTower(Protocol):
    """What is used of transformers' models that see."""

    def get_image_features(self, *, pixel_values: torch.Tensor) -> object:
        """(b, d) features, or an output that holds them pooled."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where one batch at a time is encoded: a tower on its device. Lanes of one device may share a tower."""

    tower: ImageTower
    device: str


class TextTower(Protocol):
    """What is used of transformers' models that read."""

    def get_text_features(self, **tokens: torch.Tensor) -> object:
        """(p, d) features, or an output that holds them pooled."""


@dataclass(frozen=True, slots=True)
class PromptFormat:
    """How a model family wants its prompts.

    Attributes:
        max_length: tokens; what a prompt has beyond them the model does not see.
        is_padded: to `max_length`, as in training, instead of to the longest prompt.
        is_lowercased: before tokenizing.
        takes_mask: whether padding is masked; without, the model reads it.
    """

    max_length: int
    is_padded: bool = False
    is_lowercased: bool = False
    takes_mask: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """The half of a dual encoder that reads prompts."""

    tower: TextTower
    tokenizer: Tokenizer
    prompt_format: PromptFormat
    scale: float
    bias: float


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The parts of a model in memory, on its devices and in its precision.

    `lanes` are at least one; what reads is on the first one's device. `cuts_elongated` says that the image
    processor scales the shorter side to size and cuts the center out. `reader` is None for an image tower
    alone.
    """

    id: str
    lanes: tuple[Lane, ...]
    image_processor: ImageProcessor
    cuts_elongated: bool
    reader: Reader | None
    precision: str


class TransformersEncoder:
    """Pixels and prompts to unit vectors of one space; pixels alone when the model cannot read.

    `prepare` and `encode_images` may be called from several threads at once, `encode_prompts` from one at a
    time.

    Attributes:
        streams: how many batches are encoded at once; more wait for their turn.
        enough_px: the shorter side that a picture needs to be seen as if it were larger.
        scale: the model's own logit scale: logits are `scale * cosine + bias`. 1 when it cannot read.
        bias: SigLIP's; 0 for models without. It is the same for each label, so a softmax cancels it.
        dimension: d, of the vectors.
        device: what it computes on, such as "cpu".
        precision: what it computes in, such as "bfloat16". Vectors are float32 all the same.
        cuts_elongated: whether `prepare` keeps only the middle square of an elongated picture.
    """

    def __init__(self, model: LoadedModel, *, batch_size: int) -> None:
        self._model = model
        self._prepare = choose_preparer(model.image_processor)
        self._dtype: torch.dtype = getattr(torch, model.precision)
        self._batches = ShrinkingBatches(self._encode_batch, size=batch_size)
        self._free: SimpleQueue[Lane] = SimpleQueue()
        for lane in model.lanes:
            self._free.put(lane)
        self.streams = len(model.lanes)
        self.scale = model.reader.scale if model.reader else 1.0
        self.bias = model.reader.bias if model.reader else 0.0
        self.device = model.lanes[0].device
        self.precision = model.precision
        self.cuts_elongated = model.cuts_elongated
        probe = self.prepare(np.zeros((4, 4, 3), np.uint8))
        self.enough_px = max(ENOUGH * max(probe.shape[1:]), ENOUGH_PX)
        self.dimension = self._measure_dimension(probe)

    @property
    def batch_size(self) -> int:
        """How many pictures are encoded at once; less after memory ran out."""
        return self._batches.size

    def prepare(self, pixels: Pixels) -> Floats:
        """The picture as the model's own image processor makes it: (3, h, w) float32."""
        if self.cuts_elongated:
            pixels = trim_to_aspect(pixels, MAX_ASPECT)
        return self._prepare(pixels)

    def encode_images(self, batch: Floats) -> Floats:
        """The unit vectors, (b, d) float32, of prepared pictures, (b, 3, h, w).

        Raises:
            ModelUnavailable: memory does not suffice for a single picture.
        """
        if len(batch) == 0:
            return np.empty((0, self.dimension), np.float32)
        return self._batches.run(batch)

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        """The unit vectors, (p, d) float32, of prompts, tokenized as the model family wants it.

        A prompt longer than the model can read (CLIP 77 tokens, SigLIP 64) is cut off there without notice,
        as the models' own processors do.

        Raises:
            ModelUnavailable: the model sees but cannot read.
        """
        reader = self._find_reader()
        parts = [prompts[start : start + PROMPT_BATCH] for start in range(0, len(prompts), PROMPT_BATCH)]
        if not parts:
            return np.empty((0, self.dimension), np.float32)
        return np.concatenate([self._encode_prompts(part, reader) for part in parts])

    def _measure_dimension(self, probe: Floats) -> int:
        if self._model.reader is not None:
            return len(self.encode_prompts(["a photo"])[0])
        return len(self._encode_batch(probe[np.newaxis])[0])

    def _find_reader(self) -> Reader:
        if self._model.reader is None:
            raise ModelUnavailable(
                f"the model {self._model.id} sees but cannot read: it is no dual encoder",
                hint="labels are words: take a model such as CLIP or SigLIP",
            )
        return self._model.reader

    def _encode_prompts(self, prompts: Sequence[str], reader: Reader) -> Floats:
        with torch.inference_mode():
            return to_unit_rows(reader.tower.get_text_features(**self._tokenize(prompts, reader)))

    def _tokenize(self, prompts: Sequence[str], reader: Reader) -> dict[str, torch.Tensor]:
        wanted = reader.prompt_format
        tokens = reader.tokenizer(
            [prompt.lower() if wanted.is_lowercased else prompt for prompt in prompts],
            padding="max_length" if wanted.is_padded else "longest",
            truncation=True,
            max_length=wanted.max_length,
            return_tensors="pt",
        )
        return {
            name: values.to(self.device)
            for name, values in tokens.items()
            if wanted.takes_mask or name == "input_ids"
        }

    def _encode_batch(self, batch: Floats) -> Floats:
        lane = self._free.get()
        try:
            with torch.inference_mode():
                pixel_values = _move(batch, lane.device).to(self._dtype, memory_format=torch.channels_last)
                return to_unit_rows(lane.tower.get_image_features(pixel_values=pixel_values))
        finally:
            self._free.put(lane)


def _move(batch: Floats, device: str) -> torch.Tensor:
    """The batch on the device. From locked memory a GPU fetches it by itself, while the processor goes on."""
    if not device.startswith("cuda"):
        return torch.from_numpy(batch).to(device)
    return torch.from_numpy(batch).pin_memory().to(device, non_blocking=True)


def trim_to_aspect(pixels: Pixels, max_aspect: int) -> Pixels:
    """The picture, without the ends of a long side that is more than `max_aspect` times the short one.

    An even number of pixels goes, so that the center stays where it was.
    """
    height, width = pixels.shape[:2]
    longest = max_aspect * min(height, width)
    top, left = max(height - longest, 0) // 2, max(width - longest, 0) // 2
    return pixels[top : height - top, left : width - left]


def to_unit_rows(features: object) -> Floats:
    """Features, or an output of transformers 5 that holds them pooled, as (b, d) float32 rows of length 1."""
    rows = getattr(features, "pooler_output", features)
    if not isinstance(rows, torch.Tensor) or rows.ndim != 2:
        raise ValueError(f"the model gave {type(rows).__name__}, not (b, d) features")
    # In float32: half precision would leave rows up to 0.4 % from length 1.
    unit = torch.nn.functional.normalize(rows.float(), dim=1)
    return np.ascontiguousarray(unit.cpu().numpy(), dtype=np.float32)
