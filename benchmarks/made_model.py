"""A CLIP of the ViT-B/32 architecture with random weights: its speed does not depend on their values."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import torch
import transformers as tf
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from snapsort.models import ModelSource

MADE_B32 = "made-b32"
WORK = Path(tempfile.gettempdir()) / "snapsort-benchmarks"
"""Where models and pictures are made; what is there is kept."""


def make_b32(folder: Path = WORK / MADE_B32) -> ModelSource:
    """The model, with its image processor and a tokenizer of a few hundred tokens."""
    if not (folder / "model.safetensors").is_file():
        tokenizer = make_tokenizer()
        text = {
            "vocab_size": len(tokenizer),
            "bos_token_id": tokenizer.bos_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        }
        with torch.random.fork_rng():
            torch.manual_seed(0)
            model = tf.CLIPModel(tf.CLIPConfig(text_config=text))
        tokenizer.save_pretrained(folder)
        tf.CLIPImageProcessorPil().save_pretrained(folder)
        model.save_pretrained(folder)
    return ModelSource(MADE_B32, "0", folder, "it was asked for")


def make_tokenizer() -> tf.CLIPTokenizer:
    """A byte-level BPE, learned from one sentence."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=["<|startoftext|>", "<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    bpe.train_from_iterator(["a photo of a receipt, a screenshot of a phone, a photo of a cat"], trainer)
    learned = json.loads(bpe.to_str())["model"]
    make: Callable[..., tf.CLIPTokenizer] = tf.CLIPTokenizer
    return make(learned["vocab"], [tuple(pair) for pair in learned["merges"]], model_max_length=77)
