"""The pixel-level check on drawn pictures and real photographs: what embeddings cannot tell apart."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from random import Random

import numpy as np
import pytest
from PIL import ExifTags, Image
from sklearn.datasets import load_sample_image

from benchmarks.edits import edits
from demo.paper import invoice, till_receipt
from demo.surfaces import scanned
from snapsort.photos import decode, make_look, read_look
from snapsort.similarity.duplicates_look import Glance, Look, make_tiny_vector
from snapsort.similarity.duplicates_routines import PLAIN
from snapsort.similarity.duplicates_sameness import Sameness, compare_looks

PHOTOGRAPHS = ("china.jpg", "flower.jpg")
DRAWN = ("photograph", "receipt", "invoice")


@cache
def draw(what: str, seed: int = 0) -> Image.Image:
    rng = Random(f"{what} {seed}")
    if what == "receipt":
        return scanned(till_receipt(rng), rng, size=(760, 1340), turn=1.2)
    if what == "invoice":
        return invoice(rng)
    whole = Image.fromarray(load_sample_image(PHOTOGRAPHS[seed % 2]))
    return whole if seed < 2 else whole.crop((0, 0, whole.width // 2, whole.height // 2))


def look_at(image: Image.Image) -> Look:
    return make_look(np.asarray(image.convert("RGB")))


def compare(first: Look, second: Look) -> Sameness:
    return compare_looks(first, second, PLAIN)


@pytest.mark.parametrize("what", DRAWN)
@pytest.mark.parametrize("edit", edits())
def test_an_edited_copy_is_the_same_picture(what: str, edit: str) -> None:
    original = draw(what)
    copy = decode(edits()[edit](original, Random(1)))
    assert compare(look_at(original), make_look(copy)).is_same


@pytest.mark.parametrize("what", DRAWN)
def test_another_one_of_its_sort_is_not_the_same_picture(what: str) -> None:
    assert not compare(look_at(draw(what, 0)), look_at(draw(what, 1))).is_same


def test_receipts_of_one_layout_with_other_goods_are_not_the_same() -> None:
    receipts = [look_at(till_receipt(Random(seed)).resize((500, 900))) for seed in range(6)]
    same = [(a, b) for a in range(6) for b in range(a) if compare(receipts[a], receipts[b]).is_same]
    assert same == []


@pytest.mark.parametrize("edit", ["crop 10 %", "resize to 400 px", "watermark"])
def test_which_picture_comes_first_does_not_matter(edit: str) -> None:
    original = look_at(draw("photograph"))
    copy = make_look(decode(edits()[edit](draw("photograph"), Random(1))))
    assert compare(original, copy) == compare(copy, original)


def test_a_mirrored_or_turned_picture_is_not_the_same() -> None:
    original = draw("photograph")
    for turn in (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90):
        assert not compare(look_at(original), look_at(original.transpose(turn))).is_same


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (7, 5), (3000, 2)])
def test_tiny_and_thin_pictures_can_be_compared(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    compare(make_look(noise), make_look(np.ascontiguousarray(noise[::-1])))


def test_a_look_is_what_it_says() -> None:
    look = look_at(Image.new("RGB", (4000, 1000), "gray"))
    glance = look.glance
    assert (glance.width_px, glance.height_px, look.gray.shape, glance.sharpness) == (
        4000,
        1000,
        (96, 384),
        0,
    )
    with pytest.raises(ValueError, match="uint8"):
        Look(glance, np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(ValueError, match="uint8"):
        Glance(np.zeros((0, 2), np.uint8), 2, 2, sharpness=0.0, is_colored=False)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photo_looks_as_it_does_when_it_is_decoded_whole(orientation: int) -> None:
    image = draw("photograph").resize((3600, 2400))
    exif, stream = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Orientation] = orientation
    image.save(stream, "JPEG", quality=90, exif=exif)
    whole = make_look(decode(stream.getvalue()))
    look = read_look(stream.getvalue(), max_pixels=10**8)
    assert (look.glance.width_px, look.glance.height_px) == (whole.glance.width_px, whole.glance.height_px)
    assert look.glance.sharpness == pytest.approx(whole.glance.sharpness, rel=0.05)
    assert np.abs(look.gray.astype(int) - whole.gray).max() <= 8
    assert compare(look, whole).is_same


def test_a_gray_or_darker_copy_is_nearest_by_its_tiny_vector() -> None:
    originals = [draw("photograph", seed) for seed in range(4)]
    vectors = np.stack([make_tiny_vector(look_at(image).glance.small) for image in originals])
    for number, image in enumerate(originals):
        for copy in (image.convert("L"), image.point(lambda value: value * 2 // 3)):
            assert int((vectors @ make_tiny_vector(look_at(copy).glance.small)).argmax()) == number


def test_a_flat_picture_has_a_tiny_vector_too() -> None:
    assert np.linalg.norm(make_tiny_vector(np.full((3, 5), 7, np.uint8))) == 1
