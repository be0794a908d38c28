"""What a run is made of: folders, sizes, budgets. Each can be given on the command line."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run; `work` holds all that the stages make."""

    work: Path = field(metadata={"help": "folder for all that is made"})
    checkouts: Path | None = field(default=None, metadata={"help": "folder of checkouts, OWNER+NAME each"})
    labeled: Path | None = field(default=None, metadata={"help": "folder with TRAIN.tsv and images/"})
    evaluation: Path | None = field(default=None, metadata={"help": "pictures that must not be learned from"})
    wordnet: Path | None = field(default=None, metadata={"help": "folder with data.noun and cntlist.rev"})
    captions: Path | None = field(default=None, metadata={"help": "Flickr8k.token.txt"})
    sentences: Path | None = field(default=None, metadata={"help": "folder of a sentence encoder"})
    teachers: Path | None = field(default=None, metadata={"help": "folder of the image teachers"})
    words: Path | None = field(default=None, metadata={"help": "model whose text tower is taken as it is"})
    start: Path | None = field(default=None, metadata={"help": "model whose image tower is trained further"})
    device: str = field(default="cpu", metadata={"help": "cpu or cuda"})
    threads: int = field(default=2, metadata={"help": "of torch, and processes for drawing and packing"})
    drawn: int = field(default=12_000, metadata={"help": "pictures to draw"})
    shard_px: int = field(default=144, metadata={"help": "side of packed pictures"})
    quality: int = field(default=88, metadata={"help": "of packed pictures, as JPEG"})
    most: int = field(default=100_000, metadata={"help": "packed pictures of a source, at most"})
    px: int = field(default=128, metadata={"help": "side of pictures as the tower sees them"})
    tower: str = field(default="resnet", metadata={"help": "image tower: resnet, mobilenet, convnext, tiny"})
    held: int = field(default=0, metadata={"help": "stages of the tower to start from that stay as they are"})
    crops: int = field(default=1_500_000, metadata={"help": "views to train the image tower on"})
    views: int = field(default=0, metadata={"help": "if any: train the projection alone, on so many views"})
    minutes: float = field(default=math.inf, metadata={"help": "of training the image tower, at most"})
    pause: float = field(default=math.inf, metadata={"help": "minutes after which the image stage stops"})
    batch: int = field(default=128, metadata={"help": "views a step"})
    rate: float = field(default=2e-3, metadata={"help": "highest learning rate of the image tower"})
    teacher_share: float = field(default=0.25, metadata={"help": "of the photos that the teachers look at"})
    phrases: int = field(default=1_800_000, metadata={"help": "phrases to train the text tower on"})
    phrase_batch: int = field(default=512, metadata={"help": "phrases a step"})
    phrase_rate: float = field(default=1e-3, metadata={"help": "highest learning rate of the text tower"})
    composed: int = field(default=16_000, metadata={"help": "made-up phrases in the corpus"})
    vocabulary: int = field(default=12_000, metadata={"help": "word pieces"})
    text_layers: int = field(default=3, metadata={"help": "layers of the text tower"})
    text_width: int = field(default=256, metadata={"help": "width of the text tower"})
    seed: int = field(default=0, metadata={"help": "of everything random"})

    def need(self, name: str) -> Path:
        """A folder or file that the stage cannot do without; SystemExit when it was not given."""
        value = getattr(self, name)
        if not isinstance(value, Path):
            raise SystemExit(f"--{name} is needed: {_help_of(name)}")
        return value


def parse_settings(arguments: Sequence[str], stages: Sequence[str]) -> tuple[str, Settings]:
    """The stage to run, and its settings, from the words of a command line."""
    parser = argparse.ArgumentParser(prog="python -m training.run", description=__doc__)
    parser.add_argument("stage", choices=[*stages, "all"])
    for option in fields(Settings):
        default = None if option.default is MISSING else option.default
        kind = Path if "Path" in str(option.type) else type(default)
        parser.add_argument(
            f"--{option.name.replace('_', '-')}",
            type=kind,
            default=default,
            required=option.default is MISSING,
            help=f"{option.metadata['help']} (default: {default})",
        )
    given = vars(parser.parse_args(arguments))
    stage = str(given.pop("stage"))
    return stage, Settings(**given)


def _help_of(name: str) -> str:
    return next(str(option.metadata["help"]) for option in fields(Settings) if option.name == name)
