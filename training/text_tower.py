"""A text tower with its words: what turns phrases into vectors of the shared space."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor, nn
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertModel,
    BertTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from training.checkpoint import read_checkpoint, write_checkpoint
from training.towers import WIDTH, Start

MAX_TOKENS = 64
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


class TextTower(nn.Module):
    """A phrase's place in the shared space: BERT, and a projection of what it pools."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.config = config
        self.text: PreTrainedModel = BertModel(config)
        self.projection = nn.Linear(int(config.hidden_size), WIDTH, bias=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors, (b, WIDTH), not of unit length."""
        pooled = cast("Tensor", self.text(input_ids=ids, attention_mask=mask).pooler_output)
        return cast("Tensor", self.projection(pooled))


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """A text tower and its tokenizer."""

    tower: TextTower
    tokenizer: PreTrainedTokenizerFast

    def tokenize(self, phrases: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Token numbers and mask, (n, t)."""
        call: Callable[..., Mapping[str, Tensor]] = self.tokenizer
        words = call(list(phrases), padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        return words["input_ids"], words["attention_mask"]

    @torch.inference_mode()
    def encode(self, phrases: list[str], *, batch: int = 256) -> Tensor:
        """Unit vectors, (n, WIDTH), in the order of the phrases."""
        self.tower.eval()
        device = self.tower.projection.weight.device
        # Sorted by length, so that little is padded.
        order = sorted(range(len(phrases)), key=lambda place: len(phrases[place]))
        found = torch.empty(len(phrases), WIDTH)
        for begin in range(0, len(order), batch):
            places = order[begin : begin + batch]
            ids, mask = self.tokenize([phrases[place] for place in places])
            found[places] = self.tower(ids.to(device), mask.to(device)).float().cpu()
        return nn.functional.normalize(found, dim=1)


def make_text_tower(vocabulary: int, *, layers: int, width: int) -> TextTower:
    """A text tower with random weights."""
    return TextTower(
        BertConfig(
            vocab_size=vocabulary,
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=width // 64 or 1,
            intermediate_size=4 * width,
            max_position_embeddings=MAX_TOKENS,
            type_vocab_size=1,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    )


def train_tokenizer(phrases: Iterable[str], *, size: int) -> PreTrainedTokenizerFast:
    """A lower-case WordPiece tokenizer of at most `size` pieces."""
    pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=2, special_tokens=list(SPECIAL), show_progress=False
    )
    pieces.train_from_iterator(phrases, trainer)
    pieces.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    make: Callable[..., PreTrainedTokenizerFast] = BertTokenizer
    return make(tokenizer_object=pieces, do_lower_case=True, model_max_length=MAX_TOKENS)


def reader_of(start: Start) -> Reader:
    """The text tower of a dual encoder, and its tokenizer."""
    tower = TextTower(cast("BertConfig", start.model.config.text_config))
    tower.text.load_state_dict(start.model.get_submodule("text_model").state_dict())
    tower.projection.load_state_dict(start.model.get_submodule("text_projection").state_dict())
    return Reader(tower.train(False), _load_tokenizer(start.folder))


def write_reader(folder: Path, reader: Reader) -> None:
    """Keep a text tower in a folder."""
    save: Callable[..., object] = reader.tokenizer.save_pretrained
    save(folder)
    state = {"config": reader.tower.config.to_dict(), "tower": reader.tower.state_dict()}
    write_checkpoint(folder / "tower.pt", state)


def read_reader(folder: Path) -> Reader:
    """What was kept in a folder."""
    state = read_checkpoint(folder / "tower.pt")
    tower = TextTower(BertConfig.from_dict(cast("dict[str, int]", state["config"])))
    tower.load_state_dict(cast("dict[str, Tensor]", state["tower"]))
    return Reader(tower.train(False), _load_tokenizer(folder))


def _load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    load: Callable[..., object] = AutoTokenizer.from_pretrained
    tokenizer = load(folder, local_files_only=True)
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise TypeError(f"{folder} has a tokenizer of type {type(tokenizer).__name__}")
    return tokenizer
