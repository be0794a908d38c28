"""The whole chain in miniature: drawn pictures, three made-up classes, towers that fit in a thumbnail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
import torch
from PIL import Image, ImageDraw
from torch import Tensor
from transformers import AutoModel, AutoProcessor, BertConfig, BertModel

from training.corpus import make_corpus
from training.image import read_tower
from training.phrases import FORMS
from training.rows import Row, read_rows, write_rows
from training.run import run_stage
from training.settings import Settings
from training.stages import measure_work
from training.text_tower import train_tokenizer
from training.towers import read_start
from training.wordnet import read_wordnet

COLORS = {"tomato": (210, 40, 30), "pond": (40, 70, 200), "frog": (40, 170, 50)}
KINDS = {"tomato": "food", "pond": "landscape", "frog": "animal"}
SOURCE = "made/shapes"
EACH = 60


@dataclass(frozen=True)
class Chain:
    """A work folder in which all stages have run, and what they said."""

    settings: Settings
    said: tuple[str, ...]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    root = tmp_path_factory.mktemp("chain")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    settings = Settings(
        work=root / "work",
        checkouts=make_checkouts(root / "checkouts"),
        evaluation=make_evaluation(root / "evaluation", root / "checkouts"),
        wordnet=make_wordnet(root / "wordnet"),
        sentences=make_sentence_encoder(root / "sentences"),
        threads=1,
        drawn=42,
        shard_px=40,
        px=32,
        tower="tiny",
        crops=32 * 120,
        batch=32,
        rate=1e-2,
        phrases=128 * 150,
        phrase_batch=128,
        phrase_rate=3e-3,
        composed=20,
        vocabulary=600,
        text_layers=1,
        text_width=64,
    )
    settings.work.mkdir()
    said: list[str] = []
    for stage in ("draw", "pack", "exclude", "text", "image", "evaluate", "export"):
        run_stage(stage, settings, said.append)
    yield Chain(settings, tuple(said))
    torch.set_num_threads(threads)


def test_the_trained_towers_name_unseen_pictures_far_better_than_chance(chain: Chain) -> None:
    figures = measure_work(chain.settings)

    assert figures[f"labels: {SOURCE}"] > 0.75  # one in three by chance
    assert figures[f"neighbors: {SOURCE}"] > 0.75


def test_the_model_loads_with_transformers_alone_and_agrees_with_the_tower(chain: Chain) -> None:
    load: Callable[..., torch.nn.Module] = AutoModel.from_pretrained
    load_processor: Callable[..., Callable[..., Mapping[str, Tensor]]] = AutoProcessor.from_pretrained
    folder = chain.settings.work / "model"
    model, processor = load(folder, dtype=torch.float32).eval(), load_processor(folder)
    picture = Image.new("RGB", (50, 50), COLORS["frog"])

    inputs = processor(images=picture, text=["a frog", "a pond"], return_tensors="pt", padding=True)
    with torch.inference_mode():
        seen = model(**inputs)
        expected = read_tower(chain.settings.work / "image.pt")(inputs["pixel_values"])

    likeness = torch.nn.functional.cosine_similarity(seen.image_embeds, expected)
    assert float(likeness) == pytest.approx(1, abs=1e-3)
    assert seen.logits_per_image.shape == (1, 2)


def test_what_resembles_a_picture_to_be_measured_with_is_left_out(chain: Chain) -> None:
    excluded = (chain.settings.work / "excluded.json").read_text("utf-8")

    assert f"{SOURCE.replace('/', '+')}/tomato-0.png" in excluded
    assert "frog-1.png" not in excluded


def test_a_stopped_training_goes_on_where_it_was(chain: Chain, tmp_path: Path) -> None:
    for name in ("shards", "text", "excluded.json"):
        (tmp_path / name).symlink_to(chain.settings.work / name)
    short = replace(chain.settings, work=tmp_path, crops=32 * 12)
    said: list[str] = []

    run_stage("image", replace(short, pause=1e-9), said.append)
    before = read_state(tmp_path)
    run_stage("image", short, said.append)
    after = read_state(tmp_path)

    assert before["seen"] == 32  # it looks at the clock after each step
    assert after["seen"] == 32 * 12


def test_a_tower_trained_further_keeps_the_stages_that_are_held(chain: Chain, tmp_path: Path) -> None:
    for name in ("shards", "text", "excluded.json"):
        (tmp_path / name).symlink_to(chain.settings.work / name)
    start = chain.settings.work / "model"
    further = replace(chain.settings, work=tmp_path, start=start, held=2, crops=32 * 10, rate=1e-3)
    said: list[str] = []

    run_stage("image", further, said.append)

    tower = read_tower(tmp_path / "training.pt").vision.state_dict()
    before = read_start(start).image_tower().vision.state_dict()
    changed = {name.split(".")[2] for name, value in tower.items() if not torch.equal(value, before[name])}
    assert changed == {"2", "3"}  # of encoder.stages
    assert [line[:4] for line in said if "of the change" in line] == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    assert measure_work(further)[f"labels: {SOURCE}"] > 0.75


def test_a_projection_trained_alone_leaves_the_tower_as_it_was(chain: Chain, tmp_path: Path) -> None:
    for name in ("shards", "text", "excluded.json"):
        (tmp_path / name).symlink_to(chain.settings.work / name)
    start = chain.settings.work / "model"
    further = replace(chain.settings, work=tmp_path, start=start, views=512, crops=512 * 20)

    run_stage("image", further, lambda line: None)

    tower = read_tower(tmp_path / "image.pt").vision.state_dict()
    before = read_start(start).image_tower().vision.state_dict()
    assert all(torch.equal(value, before[name]) for name, value in tower.items())
    assert measure_work(further)[f"labels: {SOURCE}"] > 0.75


def test_the_tables_of_pictures_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [
        Row("a/b.jpg", "x/y", "photo", "animal", "frog", ("a frog on a leaf", "green")),
        Row("c.png", "x/y", "meme", "", ""),
    ]

    write_rows(tmp_path, rows)

    assert read_rows(tmp_path) == rows


def read_state(folder: Path) -> dict[str, int]:
    state: dict[str, int] = torch.load(folder / "training.pt", weights_only=True)
    return state


def make_checkouts(folder: Path) -> Path:
    """Spots of a color on a ground of noise, named by the color."""
    own = folder / SOURCE.replace("/", "+")
    own.mkdir(parents=True)
    rng, rows = Random(0), []
    for name, color in COLORS.items():
        for number in range(EACH):
            noise = Image.frombytes("RGB", (12, 12), rng.randbytes(3 * 12 * 12))
            picture = noise.resize((48, 48), Image.Resampling.BILINEAR)
            x, y = rng.randrange(24), rng.randrange(24)
            ImageDraw.Draw(picture).ellipse((x, y, x + 24, y + 24), fill=color)
            picture.save(own / f"{name}-{number}.png")
            file = f"{own.name}/{name}-{number}.png"
            rows.append(Row(file, SOURCE, "photo", KINDS[name], name, (f"a {name} in the noise",)))
    write_rows(folder, rows)
    return folder


def make_evaluation(folder: Path, checkouts: Path) -> Path:
    """One of the training pictures, enlarged and recompressed."""
    folder.mkdir()
    with Image.open(checkouts / SOURCE.replace("/", "+") / "tomato-0.png") as picture:
        picture.resize((200, 200)).save(folder / "holiday.jpg", quality=80)
    return folder


def make_wordnet(folder: Path) -> Path:
    """A dozen nouns in WordNet's form."""
    folder.mkdir()
    names = [*COLORS, "lamp", "chair", "river", "dog", "bread", "house", "shirt", "tree", "face"]
    lines = [f"{n:08} 06 n 01 {name} 0 000 | something called {name}" for n, name in enumerate(names)]
    (folder / "data.noun").write_text("\n".join(lines) + "\n", "latin-1")
    counts = [f"{name}%1:06:00:: 1 5" for name in names]
    (folder / "cntlist.rev").write_text("\n".join(counts) + "\n", "latin-1")
    return folder


def make_sentence_encoder(folder: Path) -> Path:
    """A sentence encoder that has learned nothing: phrases that share words are near each other."""
    torch.manual_seed(0)
    phrases = [phrase for group in FORMS.values() for phrase in group]
    corpus = make_corpus(
        read_wordnet(folder.parent / "wordnet"), labels=COLORS, captions=(), composed=50, seed=0
    )
    tokenizer = train_tokenizer([*phrases, *corpus.nouns * 3, *corpus.phrases], size=800)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        num_hidden_layers=0,
        num_attention_heads=1,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=1.0,
    )
    save: Callable[..., object] = BertModel(config).save_pretrained
    save(folder)
    save = tokenizer.save_pretrained
    save(folder)
    return folder
