from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from random import Random
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapsort.decide import decide, score
from snapsort.embeddings import Cache, Embedded, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import ModelUnavailable
from snapsort.photos import fingerprint
from snapsort.records import Crops, Floats, Label, LabelSet, Photo, Seen
from tests.embeddings.fakes import (
    BLUE,
    DAY_NS,
    GREEN,
    RED,
    Color,
    ColorEncoder,
    lazy,
    no_model,
    photo,
    picture,
    png,
    unit_rows,
    write,
)


def embed(
    photos: Sequence[Photo],
    model: LazyEncoder,
    cache: Cache,
    *,
    crops: Crops = "1",
    progress: list[int] | None = None,
    age_ns: int = DAY_NS,
) -> Embedded:
    """Embed at a time when the files, written just now, are a day old."""
    return embed_photos(
        photos,
        model=model,
        cache=cache,
        options=EmbedOptions(crops=crops, max_pixels=1_000_000, workers=2),
        on_progress=([] if progress is None else progress).append,
        now_ns=lambda: time.time_ns() + age_ns,
    )


def vectors_of(*colors: Color) -> Floats:
    return unit_rows(np.array(colors, dtype=np.float32))


def paths_of(embedded: Embedded) -> list[Path]:
    return [item.photo.path for item in embedded.photos.photos]


def color(number: int) -> Color:
    return (number % 7 * 30 + 1, number % 11 * 20 + 1, number * 13 % 250)


def test_vectors_are_in_the_order_of_the_photos(tmp_path: Path) -> None:
    photos = [write(tmp_path / f"{30 - number}.png", picture(color(number))) for number in range(30)]
    with Cache(None) as cache:
        embedded = embed(photos, lazy(ColorEncoder()), cache)

    assert paths_of(embedded) == [item.path for item in photos]
    assert embedded.problems == ()
    expected = vectors_of(*(color(number) for number in range(30)))
    assert embedded.photos.vectors == pytest.approx(expected, abs=1e-6)


def test_a_corrupt_photo_becomes_a_problem_and_does_not_shift_its_neighbors(tmp_path: Path) -> None:
    photos = [
        write(tmp_path / "1.png", picture(RED)),
        write(tmp_path / "2.png", b"no picture"),
        write(tmp_path / "3.png", picture(GREEN)),
        write(tmp_path / "4.png", picture((0, 0, 0))),
        write(tmp_path / "5.png", b"soon gone"),
        write(tmp_path / "6.png", picture(BLUE)),
    ]
    photos[4].path.unlink()
    with Cache(None) as cache:
        embedded = embed(photos, lazy(ColorEncoder()), cache)

    assert paths_of(embedded) == [photos[0].path, photos[2].path, photos[5].path]
    assert embedded.photos.vectors == pytest.approx(vectors_of(RED, GREEN, BLUE), abs=1e-6)
    assert [(item.path, item.stage, item.code) for item in embedded.problems] == [
        (photos[1].path, "decode", "unsupported_kind"),
        (photos[3].path, "encode", "no_vector"),
        (photos[4].path, "read", "gone"),
    ]


def test_equal_contents_are_embedded_once(tmp_path: Path) -> None:
    colors = [RED, GREEN, RED, RED, BLUE, GREEN]
    photos = [write(tmp_path / f"{number}.png", picture(one)) for number, one in enumerate(colors)]
    encoder = ColorEncoder(batch_size=1)
    with Cache(None) as cache:
        embedded = embed(photos, lazy(encoder), cache)

    assert encoder.pictures == 3
    assert embedded.photos.vectors == pytest.approx(vectors_of(*colors), abs=1e-6)
    assert len({item.fingerprint for item in embedded.photos.photos}) == 3


@pytest.mark.parametrize("sound", [[], [RED]])
def test_equal_contents_that_cannot_be_decoded_are_a_problem_each(tmp_path: Path, sound: list[Color]) -> None:
    others = [write(tmp_path / "0.png", picture(one)) for one in sound]
    photos = [write(tmp_path / f"{number}.png", b"no picture") for number in range(1, 4)]
    with Cache(None) as cache:
        embedded = embed([*others, *photos], lazy(ColorEncoder()), cache)

    assert [item.path for item in embedded.problems] == [item.path for item in photos]
    assert paths_of(embedded) == [item.path for item in others]


