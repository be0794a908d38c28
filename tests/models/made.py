"""Small models of each family: random weights from a seed, and a tokenizer of a few words."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
import transformers as tf
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

PROMPTS = (
    "a photo of a receipt",
    "a screenshot of a phone",
    "A Photo of a Cat, sleeping on a sunny window sill",
    "一张猫的照片",
    "",
)
CORPUS = [
    *PROMPTS,
    "the quick brown fox jumps over the lazy dog",
    "0123456789 receipts invoices documents",
] * 3

TOWER: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
}
VISION: dict[str, Any] = {"image_size": 32, "patch_size": 8}
SIZE = {"height": 32, "width": 32}


def make_clip(folder: Path, *, layers: int = 2) -> Path:
    """A CLIP with the widths, patches and picture size of ViT-B/32, and `layers` of its 12 layers."""
    tokenizer = tf.CLIPTokenizer(*train_bpe(["<|startoftext|>", "<|endoftext|>"]), model_max_length=77)
    text = {
        "vocab_size": len(tokenizer),
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
        "num_hidden_layers": layers,
    }
    config = tf.CLIPConfig(text_config=text, vision_config={"num_hidden_layers": layers})
    return save(folder, seeded(tf.CLIPModel, config, gain=2), tf.CLIPImageProcessorPil(), tokenizer)


def make_siglip(folder: Path) -> Path:
    """A SigLIP 2 of fixed size: SigLIP's architecture behind a Gemma tokenizer."""
    tokenizer = tf.GemmaTokenizer(
        *train_bpe(["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]),
        model_max_length=64,
        model_input_names=["input_ids"],
    )
    config = tf.SiglipConfig(
        text_config={**TOWER, "vocab_size": len(tokenizer), "max_position_embeddings": 64},
        vision_config={**TOWER, **VISION},
    )
    return save(
        folder, seeded(tf.SiglipModel, config, gain=8), tf.SiglipImageProcessorPil(size=SIZE), tokenizer
    )


def make_metaclip2(folder: Path) -> Path:
    """A MetaCLIP 2: CLIP's towers behind XLM-RoBERTa's tokenizer."""
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(letter, -3.0) for letter in sorted(set("▁".join(CORPUS))) if letter != " "]
    tokenizer = tf.XLMRobertaTokenizer(
        vocab=[*pieces, ("▁photo", -1.0), ("<mask>", 0.0)], model_max_length=77
    )
    config = tf.MetaClip2Config(
        text_config={
            **TOWER,
            "vocab_size": len(tokenizer),
            "max_position_embeddings": 77,
            "bos_token_id": tokenizer.bos_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        },
        vision_config={**TOWER, **VISION},
        projection_dim=24,
    )
    processor = tf.CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size=SIZE)
    return save(folder, seeded(tf.MetaClip2Model, config, gain=8), processor, tokenizer)


def make_chinese_clip(folder: Path) -> Path:
    """A Chinese-CLIP: a BERT that reads characters."""
    tokenizer = make_bert_tokenizer()
    config = tf.ChineseCLIPConfig(
        text_config={**TOWER, "vocab_size": len(tokenizer), "max_position_embeddings": 52},
        vision_config={**TOWER, **VISION},
        projection_dim=24,
    )
    processor = tf.ChineseCLIPImageProcessorPil(size=SIZE, do_center_crop=False)
    return save(folder, seeded(tf.ChineseCLIPModel, config, gain=8), processor, tokenizer)


def make_vit_and_bert(folder: Path) -> Path:
    """A VisionTextDualEncoder with a transformer that sees."""
    return _make_pair(folder, tf.ViTConfig(**TOWER, **VISION))


def make_resnet_and_bert(folder: Path) -> Path:
    """A VisionTextDualEncoder with a convolutional network that sees, as the built-in model has."""
    vision = tf.ResNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[1, 1], layer_type="basic")
    vision.hidden_size = 16
    return _make_pair(folder, vision)


