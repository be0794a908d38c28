"""The stages of making a model, in order. Each reads what the ones before it left in the work folder."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch

from training import sources
from training.blending import choose_blend
from training.corpus import make_corpus
from training.drawn import draw_pictures
from training.export import export_model, size_bytes
from training.image import ImageOptions, ImageTraining, Progress, read_tower, write_tower
from training.measure import choose_scale, measure, see
from training.projection import BATCH, train_projection, write_features
from training.rows import TABLE, Row, read_rows
from training.settings import Settings
from training.shards import pack, read_packed_rows
from training.space import make_goals, read_sentence_teacher
from training.text import TextOptions, train_text
from training.text_tower import Reader, make_text_tower, reader_of, train_tokenizer, write_reader
from training.towers import ImageTower, read_start
from training.twins import find_twins
from training.work import (
    DRAWN,
    EXCLUDED,
    FEATURES,
    IMAGE,
    MODEL,
    SHARDS,
    TEXT,
    TRAINING,
    Material,
    find_reader,
    find_teachers,
    find_wordnet,
    read_material,
    read_pictures,
    words_for,
)

Report = Callable[[str], None]
MAX_BACKGROUNDS = 2000


def collect(settings: Settings, report: Report) -> None:
    """Write the table of all pictures in the checkouts."""
    rows = sources.collect(settings.need("checkouts"), find_wordnet(settings), captions=settings.captions)
    report(f"{len(rows)} pictures of {len({row.source for row in rows})} sources")


def draw(settings: Settings, report: Report) -> None:
    """Draw screens, papers, charts and memes, with photographs of the checkouts in some of them."""
    rows = draw_pictures(
        settings.work / DRAWN,
        count=settings.drawn,
        photos=_backgrounds(settings),
        seed=settings.seed,
        workers=settings.threads,
        on_progress=_every(200, report, "drawn"),
    )
    report(f"{len(rows)} pictures are drawn")


def pack_pictures(settings: Settings, report: Report) -> None:
    """Pack all pictures into shards."""
    folders = [folder for folder in (settings.checkouts, settings.work / DRAWN) if folder]
    tables = [(folder, read_rows(folder)) for folder in folders if (folder / TABLE).is_file()]
    if settings.labeled:
        tables.append((settings.labeled, sources.read_labeled(settings.labeled)))
    tables = [(folder, _choose(rows, settings)) for folder, rows in tables]
    count = pack(
        tables,
        settings.work / SHARDS,
        px=settings.shard_px,
        quality=settings.quality,
        workers=settings.threads,
        on_progress=_every(2000, report, "packed"),
    )
    report(f"{count} of {sum(len(rows) for _, rows in tables)} pictures are packed")


def exclude(settings: Settings, report: Report) -> None:
    """Find the packed pictures that resemble one of the evaluation folder."""
    twins: Sequence[str] = ()
    if settings.evaluation:
        trained = settings.start or settings.words
        tower = read_start(trained).image_tower() if trained else None
        shards = settings.work / SHARDS
        twins = find_twins(shards, settings.evaluation, tower, on_progress=_every(1, report, "compared"))
    (settings.work / EXCLUDED).write_text(json.dumps(twins), "utf-8")
    report(f"{len(twins)} pictures are left out of the training")


def train_words(settings: Settings, report: Report) -> None:
    """Train the text tower, or take that of the model to start from."""
    folder = settings.work / TEXT
    if settings.words:
        write_reader(folder, reader_of(read_start(settings.words)))
        return
    rows = read_packed_rows(settings.work / SHARDS)
    corpus = make_corpus(
        find_wordnet(settings),
        labels=[row.label for row in rows],
        captions=[caption for row in rows for caption in row.captions],
        composed=settings.composed,
        seed=settings.seed,
    )
    goals = make_goals(corpus, read_sentence_teacher(settings.need("sentences"), device=settings.device))
    phrases = (*corpus.nouns, *corpus.nouns, *corpus.phrases, *30 * goals.named)
    tokenizer = train_tokenizer(phrases, size=settings.vocabulary)
    torch.manual_seed(settings.seed)
    tower = make_text_tower(len(tokenizer), layers=settings.text_layers, width=settings.text_width)
    reader = Reader(tower, tokenizer)
    train_text(
        reader,
        corpus,
        goals,
        options=TextOptions(
            phrases=settings.phrases,
            batch=settings.phrase_batch,
            rate=settings.phrase_rate,
            device=settings.device,
            seed=settings.seed,
        ),
        checkpoint=settings.work / "text.pt",
        on_progress=_every(100_000, report, "phrases read"),
    )
    write_reader(folder, Reader(tower.cpu(), tokenizer))


def train_pictures(settings: Settings, report: Report) -> None:
    """Train the image tower, or its projection alone; of a start, validation says how much is changed."""
    material = read_material(settings)
    if settings.views:
        adjust(settings, material, report)
        return
    torch.manual_seed(settings.seed)
    started = read_start(settings.start).image_tower() if settings.start else None
    tower = copy.deepcopy(started) if started else ImageTower(settings.tower, settings.px)
    tower.to(settings.device)
    tower.hold(settings.held)
    training = ImageTraining(
        tower,
        material.parts,
        material.facts,
        targets=material.targets,
        options=ImageOptions(
            crops=settings.crops,
            minutes=settings.minutes,
            pause_minutes=settings.pause,
            batch=settings.batch,
            rate=settings.rate,
            device=settings.device,
            keeps_statistics=settings.start is not None,
            teacher_share=settings.teacher_share,
            seed=settings.seed,
        ),
        checkpoint=settings.work / TRAINING,
        teachers=find_teachers(settings),
    )
    training.run(_tell(report, every=50))
    trained = read_tower(settings.work / TRAINING)
    if started and training.is_done:
        _keep(settings, started, trained, report)
    else:
        write_tower(settings.work / IMAGE, trained)


def adjust(settings: Settings, material: Material, report: Report) -> None:
    """Train the projection of the tower to start from."""
    start = read_start(settings.need("start")).image_tower()
    features = write_features(
        start,
        material.parts,
        material.facts,
        folder=settings.work / FEATURES,
        views=settings.views,
        seed=settings.seed,
        on_progress=_every(1, report, "views seen"),
    )
    trained = copy.deepcopy(start)
    steps = settings.crops // BATCH
    train_projection(trained, features, material.targets, steps=steps, rate=settings.rate, seed=settings.seed)
    _keep(settings, start, trained, report)


def evaluate(settings: Settings, report: Report) -> None:
    """Say how good the image tower is on the validation pictures."""
    for name, figure in measure_work(settings).items():
        report(f"{name:60} {100 * figure:5.1f} %")


def export(settings: Settings, report: Report) -> None:
    """Write the model, with the logit scale that makes probabilities true on the validation pictures."""
    tower, reader = read_tower(settings.work / IMAGE), find_reader(settings)
    scale = choose_scale(see(tower, read_pictures(settings, is_validation=True)), reader.encode)
    revision = export_model(settings.work / MODEL, tower, reader, scale=scale)
    size = size_bytes(settings.work / MODEL) / 1e6
    report(f"revision {revision}, {size:.1f} MB, logit scale {scale:.1f}: {settings.work / MODEL}")


STAGES: Mapping[str, Callable[[Settings, Report], None]] = {
    "collect": collect,
    "draw": draw,
    "pack": pack_pictures,
    "exclude": exclude,
    "text": train_words,
    "image": train_pictures,
    "evaluate": evaluate,
    "export": export,
}
"""All stages by name, in their order."""


def measure_work(settings: Settings) -> dict[str, float]:
    """The figures of `training.measure` for the work folder's image tower."""
    tower, reader = read_tower(settings.work / IMAGE), find_reader(settings)
    parts = read_pictures(settings, is_validation=True)
    words = words_for([row for part in parts for row in part.rows], reader)
    seen = see(tower, parts)
    return measure(seen, words, reader.encode, scale=choose_scale(seen, reader.encode))


