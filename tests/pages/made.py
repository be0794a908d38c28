"""Made pictures, what is known of them, and pages as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image

from snapsort.mapping import PictureMap
from snapsort.pages import Thumbs
from snapsort.photos import ScanOptions, fingerprint_file, scan
from snapsort.records import (
    DecidedPhoto,
    Decision,
    EmbeddedPhoto,
    EmbeddedPhotos,
    FileMove,
    Floats,
    Label,
    Plan,
    PlannedMove,
    Problem,
    Reason,
    Stay,
    StayReason,
)

THUMBS = Thumbs(folder=None, max_pixels=10**8, workers=2)
HOSTILE = "<img src=x onerror=alert(1)>"
LABELS = (
    Label("receipts", ("a receipt",), PurePosixPath("receipts")),
    Label(HOSTILE, ("a trap",), PurePosixPath("trap")),
    Label("photo", ("a photo",), None),
)
COLORS = ("#c00000", "#00a000", "#0000c0")


def draw_pictures(folder: Path, names: Sequence[str]) -> tuple[EmbeddedPhoto, ...]:
    """Pictures of one color each, in path order."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (60, 40), COLORS[number % 3]).save(path, "PNG")
    photos = scan(folder, ScanOptions()).photos
    assert len(photos) == len(names)
    return tuple(EmbeddedPhoto(photo, fingerprint_file(photo.path)) for photo in photos)


def decide_for(label: Label, *, probability: float = 0.9, reason: Reason | None = None) -> Decision:
    """That this label wins."""
    return Decision(
        label=label.name,
        folder=label.folder,
        probability=probability,
        runner_up="photo" if label.name != "photo" else "receipts",
        runner_up_probability=round((1 - probability) / 2, 3),
        min_probability=0.5,
        min_margin=0.0,
        reason=reason or ("negative" if label.is_negative else "sure"),
    )


def make_picture_map(
    root: Path, names: Sequence[str], *, labels: Sequence[int], flat: Sequence[Sequence[float]]
) -> PictureMap:
    """A map with these places; -1 is a picture that no label wins."""
    photos = draw_pictures(root, names)
    n = len(photos)
    vectors = np.eye(max(n, 2), dtype=np.float32)[:n]
    places: Floats = np.array(flat, np.float32).reshape(n, 2)
    return PictureMap(
        root=root,
        photos=EmbeddedPhotos(photos, vectors),
        decisions=tuple(
            decide_for(LABELS[label])
            if label >= 0
            else decide_for(LABELS[0], probability=0.4, reason="below_threshold")
            for label in labels
        ),
        labels=LABELS,
        flat=places,
        space=np.concatenate([places, np.zeros((n, 1), np.float32)], axis=1),
        clusters=np.array([-1 if label < 0 else min(label, 1) for label in labels], np.int32),
        cluster_names=("receipts", HOSTILE),
        problems=(),
    )


def make_plan(
    root: Path,
    goes: Mapping[str, str],
    stays: Mapping[str, StayReason],
    *,
    problems: Sequence[Problem] = (),
    into: Path | None = None,
) -> Plan:
    """A plan for made pictures: `goes` maps a name to its place below `into`."""
    photos = {str(item.photo.path.relative_to(root)): item for item in draw_pictures(root, [*goes, *stays])}
    target = into or root

    def decided(name: str, label: Label, reason: Reason) -> DecidedPhoto:
        item = photos[name]
        return DecidedPhoto(item.photo, item.fingerprint, decide_for(label, reason=reason))

    return Plan(
        root=root,
        into=target,
        mode="move",
        moves=tuple(
            PlannedMove(
                decided(name, LABELS[1] if place.startswith("trap") else LABELS[0], "sure"),
                (FileMove(photos[name].photo.file, target / place),),
                rank=number,
            )
            for number, (name, place) in enumerate(goes.items(), start=1)
        ),
        stays=tuple(
            Stay(
                decided(name, LABELS[2], "negative")
                if reason == "negative"
                else decided(name, LABELS[0], "below_threshold"),
                reason,
            )
            for name, reason in stays.items()
        ),
        problems=tuple(problems),
        model="builtin@1",
        labels="default",
    )


@dataclass
class Read(HTMLParser):
    """What a page says: its words, elements with attributes, and the text of each class."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    policy: str = ""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self.policy = [], [], ""
        self._skipped = 0
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        self._skipped += tag in ("script", "style")
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return "\n".join(self.words)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of this kind."""
        return [attributes for name, attributes in self.tags if name == tag]
