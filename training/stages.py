"""The stages of making a model, in order. Each reads what the ones before it left in the work folder."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch

from training import sources
from training.corpus import make_corpus
from training.drawn import draw_pictures
from training.export import export_model, size_bytes
from training.image import ImageOptions, ImageTraining, Progress, read_tower
from training.losses import Targets, make_targets
from training.measure import choose_scale, measure, see, thin
from training.pool import Part, make_banks, make_facts, read_parts
from training.rows import TABLE, Row, read_rows
from training.settings import Settings
from training.shards import pack, read_packed_rows
from training.space import make_goals, read_sentence_teacher
from training.teachers import Teachers, imagenet_names, read_teachers
from training.text import TextOptions, train_text
from training.text_tower import Reader, make_text_tower, read_reader, reader_of, train_tokenizer, write_reader
from training.towers import ImageTower, read_start
from training.twins import find_twins
from training.wordnet import WordNet, read_wordnet
from training.words import Words, make_words, name_vectors

Report = Callable[[str], None]
MAX_BACKGROUNDS = 2000

DRAWN, SHARDS, EXCLUDED, TEXT, IMAGE, MODEL = "drawn", "shards", "excluded.json", "text", "image.pt", "model"
"""What the stages leave in the work folder."""


def collect(settings: Settings, report: Report) -> None:
    """Write the table of all pictures in the checkouts."""
    rows = sources.collect(settings.need("checkouts"), _wordnet(settings), captions=settings.captions)
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
        _wordnet(settings),
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
    """Train the image tower."""
    parts = _parts(settings, is_validation=False)
    words, targets, names = _targets(settings, parts)
    facts = [make_facts(part.rows, words, names, settings.device) for part in parts]
    torch.manual_seed(settings.seed)
    started = read_start(settings.start).image_tower() if settings.start else None
    tower = (started or ImageTower(settings.tower, settings.px)).to(settings.device)
    training = ImageTraining(
        tower,
        parts,
        facts,
        targets=targets,
        options=ImageOptions(
            crops=settings.crops,
            minutes=settings.minutes,
            batch=settings.batch,
            rate=settings.rate,
            device=settings.device,
            keeps_statistics=settings.start is not None,
            teacher_share=settings.teacher_share,
            seed=settings.seed,
        ),
        checkpoint=settings.work / IMAGE,
        teachers=_teachers(settings),
    )
    training.run(_tell(report, every=50))


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


def evaluate(settings: Settings, report: Report) -> None:
    """Say how good the image tower is on the validation pictures."""
    for name, figure in measure_work(settings).items():
        report(f"{name:60} {100 * figure:5.1f} %")


def export(settings: Settings, report: Report) -> None:
    """Write the model, with the logit scale that makes probabilities true on the validation pictures."""
    tower, reader = read_tower(settings.work / IMAGE), read_reader(settings.work / TEXT)
    scale = choose_scale(see(tower, _parts(settings, is_validation=True)), reader.encode)
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
    tower, reader = read_tower(settings.work / IMAGE), read_reader(settings.work / TEXT)
    parts = _parts(settings, is_validation=True)
    words = _words(reader, [row for part in parts for row in part.rows], nouns=())
    seen = see(tower, parts)
    return measure(seen, words, reader.encode, scale=choose_scale(seen, reader.encode))


def _parts(settings: Settings, *, is_validation: bool) -> list[Part]:
    excluded = frozenset(json.loads((settings.work / EXCLUDED).read_text("utf-8")))
    device = "cpu" if is_validation else settings.device
    parts = read_parts(settings.work / SHARDS, device=device, is_validation=is_validation, excluded=excluded)
    return thin(parts) if is_validation else parts


def _targets(settings: Settings, parts: Sequence[Part]) -> tuple[Words, Targets, list[str]]:
    """The words to learn, what the losses compare with, and the names of the sources."""
    rows = [row for part in parts for row in part.rows]
    names = sorted({row.source for row in rows})
    nouns = _wordnet(settings).visible_words()
    words = _words(read_reader(settings.work / TEXT), rows, nouns=nouns).to(settings.device)
    return words, make_targets(words, make_banks(rows, words, names, settings.device)), names


def _words(reader: Reader, rows: Sequence[Row], *, nouns: Sequence[str]) -> Words:
    return make_words(
        reader.encode,
        labels=[row.label for row in rows],
        captions=[caption for row in rows for caption in row.captions],
        nouns=nouns or ["thing"],
    )


def _teachers(settings: Settings) -> Teachers | None:
    if settings.teachers is None or not settings.teacher_share:
        return None
    encode = read_reader(settings.work / TEXT).encode
    names = name_vectors(encode, imagenet_names(_wordnet(settings)))
    return read_teachers(settings.teachers, names, device=settings.device)


def _wordnet(settings: Settings) -> WordNet:
    return read_wordnet(settings.need("wordnet"))


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