def test_a_damaged_photo_among_known_ones_does_not_load_the_model(tmp_path: Path) -> None:
    photos = [write(tmp_path / "a.png", picture(RED)), write(tmp_path / "b.png", b"no picture")]
    with Cache(None) as cache:
        first = embed(photos, lazy(ColorEncoder()), cache)

        second = embed(photos, no_model(), cache)

    assert second.photos.photos == first.photos.photos
    assert second.problems == first.problems


def test_unchanged_photos_need_neither_their_content_nor_the_model(tmp_path: Path) -> None:
    photos = [write(tmp_path / f"{number}.png", picture(color(number))) for number in range(5)]
    with Cache(tmp_path / "cache.sqlite") as cache:
        first = embed(photos, lazy(ColorEncoder()), cache)
    for item in photos:
        item.path.unlink()

    with Cache(tmp_path / "cache.sqlite") as cache:
        second = embed(photos, no_model(), cache)

    assert second.photos.photos == first.photos.photos
    assert np.array_equal(second.photos.vectors, first.photos.vectors)
    assert second.problems == ()


def test_a_renamed_photo_is_not_embedded_again(tmp_path: Path) -> None:
    with Cache(None) as cache:
        first = embed([write(tmp_path / "a.png", picture(RED))], lazy(ColorEncoder()), cache)
        renamed = photo((tmp_path / "a.png").rename(tmp_path / "b.png"))

        second = embed([renamed], no_model(), cache)

    assert paths_of(second) == [tmp_path / "b.png"]
    assert np.array_equal(second.photos.vectors, first.photos.vectors)


def test_an_edited_photo_is_embedded_again(tmp_path: Path) -> None:
    with Cache(None) as cache:
        embed([write(tmp_path / "a.png", picture(RED))], lazy(ColorEncoder()), cache)
        edited = write(tmp_path / "a.png", picture(GREEN, size=(9, 9)))

        embedded = embed([edited], lazy(ColorEncoder()), cache)

    assert embedded.photos.vectors == pytest.approx(vectors_of(GREEN), abs=1e-6)


def test_a_photo_that_was_written_just_now_is_read_by_the_next_run_as_well(tmp_path: Path) -> None:
    just_written = write(tmp_path / "a.png", picture(RED))
    with Cache(None) as cache:
        embed([just_written], lazy(ColorEncoder()), cache, age_ns=0)
        just_written.path.unlink()

        embedded = embed([just_written], no_model(), cache)

    assert [item.code for item in embedded.problems] == ["gone"]


def test_a_model_that_sees_pictures_whole_gets_them_whole(tmp_path: Path) -> None:
    photos = [write(tmp_path / "long.png", picture(RED, (40, 8)))]
    whole, cut = ColorEncoder(), ColorEncoder()
    whole.cuts_elongated = False
    for encoder in (whole, cut):
        with Cache(None) as cache:
            embed(photos, lazy(encoder), cache, crops="auto")
    assert (whole.pictures, cut.pictures) == (1, 3)


def test_other_crops_are_other_vectors(tmp_path: Path) -> None:
    photos = [write(tmp_path / "a.png", picture(RED, size=(30, 10)))]
    encoder = ColorEncoder()
    with Cache(None) as cache:
        for crops in ("1", "3", "1", "3"):
            embed(photos, lazy(encoder), cache, crops=crops)

    assert encoder.batches == [1, 3]


def test_the_views_of_a_photo_are_averaged_as_unit_vectors(tmp_path: Path) -> None:
    pixels = np.concatenate([np.full((4, 4, 3), one, dtype=np.uint8) for one in (RED, GREEN, BLUE)])
    with Cache(None) as cache:
        embedded = embed([write(tmp_path / "a.png", png(pixels))], lazy(ColorEncoder()), cache, crops="3")

    mean = vectors_of(RED, GREEN, BLUE).mean(axis=0, keepdims=True)
    assert embedded.photos.vectors == pytest.approx(unit_rows(mean), abs=1e-6)


