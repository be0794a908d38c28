"""What the user says of pictures: kept before anything else happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from snapsort.corrections import Correction, CorrectionStore
from snapsort.corrections import Said as SaidOfContent
from snapsort.corrections.correction import utc_now
from snapsort.errors import UsageError
from snapsort.records import Fingerprint
from snapsort.reviewing.standing import Standing, said_columns


@dataclass(frozen=True, slots=True)
class Change:
    """A picture, by its number, and the name of the label it belongs to; None takes back what was said."""

    picture: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """How things stand after it, and the pictures of which something else is said now, in path order."""

    standing: Standing
    pictures: tuple[int, ...]


def say(changes: Sequence[Change], standing: Standing, *, labels: str, store: CorrectionStore) -> Said:
    """Keep what is said of these pictures, and so of all with the same bytes; the last word on one counts.

    Args:
        labels: name of the label set.

    Raises:
        UsageError: there is no such picture or label, and nothing was kept; or the store cannot be written.
    """
    words = _by_content(changes, standing)
    taken_back = {content for content, change in words.items() if change.label is None}
    if taken_back:
        store.remove(lambda item: item.labels == labels and item.said.fingerprint in taken_back)
    store.add(_make_corrections(words, standing, labels=labels))
    corrections = store.read().of(labels)
    said = said_columns(standing.pictures.photos, standing.labels, corrections)
    changed = tuple((said != standing.said).nonzero()[0].tolist())
    return Said(replace(standing, said=said, corrections=len(corrections)), changed)


def _by_content(changes: Iterable[Change], standing: Standing) -> dict[Fingerprint, Change]:
    names = {label.name for label in standing.labels.labels}
    words: dict[Fingerprint, Change] = {}
    for change in changes:
        if not 0 <= change.picture < len(standing.pictures):
            raise UsageError(f"there is no picture {change.picture}")
        if change.label is not None and change.label not in names:
            raise UsageError(f"there is no label {change.label!r}")
        words[standing.pictures.photos[change.picture].fingerprint] = change
    return words


def _make_corrections(
    words: dict[Fingerprint, Change], standing: Standing, *, labels: str
) -> Iterable[Correction]:
    now = utc_now()
    folders = {label.name: label.folder for label in standing.labels.labels}
    for content, change in words.items():
        if change.label is not None:
            path = standing.pictures.photos[change.picture].photo.path
            said = SaidOfContent(content, folders[change.label], path)
            yield Correction(said, labels=labels, source="review", when=now)
