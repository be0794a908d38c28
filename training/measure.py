"""How good a tower is on the validation pictures: what every choice is made by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional as F

from training.crops import normalize, whole
from training.pool import Part
from training.rows import Row
from training.towers import ImageTower
from training.words import Encode, Words

DEFAULT_WORDS = {
    "screenshot": "a screenshot of a software interface or a screen capture from phone",
    "receipt": "a photo of an invoice or a receipt",
    "photo": "a photo of a real-world scene, an object, a person, or any image not fitting the description "
    "of a screenshot, receipt, or invoice",
}
FOLDER_WORDS = {
    "screenshot": "a captured phone or computer screen",
    "receipt": "shop receipts and invoices",
    "document": "scanned pages, letters and forms",
    "chart": "a plot or a chart",
    "meme": "a funny captioned picture",
    "food": "a photo of something to eat",
    "animal": "a photo of an animal",
    "person": "a photo of one or more people",
    "landscape": "a photo of a landscape",
    "city": "a photo of buildings in a town",
    "vehicle": "a photo of a vehicle",
}
"""One wording of the everyday folders, none of those that the finished model is measured with."""
SCALES = tuple(float(scale) for scale in range(6, 61))
"""Logit scales to choose from."""
A_SOURCE = 250
"""At most so many pictures of a source and form count, so that a large source does not outweigh the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Unit vectors of pictures, (n, d), and their rows."""

    vectors: Tensor
    rows: tuple[Row, ...]

    def take(self, places: Sequence[int]) -> Seen:
        """Some of them."""
        return Seen(self.vectors[list(places)], tuple(self.rows[place] for place in places))


def thin(parts: Sequence[Part]) -> list[Part]:
    """At most A_SOURCE pictures of each source and form, a random choice that is always the same."""
    counts: Counter[tuple[str, str]] = Counter()
    thinned = []
    for part in parts:
        chosen = []
        for place in Random(0).sample(range(len(part.rows)), len(part.rows)):
            row = part.rows[place]
            counts[row.source, row.form] += 1
            if counts[row.source, row.form] <= A_SOURCE:
                chosen.append(place)
        if chosen:
            thinned.append(Part(part.pixels[chosen], tuple(part.rows[place] for place in chosen)))
    return thinned


@torch.inference_mode()
def see(tower: ImageTower, parts: Sequence[Part], *, batch: int = 64) -> Seen:
    """The vectors of whole pictures."""
    tower.eval()
    vectors = [
        tower(normalize(whole(part.pixels[begin : begin + batch], tower.px)))
        for part in parts
        for begin in range(0, len(part.rows), batch)
    ]
    rows = tuple(row for part in parts for row in part.rows)
    return Seen(F.normalize(torch.cat(vectors).float(), dim=1).cpu(), rows)


def measure(seen: Seen, words: Words, encode: Encode, *, scale: float) -> dict[str, float]:
    """Shares in [0, 1] by name.

    Mean recall over the default labels and the everyday folders, with calibration errors at a logit scale;
    for each source accuracy over its labels, and how many nearest neighbors have the same label.
    """
    found = {}
    for name, words_of in (("default", DEFAULT_WORDS), ("folders", FOLDER_WORDS)):
        targets, places = _targets(seen.rows, list(words_of))
        if len(places):
            logits = scale * seen.vectors[places] @ encode(list(words_of.values())).T
            found[name] = mean_recall(logits, targets)
            found[f"{name}: calibration error"] = calibration_error(logits, targets)
            for place, recall in recalls(logits, targets).items():
                found[f"{name}: {list(words_of)[place]}"] = recall
    found |= _label_accuracies(seen, words)
    return found


def mean_recalls(seen: Seen, encode: Encode) -> float:
    """What choices go by: mean recall over the default labels and over the everyday folders, averaged."""
    found = []
    for words in (DEFAULT_WORDS, FOLDER_WORDS):
        targets, places = _targets(seen.rows, list(words))
        if len(places):
            found.append(mean_recall(seen.vectors[places] @ encode(list(words.values())).T, targets))
    return sum(found) / max(1, len(found))


def choose_scale(seen: Seen, encode: Encode) -> float:
    """The logit scale of the least calibration error over the default labels and the everyday folders."""
    sets = []
    for words in (DEFAULT_WORDS, FOLDER_WORDS):
        targets, places = _targets(seen.rows, list(words))
        if len(places):
            sets.append((seen.vectors[places] @ encode(list(words.values())).T, targets))
    if not sets:
        return SCALES[0]
    errors = {
        scale: sum(calibration_error(scale * cosines, own) for cosines, own in sets) for scale in SCALES
    }
    return min(errors, key=lambda scale: errors[scale])


def _targets(rows: Sequence[Row], names: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Where each picture belongs, and which pictures belong anywhere."""
    has_kinds = len(names) > len(DEFAULT_WORDS)
    called = [row.kind if row.form == "photo" and has_kinds else row.form for row in rows]
    places = [place for place, name in enumerate(called) if name in names]
    return torch.tensor([names.index(called[place]) for place in places]), torch.tensor(places)


def _label_accuracies(seen: Seen, words: Words) -> dict[str, float]:
    """For each source with labels, how often the right one wins, and is the nearest neighbor's."""
    found = {}
    numbers = {name: place for place, name in enumerate(words.label_names)}
    for source in sorted({row.source for row in seen.rows if row.label}):
        places = [i for i, row in enumerate(seen.rows) if row.source == source and row.label in numbers]
        names = sorted({seen.rows[place].label for place in places})
        if len(names) < 2 or len(places) < 2:
            continue
        targets = torch.tensor([names.index(seen.rows[place].label) for place in places])
        vectors = seen.vectors[places]
        logits = vectors @ words.labels[[numbers[name] for name in names]].T
        likeness = (vectors @ vectors.T).fill_diagonal_(-1)
        found[f"labels: {source}"] = float((logits.argmax(1) == targets).float().mean())
        found[f"neighbors: {source}"] = float((targets[likeness.argmax(1)] == targets).float().mean())
    return found


def recalls(logits: Tensor, targets: Tensor) -> dict[int, float]:
    """For each class that occurs, the share of its pictures that are called by it."""
    hits = (logits.argmax(1) == targets).float()
    return {int(own): float(hits[targets == own].mean()) for own in set(targets.tolist())}


def mean_recall(logits: Tensor, targets: Tensor) -> float:
    """The mean over the classes that occur."""
    each = recalls(logits, targets)
    return sum(each.values()) / len(each)


def calibration_error(logits: Tensor, targets: Tensor, *, bins: int = 10) -> float:
    """Expected calibration error: the winner's probability against its accuracy (Guo et al. 2017)."""
    probability, winner = F.softmax(logits, dim=1).max(1)
    hits = (winner == targets).float()
    place = (probability * bins).long().clamp(max=bins - 1)
    gaps = [
        (place == number).float().mean()
        * (probability[place == number].mean() - hits[place == number].mean()).abs()
        for number in set(place.tolist())
    ]
    return float(sum(gaps, torch.tensor(0.0)))