@pytest.mark.parametrize("batch_size", [1, 2, 3, 4, 100])
def test_no_batch_is_larger_than_the_encoder_wants(tmp_path: Path, batch_size: int) -> None:
    sizes = [(8, 8), (30, 10), (8, 8), (30, 10), (8, 8)]
    photos = [
        write(tmp_path / f"{number}.png", picture(color(number), size=size))
        for number, size in enumerate(sizes)
    ]
    encoder = ColorEncoder(batch_size)
    with Cache(None) as cache:
        embedded = embed(photos, lazy(encoder), cache, crops="3")

    assert max(encoder.batches) <= batch_size
    assert encoder.pictures == 9
    expected = vectors_of(*(color(number) for number in range(5)))
    assert embedded.photos.vectors == pytest.approx(expected, abs=1e-6)


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    photos = [write(tmp_path / f"{number}.png", picture(color(number))) for number in range(20)]
    with Cache(tmp_path / "cache.sqlite") as cache, pytest.raises(KeyboardInterrupt):
        embed(photos, lazy(ColorEncoder(4, batches_until_interrupt=3)), cache)

    encoder = ColorEncoder(4)
    with Cache(tmp_path / "cache.sqlite") as cache:
        embedded = embed(photos, lazy(encoder), cache)

    assert encoder.pictures == 20 - 3 * 4
    expected = vectors_of(*(color(number) for number in range(20)))
    assert embedded.photos.vectors == pytest.approx(expected, abs=1e-6)


def test_files_that_were_read_in_vain_are_recognized_after_a_failure_to_load(tmp_path: Path) -> None:
    photos = [write(tmp_path / "a.png", picture(RED))]

    def load() -> NoReturn:
        raise ModelUnavailable("not here")

    with Cache(None) as cache:
        with pytest.raises(ModelUnavailable):
            embed(photos, LazyEncoder("color float32", load), cache)

        assert cache.get_seen([photos[0].file]) == [Seen(fingerprint=fingerprint(picture(RED)))]


def test_progress_counts_every_photo_once(tmp_path: Path) -> None:
    known = [write(tmp_path / f"known{number}.png", picture(color(number))) for number in range(3)]
    contents = [
        b"no picture",
        picture(RED),
        picture(RED),
        b"",
        picture((0, 0, 0)),
        picture(color(1)),
        b"no picture",
    ]
    new = [write(tmp_path / f"new{number}.png", content) for number, content in enumerate(contents)]
    progress: list[int] = []
    with Cache(None) as cache:
        embed([*known, write(tmp_path / "old.png", picture(BLUE))], lazy(ColorEncoder()), cache)
        new.append(photo((tmp_path / "old.png").rename(tmp_path / "renamed.png")))

        embed([*new, *known], lazy(ColorEncoder()), cache, progress=progress)

    assert progress[0] == 3
    assert progress == sorted(progress)
    assert progress[-1] == 11


def test_no_more_pictures_are_prepared_than_can_soon_be_encoded(tmp_path: Path) -> None:
    photos = [write(tmp_path / f"{number}.png", picture(color(number))) for number in range(60)]
    encoder = ColorEncoder(batch_size=3)
    with Cache(None) as cache:
        embed(photos, lazy(encoder), cache)

    assert encoder.pictures == 60
    assert encoder.most_waiting <= 3 * (2 + 1) + 2 * 2  # two batches under way, one being gathered


def test_no_photos_no_vectors() -> None:
    progress: list[int] = []
    with Cache(None) as cache:
        embedded = embed([], no_model(), cache, progress=progress)

    assert embedded.photos.photos == ()
    assert embedded.photos.vectors.shape == (0, 0)
    assert progress == [0]


LABELS = LabelSet(
    "colors",
    (
        Label("red", ("red",), PurePosixPath("red")),
        Label("green", ("green",), PurePosixPath("green")),
        Label("blue", ("blue",), None),
    ),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    colors=st.lists(st.tuples(*[st.integers(1, 255)] * 3), min_size=1, max_size=12),
    batch_size=st.integers(1, 13),
    order=st.randoms(use_true_random=False),
)
def test_neither_batch_size_nor_order_changes_a_decision(
    tmp_path: Path, colors: list[Color], batch_size: int, order: Random
) -> None:
    photos = [
        write(tmp_path / f"{number}.png", picture(one, size=(9, 3))) for number, one in enumerate(colors)
    ]
    shuffled = order.sample(photos, len(photos))

    def decisions(photos: Sequence[Photo], batch_size: int) -> dict[Path, tuple[str, str]]:
        with Cache(None) as cache:
            embedded = embed(photos, lazy(ColorEncoder(batch_size)), cache, crops="auto").photos
        probabilities = score(
            embedded.vectors, vectors_of(RED, GREEN, BLUE), scale=10, weights=np.ones(3, dtype=np.float32)
        )
        made = decide(np.round(probabilities, 6), LABELS)
        return {
            item.photo.path: (one.label, one.reason) for item, one in zip(embedded.photos, made, strict=True)
        }

    assert decisions(shuffled, batch_size) == decisions(photos, 4)
