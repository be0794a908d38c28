"""Which of several pictures of the same to keep: named rules, one after the other, until one is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Rule = Literal["resolution", "format", "metadata", "sharpness", "folder", "oldest"]
RULES: tuple[Rule, ...] = get_args(Rule)
"""In the order in which they are asked."""

Cause: TypeAlias = Rule | Literal["name", "protected"]
"""What decided: a rule; the name, when all rules are even; or that the user protects the folder."""

PIXELS_MARGIN = 0.97
"""Fewer pixels than this share of the most are fewer. Trimming an edge by a pixel or two is nothing."""

SHARPNESS_MARGIN = 0.85
BYTES_MARGIN = 0.8
TAGS_MARGIN = 3
"""So many tags fewer are poorer metadata; programs add one or two of their own in passing."""

SECONDS_MARGIN = 2.0
"""FAT keeps times to two seconds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules know of a picture.

    Attributes:
        size_bytes: of the picture's file alone.
        is_colored: whether it is more than shades of gray.
        format: in words, such as "camera JPEG"; `format_rank` is larger for a better one.
        companions: how many files go where it goes: sidecars, a video.
        tags: how many entries its metadata has.
        folder_rank: 0 for the folder that comes first.
        taken_s: capture time, seconds, None when unknown; `modified_s` is the file's.
    """

    path: Path
    width_px: int
    height_px: int
    size_bytes: int
    is_colored: bool
    format: str
    format_rank: int
    companions: int
    tags: int
    sharpness: float
    folder_rank: int
    taken_s: float | None
    modified_s: float
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a picture is kept, which rule decided that, and why in words."""

    keep: bool
    cause: Cause
    words: str

    @property
    def is_best(self) -> bool:
        """Whether the rules chose it; what is kept besides is protected."""
        return self.keep and self.cause != "protected"


def judge(members: Sequence[Facts], rules: Sequence[Rule] = RULES) -> tuple[Verdict, ...]:
    """A verdict for each member of a group, in order; exactly one is kept, and all that are protected.

    Each rule puts out those that are worse than the best of the rest by more than its margin. What is left
    after the last rule is settled by name: the shortest, then the first path. The order of the members does
    not matter.

    Raises:
        ValueError: there is no member.
    """
    if not members:
        raise ValueError("a group without members has nothing to keep")
    left = sorted(range(len(members)), key=lambda index: _name_key(members[index]))
    verdicts: dict[int, Verdict] = {}
    last: Cause = "name"
    for cause, trial in _trials(rules):
        best = trial.find_best([members[index] for index in left])
        if best is None:
            continue
        for index in [index for index in left if trial.is_worse(members[index], best)]:
            left.remove(index)
            verdicts[index] = Verdict(False, cause, trial.words(members[index], best))
            last = cause
    kept, *even = left
    for index in even:
        verdicts[index] = Verdict(False, "name", _name_words(members[index], members[kept]))
        last = "name"
    praise = _PRAISE.get(last) or _name_praise(members[kept], [members[index] for index in even])
    verdicts[kept] = Verdict(True, last, praise)
    return tuple(_protect(verdicts[index], facts) for index, facts in enumerate(members))


def _protect(verdict: Verdict, facts: Facts) -> Verdict:
    if verdict.keep or not facts.is_protected:
        return verdict
    return Verdict(True, "protected", f"protected, though {verdict.words}")


def _name_key(facts: Facts) -> tuple[int, tuple[str, ...]]:
    return len(facts.path.name), facts.path.parts


def _name_words(facts: Facts, kept: Facts) -> str:
    """Why the name puts out a picture that is as good as the one that is kept."""
    if facts.path.name == kept.path.name:
        return f"as good as the one in {kept.path.parent.name}/, which is first by path"
    is_longer = len(facts.path.name) > len(kept.path.name)
    return (
        f"as good as {kept.path.name}, {'whose name is shorter' if is_longer else 'which is first by path'}"
    )


def _name_praise(kept: Facts, even: Sequence[Facts]) -> str:
    is_shortest = all(len(facts.path.name) > len(kept.path.name) for facts in even)
    return f"as good as the others, and {'the shortest name' if is_shortest else 'first by path'}"


