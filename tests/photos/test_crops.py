from __future__ import annotations

import numpy as np
import pytest

from snapsort.photos import crop_views
from snapsort.records import Crops, Pixels


def make_pixels(h: int, w: int) -> Pixels:
    return np.arange(h * w * 3, dtype=np.uint32).astype(np.uint8).reshape(h, w, 3)


@pytest.mark.parametrize("crops", ["auto", "1", "3"])
@pytest.mark.parametrize("side", [1, 7])
def test_a_square_picture_has_one_view(crops: Crops, side: int) -> None:
    pixels = make_pixels(side, side)
    (view,) = crop_views(pixels, crops)
    np.testing.assert_array_equal(view, pixels)


@pytest.mark.parametrize(("w", "count"), [(160, 1), (170, 1), (171, 3), (400, 3)])
def test_auto_is_three_views_above_an_aspect_of_1_7(w: int, count: int) -> None:
    assert len(crop_views(make_pixels(100, w), "auto")) == count
    assert len(crop_views(make_pixels(w, 100), "auto")) == count


def test_one_is_the_whole_picture_however_long() -> None:
    pixels = make_pixels(3, 90)
    (view,) = crop_views(pixels, "1")
    np.testing.assert_array_equal(view, pixels)


@pytest.mark.parametrize("is_tall", [False, True])
def test_three_are_squares_at_start_middle_and_end(is_tall: bool) -> None:
    wide = make_pixels(4, 11)
    views = crop_views(np.ascontiguousarray(wide.swapaxes(0, 1)) if is_tall else wide, "3")
    for view, start in zip(views, (0, 3, 7), strict=True):
        expected = wide[:, start : start + 4]
        np.testing.assert_array_equal(view, expected.swapaxes(0, 1) if is_tall else expected)
        assert view.flags.c_contiguous
