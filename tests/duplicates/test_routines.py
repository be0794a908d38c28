"""Pictures laid over each other by plain NumPy and by compiled loops: the same figures but for rounding."""

from __future__ import annotations

from functools import cache
from random import Random

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_sample_image

from benchmarks.edits import edits
from demo.paper import till_receipt
from snapsort.photos import decode, make_look
from snapsort.records import Floats
from snapsort.similarity.duplicates_alignment import shrink
from snapsort.similarity.duplicates_blocks import cut_blocks
from snapsort.similarity.duplicates_look import Axis, Look
from snapsort.similarity.duplicates_routines import (
    PLAIN,
    PLAIN_UP_TO,
    choose_routines,
    compile_routines,
)
from snapsort.similarity.duplicates_sameness import compare_looks

AXES = ((Axis(1, 0), Axis(1, 0)), (Axis(1.05, -0.02), Axis(0.9, 0.07)), (Axis(0.8, 0.3), Axis(1.3, -0.2)))


@cache
def original(what: str) -> Image.Image:
    if what == "receipt":
        return till_receipt(Random(1)).resize((500, 900))
    return Image.fromarray(load_sample_image("china.jpg"))


def looks(what: str, edit: str) -> tuple[Look, Look]:
    """A picture and an edit of it."""
    whole = make_look(np.asarray(original(what).convert("RGB")))
    edited = make_look(decode(edits()[edit](original(what), Random(1))))
    return whole, edited


def gray(look: Look, longer_px: int) -> Floats:
    return shrink(look.gray.astype(np.float32), longer_px, PLAIN)


@pytest.mark.parametrize("what", ["photograph", "receipt"])
@pytest.mark.parametrize("edit", ["crop 10 %", "watermark", "enlarge to 3/2", "JPEG 15"])
def test_plain_and_compiled_code_see_the_same(what: str, edit: str) -> None:
    pair = looks(what, edit)
    plain, compiled = (compare_looks(*pair, routines) for routines in (PLAIN, compile_routines()))
    assert compiled.correlation == pytest.approx(plain.correlation, abs=1e-3)
    assert compiled.shared == pytest.approx(plain.shared, abs=1e-3)
    assert compiled.changed == pytest.approx(plain.changed, abs=0.01)
    assert compiled.added == pytest.approx(plain.added, abs=0.01)


@pytest.mark.parametrize(("vertical", "horizontal"), AXES)
@pytest.mark.parametrize("longer_px", [24, 128])
def test_each_loop_gives_what_its_plain_twin_gives(vertical: Axis, horizontal: Axis, longer_px: int) -> None:
    compiled = compile_routines()
    first, second = (gray(look, longer_px) for look in looks("photograph", "crop 10 %"))
    h, w = first.shape
    there = Axis(vertical.scale, vertical.shift * h), Axis(horizontal.scale, horizontal.shift * w)

    mine, theirs = (routines.resample(second, *there, (h, w)) for routines in (PLAIN, compiled))
    np.testing.assert_allclose(theirs, mine, atol=2e-3)
    assert compiled.correlate(first, mine) == pytest.approx(PLAIN.correlate(first, mine), abs=1e-6)
    steps = [routines.find_step(first, second, vertical, horizontal) for routines in (PLAIN, compiled)]
    np.testing.assert_allclose(steps[1], steps[0], rtol=1e-3, atol=1e-3)
    blocks = cut_blocks(h), cut_blocks(w)
    figures = [routines.measure_blocks(first, mine, *blocks) for routines in (PLAIN, compiled)]
    np.testing.assert_allclose(figures[1], figures[0], rtol=1e-3, atol=0.1)


def test_both_find_the_same_shifts() -> None:
    first, second = (gray(look, 24) for look in looks("photograph", "crop 10 %"))
    others = [second, second[2:], second[:, 3:].copy(), np.full((5, 9), 7, np.float32)]
    plain, compiled = (routines.find_shifts(first, others) for routines in (PLAIN, compile_routines()))
    assert [(shift.dy, shift.dx) for shift in compiled[:3]] == [(shift.dy, shift.dx) for shift in plain[:3]]
    assert [shift.correlation for shift in compiled] == pytest.approx(
        [shift.correlation for shift in plain], abs=1e-4
    )


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (7, 5), (3000, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_tiny_thin_and_flat_pictures_can_be_compared_compiled(size: tuple[int, int], seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    flat = np.full((30, 40, 3), 200, np.uint8)
    for other in (noise[::-1].copy(), flat):
        found = compare_looks(make_look(noise), make_look(other), compile_routines())
        assert -1.01 <= found.correlation <= 1.01


def test_few_pairs_wait_for_no_compiler() -> None:
    assert choose_routines(PLAIN_UP_TO) is PLAIN
    assert choose_routines(PLAIN_UP_TO + 1) is compile_routines()
