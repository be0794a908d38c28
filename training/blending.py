"""How much of a training is kept: a tower between the one it started from and the one it came to."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

import torch

from training.measure import Seen, mean_recalls, see
from training.pool import Part
from training.rows import HELD_OUT
from training.towers import ImageTower
from training.words import Encode

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the change, to choose from."""


def blend(start: ImageTower, trained: ImageTower, share: float) -> ImageTower:
    """A tower between the two, `share` of the way to the trained one (Wortsman et al. 2022, WiSE-FT)."""
    mixed = copy.deepcopy(start)
    with torch.no_grad():
        for name, value in mixed.state_dict().items():
            if value.dtype.is_floating_point:
                value.lerp_(trained.state_dict()[name], share)
    return mixed.train(False)


def choose_blend(
    start: ImageTower,
    trained: ImageTower,
    validation: Sequence[Part],
    encode: Encode,
    *,
    report: Callable[[str], None],
) -> ImageTower:
    """The blend that sorts the validation pictures best; sources that nothing was learned from count half."""
    blends = {share: blend(start, trained, share) for share in SHARES}
    worth = {share: _worth(see(tower, validation), encode) for share, tower in blends.items()}
    for share, value in worth.items():
        report(f"{share:.2f} of the change: {100 * value:.1f} %")
    return blends[max(worth, key=lambda share: worth[share])]


def _worth(seen: Seen, encode: Encode) -> float:
    is_unseen = [row.source in HELD_OUT for row in seen.rows]
    parts = [seen.take([i for i, own in enumerate(is_unseen) if own == wanted]) for wanted in (True, False)]
    worth = [mean_recalls(part, encode) for part in parts if part.rows]
    return sum(worth) / len(worth)
