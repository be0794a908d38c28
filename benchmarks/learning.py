"""What corrections are worth: accuracy by their number, suggestions, and whether promises are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.figures import FigureGroup, Settings, bootstrap, sample, share
from benchmarks.known_labels import read_known
from benchmarks.learners import LEARNERS, Problem, add_weighted, mean_recall, unproven_weights
from benchmarks.options import BenchmarkOptions
from snapsort.decide import Probabilities, softmax, zero_shot_logits
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels, embed_photos
from snapsort.labels import load_labels
from snapsort.learning import choose_thresholds, group_near_duplicates, suggest
from snapsort.learning.examples import Examples
from snapsort.learning.head import Bools, Ints
from snapsort.learning.solve import Doubles
from snapsort.models import load_encoder
from snapsort.photos import MAX_PIXELS, ScanOptions, scan

COUNTS = (0, 1, 2, 5, 10, 20, 50)
REPEATS = 20
SPLITS = 200
ASKING_REPEATS = 60
"""With 20, the interval of what suggestions save is twice as wide."""

ASKED_AT_ONCE = 12
QUESTIONS = 144


@dataclass(frozen=True, slots=True, eq=False)
class KnownSet:
    """A label set, its labeled pictures as vectors, and which labels are negative."""

    examples: Examples
    is_negative: Bools
    scale: float


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """For each label set: accuracy by the number of corrections, what suggestions save, kept promises."""
    source = options.find_model()
    model = LazyEncoder(f"{source.key} float32", lambda: load_encoder(source, precision="float32"))
    for name in ("default", "everyday"):
        known = embed_known(options, name, model)
        settings = (("model", f"{source.id}@{source.revision}"), ("labels", name), ("precision", "float32"))
        for count in COUNTS:
            yield measure_count(known, count, settings=(*settings, ("corrections per label", str(count))))
        if name == "everyday":  # of three labels little is left to ask
            yield measure_suggestions(known, settings=settings)
        for max_error in (0.02, 0.05):
            yield measure_promise(known, max_error, settings=settings)


def embed_known(options: BenchmarkOptions, name: str, model: LazyEncoder) -> KnownSet:
    """The pictures of one label set through the package's own way, near-duplicates as groups."""
    root = options.need_pictures()
    labels = load_labels(name)
    label_of = {picture.path: picture.label for picture in read_known(root, name)}
    photos = [photo for photo in scan(root, ScanOptions()).photos if photo.path in label_of]
    with Cache(None) as cache:
        embedding = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=2)
        done = embed_photos(photos, model=model, cache=cache, options=embedding, on_progress=lambda _: None)
        prompts = embed_labels(labels, model=model, cache=cache)
    vectors = done.photos.vectors
    names = [label.name for label in labels.labels]
    weights = np.array([label.weight for label in labels.labels], np.float32)
    examples = Examples(
        vectors,
        zero_shot_logits(vectors, prompts.vectors, scale=prompts.scale, weights=weights),
        np.array([names.index(label_of[photo.photo.path]) for photo in done.photos.photos]),
        group_near_duplicates(vectors, min_similarity=0.98),
    )
    return KnownSet(examples, np.array([label.is_negative for label in labels.labels]), prompts.scale)


def measure_count(known: KnownSet, count: int, *, settings: Settings) -> FigureGroup:
    """Each learner's accuracy on pictures it has not seen, after `count` corrections a label."""
    found: dict[str, list[float]] = {}
    for seed in range(REPEATS):
        problem = draw_problem(known, count, seed=seed)
        for name, learner in LEARNERS.items():
            if count or name == "zero-shot":
                found.setdefault(name, []).append(mean_recall(learner(problem), problem.new.targets))
    figures = tuple(sample(name, values, unit="") for name, values in found.items())
    return FigureGroup("accuracy by corrections", settings, len(known.examples), 0, figures)


