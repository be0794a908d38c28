"""What lies in a model's folder, and how the hub's cache names such folders. No network, nothing loaded."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from snapsort.files import hash_file

INDEX = "model.safetensors.index.json"
PROCESSORS = ("preprocessor_config.json", "processor_config.json")
TOKENIZERS = (
    "tokenizer.json",
    "vocab.json",
    "vocab.txt",
    "tokenizer.model",
    "spiece.model",
    "sentencepiece.bpe.model",
)
READ_SUFFIXES = {".json", ".txt", ".model", ".safetensors"}
COMMIT = re.compile(r"[0-9a-f]{40}")


def find_gap(folder: Path) -> str | None:
    """What the folder lacks of a model that can be loaded, as a clause; None when it is complete.

    A file that is a link to nowhere, as an interrupted download leaves it, counts as missing. An image
    tower alone is complete without a tokenizer.
    """
    if not (folder / "config.json").is_file():
        return "has no config.json"
    if not _has_weights(folder):
        return "has no complete weights in safetensors form; others, which can run code, are not loaded"
    if not any((folder / name).is_file() for name in PROCESSORS):
        return "has no image processor (preprocessor_config.json)"
    if not _only_sees(folder) and not any((folder / name).is_file() for name in TOKENIZERS):
        return "has no tokenizer"
    return None


def _only_sees(folder: Path) -> bool:
    """Whether the configuration is that of an image tower alone, which needs no tokenizer."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return False
    # transformers writes `num_channels` at the top for every image tower, and never for a dual encoder.
    return isinstance(config, dict) and "num_channels" in config and "text_config" not in config


def _has_weights(folder: Path) -> bool:
    if (folder / "model.safetensors").is_file():
        return True
    try:
        shards = json.loads((folder / INDEX).read_bytes())["weight_map"].values()
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    return all((folder / str(shard)).is_file() for shard in shards)


def find_snapshot(hub_cache: Path, repo_id: str, *, revision: str | None) -> Path | None:
    """The complete local snapshot of a repository; its folder's name is the commit. None without one.

    Looks for `revision` first, then for what the main branch was when last fetched, then for any other
    commit. The layout is the one in huggingface_hub's guide "Understand caching"; it is read here because
    importing that library's cache functions takes a quarter of a second.
    """
    repository = hub_cache / f"models--{repo_id.replace('/', '--')}"
    snapshots = repository / "snapshots"
    preferred = [commit for commit in (revision, _read_main(repository)) if commit is not None]
    others = sorted(path.name for path in snapshots.iterdir()) if snapshots.is_dir() else []
    for commit in (*preferred, *others):
        if COMMIT.fullmatch(commit) and find_gap(snapshots / commit) is None:
            return snapshots / commit
    return None


def _read_main(repository: Path) -> str | None:
    try:
        return (repository / "refs" / "main").read_text("ascii").strip()
    except (OSError, ValueError):
        return None


def hash_folder(folder: Path) -> str:
    """12 hexadecimal digits that change with any file that loading the model may read.

    SHA-256 over the names and contents of the folder's JSON, text, tokenizer and safetensors files. It reads
    the weights: half a second for a ViT-B/32.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in READ_SUFFIXES and path.is_file():
            digest.update(f"{path.name}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()[:12]