def _keep(settings: Settings, start: ImageTower, trained: ImageTower, report: Report) -> None:
    """Keep the tower, between the start and what was trained, that validation prefers."""
    validation, reader = read_pictures(settings, is_validation=True), find_reader(settings)
    chosen = choose_blend(start, trained, validation, reader.encode, report=report)
    write_tower(settings.work / IMAGE, chosen)


def _choose(rows: list[Row], settings: Settings) -> list[Row]:
    """The rows in random order, at most `most` of a source."""
    random.Random(settings.seed).shuffle(rows)
    counts: Counter[str] = Counter()
    chosen = []
    for row in rows:
        counts[row.source] += 1
        if counts[row.source] <= settings.most:
            chosen.append(row)
    return chosen


def _backgrounds(settings: Settings) -> list[Path]:
    """Photographs that are not for validation, a random choice."""
    folder = settings.checkouts
    if folder is None or not (folder / TABLE).is_file():
        return []
    photos = [
        row for row in read_rows(folder) if row.form == "photo" and row.captions and not row.is_validation
    ]
    photos = sorted(photos, key=lambda row: row.file)[:MAX_BACKGROUNDS]
    return [folder / row.file for row in photos]


def _every(step: int, report: Report, what: str) -> Callable[..., None]:
    """Tells a counter's state about every `step`."""
    told = 0

    def tell(count: int, *_: float) -> None:
        nonlocal told
        if count - told >= step:
            told = count
            report(f"{count} {what}")

    return tell


def _tell(report: Report, *, every: int) -> Callable[[Progress], None]:
    """Tells a training's progress about every so many steps."""
    steps = 0

    def tell(progress: Progress) -> None:
        nonlocal steps
        steps += 1
        if steps % every == 0 or progress.seen >= progress.of:
            losses = "  ".join(f"{name} {loss:.3f}" for name, loss in sorted(progress.losses.items()))
            rate = progress.seen / max(progress.spent_s, 1e-9)
            report(f"{progress.seen} of {progress.of} views, {rate:.0f} a second  {losses}")

    return tell