def draw_problem(known: KnownSet, count: int, *, seed: int) -> Problem:
    """`count` pictures a label, at most half of all, each of another group; all other groups are new."""
    examples, generator = known.examples, np.random.default_rng(seed)
    order = generator.permutation(len(examples))
    _, firsts = np.unique(examples.groups[order], return_index=True)
    alone = order[np.sort(firsts)]  # one picture a group, in random order
    chosen: list[int] = []
    for label in np.flatnonzero(examples.counts).tolist():
        own = alone[examples.targets[alone] == label]
        chosen += own[: min(count, len(own) // 2)].tolist()
    taken = np.isin(examples.groups, examples.groups[chosen])
    return Problem(examples.take(np.array(chosen, dtype=np.int64)), examples.take(~taken), known.scale)


def measure_suggestions(known: KnownSet, *, settings: Settings) -> FigureGroup:
    """How many corrections suggestions need for what random ones reach, as a share of the random ones."""
    halves = [draw_problem(known, len(known.examples), seed=seed) for seed in range(ASKING_REPEATS)]
    random, suggested = (
        np.array([learn_asking(half, is_random=is_random, seed=seed) for seed, half in enumerate(halves)])
        for is_random in (True, False)
    )
    needed = bootstrap(
        "questions needed, of random ones",
        lambda draws: share_needed(random[draws], suggested[draws]),
        n=len(halves),
    )
    figures = (
        sample(f"accuracy after {QUESTIONS} random questions", random[:, -1].tolist(), unit=""),
        sample(f"accuracy after {QUESTIONS} suggested ones", suggested[:, -1].tolist(), unit=""),
        needed,
    )
    return FigureGroup("suggestions", settings, len(known.examples), 0, figures)


def share_needed(random: Doubles, suggested: Doubles) -> float:
    """Where the mean of the suggested curves first reaches the end of the random ones' mean, of its length.

    Between what was measured lie straight lines; infinite where it is never reached.

    Args:
        random, suggested: (r, q + 1) accuracies after 0 .. q times the same number of questions.
    """
    curve, goal = suggested.mean(axis=0), random.mean(axis=0)[-1]
    enough = np.flatnonzero(curve >= goal)
    if not len(enough):
        return float("inf")
    first = int(enough[0])
    steps = first - (curve[first] - goal) / (curve[first] - curve[first - 1]) if first else 0.0
    return float(steps / (len(curve) - 1))


def learn_asking(half: Problem, *, is_random: bool, seed: int) -> list[float]:
    """Accuracy on the new pictures after each dozen questions about the known ones."""
    pool, generator = half.known, np.random.default_rng(seed)
    asked = np.zeros(0, np.int64)
    curve = [mean_recall(half.new.logits, half.new.targets)]
    logits = pool.logits
    while len(asked) < QUESTIONS:
        if is_random:
            fresh = generator.permutation(np.setdiff1d(np.arange(len(pool)), asked))[:ASKED_AT_ONCE]
        else:
            fresh = suggest(pool.vectors, softmax(logits), n=ASKED_AT_ONCE, known=asked)
        asked = np.concatenate([asked, fresh])
        weights = unproven_weights(pool.take(asked))
        logits = add_weighted(pool, weights)
        curve.append(mean_recall(add_weighted(half.new, weights), half.new.targets))
    return curve


def measure_promise(known: KnownSet, max_error: float, *, settings: Settings) -> FigureGroup:
    """How often the error among the moved exceeds what was promised, over random halves."""
    probabilities, targets = softmax(known.examples.logits), known.examples.targets
    broken, moved = [], []
    for seed in range(SPLITS):
        is_known = np.random.default_rng(seed).random(len(targets)) < 0.5
        choice = choose_thresholds(
            probabilities[is_known], targets[is_known], known.is_negative, max_error=max_error
        )
        limits = np.array([label.move_from for label in choice.labels])
        errors = errors_of_moved(probabilities[~is_known], targets[~is_known], limits)
        broken.append(len(errors) > 0 and errors.mean() > max_error)
        moved.append(len(errors) / max(int((~is_known).sum()), 1))
    figures = (share("promise broken", sum(broken), SPLITS), sample("moved", moved, unit=""))
    return FigureGroup(f"promise of {max_error:.0%} error", settings, len(targets), 0, figures)


def errors_of_moved(probabilities: Probabilities, targets: Ints, limits: Doubles) -> Bools:
    """Of each picture that is moved, whether it is moved wrongly."""
    winners = probabilities.argmax(axis=1)
    is_moved = probabilities.max(axis=1) >= limits[winners]
    return np.asarray((winners != targets)[is_moved])