def make_naflex(folder: Path) -> Path:
    """A SigLIP 2 that cuts each picture into its own number of patches."""
    tokenizer = tf.Siglip2Tokenizer(*train_bpe(["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]))
    config = tf.Siglip2Config(
        text_config={**TOWER, "vocab_size": len(tokenizer)}, vision_config={**TOWER, "patch_size": 16}
    )
    return save(folder, seeded(tf.Siglip2Model, config, gain=8), tf.Siglip2ImageProcessorPil(), tokenizer)


def make_vit(folder: Path) -> Path:
    """A model that sees and has never read a word."""
    model = seeded(tf.ViTModel, tf.ViTConfig(**TOWER, **VISION), gain=8)
    return save(folder, model, tf.ViTImageProcessorPil(size=SIZE))


def make_vit_classifier(folder: Path) -> Path:
    """A ViT that was trained to classify: it has a head where others have a pooler."""
    model = seeded(tf.ViTForImageClassification, tf.ViTConfig(**TOWER, **VISION), gain=8)
    return save(folder, model, tf.ViTImageProcessorPil(size=SIZE))


def make_dinov2(folder: Path) -> Path:
    """A DINOv2, whose picture is cut out of the middle."""
    config = tf.Dinov2Config(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, image_size=28, patch_size=7
    )
    processor = tf.BitImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 28, "width": 28})
    return save(folder, seeded(tf.Dinov2Model, config, gain=8), processor)


def make_regnet(folder: Path) -> Path:
    """A RegNet: convolutions that pool to (b, d, 1, 1)."""
    config = tf.RegNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[1, 1], groups_width=4)
    return save(folder, seeded(tf.RegNetModel, config, gain=2), _make_convnext_processor())


def make_convnext(folder: Path) -> Path:
    """A ConvNeXt: convolutions that pool to (b, d)."""
    config = tf.ConvNextConfig(hidden_sizes=[8, 16, 24, 32], depths=[1, 1, 1, 1])
    return save(folder, seeded(tf.ConvNextModel, config, gain=8), _make_convnext_processor())


def make_bert(folder: Path) -> Path:
    """A model that reads and has never seen a picture."""
    tokenizer = make_bert_tokenizer()
    config = tf.BertConfig(**TOWER, vocab_size=len(tokenizer), max_position_embeddings=64)
    return save(folder, seeded(tf.BertModel, config, gain=8), tf.ViTImageProcessorPil(size=SIZE), tokenizer)


def make_without_center_crop(folder: Path) -> Path:
    """A ViT whose processor keeps the aspect of each picture."""
    make_vit(folder)
    tf.CLIPImageProcessorPil(size={"shortest_edge": 32}, do_center_crop=False).save_pretrained(folder)
    return folder


def _make_convnext_processor() -> tf.BaseImageProcessor:
    return tf.ConvNextImageProcessorPil(size={"shortest_edge": 32}, crop_pct=0.875)


def _make_pair(folder: Path, vision: tf.PreTrainedConfig) -> Path:
    tokenizer = make_bert_tokenizer()
    text = tf.BertConfig(**TOWER, vocab_size=len(tokenizer), max_position_embeddings=64)
    config = tf.VisionTextDualEncoderConfig.from_vision_text_configs(vision, text, projection_dim=24)
    processor = tf.ViTImageProcessorPil(size=SIZE)
    return save(folder, seeded(tf.VisionTextDualEncoderModel, config, gain=8), processor, tokenizer)


def make_bert_tokenizer() -> tf.BertTokenizer:
    letters = sorted(set("".join(CORPUS).lower()) - {" "})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "photo", *letters, *(f"##{x}" for x in letters)]
    return tf.BertTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, model_max_length=64)


def train_bpe(special: list[str]) -> tuple[dict[str, int], list[Any]]:
    """Vocabulary and merges of a byte-level BPE, 400 tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    state = json.loads(tokenizer.to_str())["model"]
    return state["vocab"], [tuple(pair) for pair in state["merges"]]


def seeded(kind: type[tf.PreTrainedModel], config: tf.PreTrainedConfig, *, gain: float) -> tf.PreTrainedModel:
    """A model with random weights, `gain` times the usual ones.

    With the usual ones an untrained model gives all pictures and all prompts nearly the same vector, and a
    test could not tell one from another.
    """
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(7)
        model = kind(config)
        for name, weights in model.named_parameters():
            if name == "logit_scale":
                weights.fill_(math.log(20))
            elif name == "logit_bias":
                weights.fill_(-3.5)
            elif weights.ndim >= 2:
                weights.mul_(gain)
    return model


def save(
    folder: Path,
    model: tf.PreTrainedModel,
    processor: tf.BaseImageProcessor,
    tokenizer: tf.PreTrainedTokenizerBase | None = None,
) -> Path:
    for part in (model, processor, tokenizer):
        if part is not None:
            part.save_pretrained(folder)
    return folder