@dataclass(frozen=True, slots=True)
class _Trial:
    """One comparison. `value` is None for what cannot be compared; then nobody is put out."""

    value: Callable[[Facts], float | None]
    is_less: Callable[[float, float], bool]
    words: Callable[[Facts, Facts], str]

    def find_best(self, members: Sequence[Facts]) -> Facts | None:
        values = [self.value(facts) for facts in members]
        known = [value for value in values if value is not None]
        return members[known.index(max(known))] if known and len(known) == len(members) else None

    def is_worse(self, facts: Facts, best: Facts) -> bool:
        value, best_value = self.value(facts), self.value(best)
        return value is not None and best_value is not None and self.is_less(value, best_value)


_PRAISE: Mapping[Cause, str] = {
    "resolution": "most pixels",
    "format": "best format",
    "metadata": "most metadata",
    "sharpness": "sharpest",
    "folder": "its folder comes first",
    "oldest": "oldest",
    "protected": "protected",
}

_TRIALS: Mapping[Rule, tuple[_Trial, ...]] = {
    "resolution": (
        _Trial(
            value=lambda facts: facts.width_px * facts.height_px,
            is_less=lambda value, best: value < best * PIXELS_MARGIN,
            words=lambda facts, best: f"fewer pixels: {_size(facts)} against {_size(best)}",
        ),
    ),
    "format": (
        _Trial(
            value=lambda facts: facts.is_colored,
            is_less=lambda value, best: value < best,
            words=lambda _, best: f"without the colors of {best.path.name}",
        ),
        _Trial(
            value=lambda facts: facts.format_rank,
            is_less=lambda value, best: value < best,
            words=lambda facts, best: f"{facts.format} against {best.format}",
        ),
        _Trial(
            # Of two JPEGs of the same size in pixels the smaller file has lost more.
            value=lambda facts: facts.size_bytes if facts.format.endswith("JPEG") else None,
            is_less=lambda value, best: value < best * BYTES_MARGIN,
            words=lambda facts, best: (
                f"compressed more: {facts.size_bytes:,} bytes against {best.size_bytes:,}"
            ),
        ),
    ),
    "metadata": (
        _Trial(
            value=lambda facts: facts.companions,
            is_less=lambda value, best: value < best,
            words=lambda facts, best: f"fewer companions: {facts.companions} against {best.companions}",
        ),
        _Trial(
            value=lambda facts: facts.tags,
            is_less=lambda value, best: value <= best - TAGS_MARGIN,
            words=lambda facts, best: f"less metadata: {facts.tags} tags against {best.tags}",
        ),
    ),
    "sharpness": (
        _Trial(
            value=lambda facts: facts.sharpness,
            is_less=lambda value, best: value < best * SHARPNESS_MARGIN,
            words=lambda facts, best: f"less sharp: {facts.sharpness / best.sharpness:.0%} of the sharpest",
        ),
    ),
    "folder": (
        _Trial(
            value=lambda facts: -facts.folder_rank,
            is_less=lambda value, best: value < best,
            words=lambda _, best: f"the folder of {best.path} comes first",
        ),
    ),
    "oldest": (
        _Trial(
            value=lambda facts: None if facts.taken_s is None else -facts.taken_s,
            is_less=lambda value, best: value < best - SECONDS_MARGIN,
            words=lambda facts, best: f"taken later: {_date(facts.taken_s)} against {_date(best.taken_s)}",
        ),
        _Trial(
            value=lambda facts: -facts.modified_s,
            is_less=lambda value, best: value < best - SECONDS_MARGIN,
            words=lambda facts, best: (
                f"newer file: {_date(facts.modified_s)} against {_date(best.modified_s)}"
            ),
        ),
    ),
}


def _trials(rules: Sequence[Rule]) -> list[tuple[Cause, _Trial]]:
    return [(rule, trial) for rule in rules for trial in _TRIALS[rule]]


def _size(facts: Facts) -> str:
    return f"{facts.width_px} x {facts.height_px}"


def _date(seconds: float | None) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds or 0, UTC):%Y-%m-%d %H:%M:%S}"
    except (OverflowError, ValueError, OSError):  # a file may carry any time
        return "an impossible time"
