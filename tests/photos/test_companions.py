from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.photos.companions import find_units
from snapsort.photos.kinds import Kind, extension_of, is_raw_name

_KINDS: dict[str, Kind] = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".heic": "heif",
    ".tif": "tiff",
    "": "jpeg",
}


def units(*names: str) -> dict[str, tuple[str, ...]]:
    """The units of a folder with these sound files."""
    pictures: dict[str, Kind] = {}
    for name in names:
        kind: Kind | None = "raw" if is_raw_name(name) else _KINDS.get(extension_of(name))
        if kind is not None:
            pictures[name] = kind
    return find_units(pictures, set(names) - pictures.keys())


@pytest.mark.parametrize(
    ("picture", "companion"),
    [
        ("IMG.jpg", "IMG.xmp"),
        ("IMG.jpg", "IMG.jpg.xmp"),
        ("IMG.JPG", "img.xmp"),
        ("IMG.jpg", "IMG.jpg.XMP"),
        ("IMG.CR2", "IMG.CR2.pp3"),
        ("IMG.NEF", "IMG.NEF.dop"),
        ("IMG.jpg", "IMG.thm"),
        ("IMG_1234.HEIC", "IMG_1234.AAE"),
        ("IMG_1234.HEIC", "IMG_O1234.AAE"),
        ("IMG_1234.HEIC", "IMG_E1234.AAE"),
        ("IMG_1234.HEIC", "IMG_1234.MOV"),
        ("IMG_1234.HEIC", "IMG_E1234.MOV"),
        ("IMG_1234.JPG", "IMG_1234.mp4"),
        ("IMG_1234.JPG", "IMG_1234.CR2"),
        ("IMG_1234.HEIC", "IMG_1234.dng"),
        ("IMG_1234.JPG", "IMG_E1234.JPG"),
        ("IMG_1234.HEIC", "IMG_E1234.JPG"),
        ("IMG_1234.DNG", "IMG_E1234.JPG"),
        ("IMG.jpg", "IMG.json"),
        ("IMG.jpg", "IMG.jpg.json"),
        ("IMG.jpg", "IMG.jpg.supplemental-metadata.json"),
        ("IMG.jpg", "IMG.jpg.supplemental-meta.json"),
        ("IMG.jpg", "IMG.jpg.s.json"),
        ("IMG(1).jpg", "IMG.jpg(1).json"),
        ("IMG(1).jpg", "IMG(1).jpg.json"),
        ("IMG(12).jpg", "IMG.jpg.supplemental-metadata(12).json"),
        ("IMG-edited.jpg", "IMG.jpg.json"),
        ("IMG-edited(1).jpg", "IMG.jpg(1).json"),
        ("a" * 47 + ".jpg", "a" * 46 + ".json"),
        ("b" * 40 + ".jpg", "b" * 40 + ".jpg.s.json"),
        ("straße.jpg", "STRASSE.xmp"),
        (unicodedata.normalize("NFC", "Café.jpg"), unicodedata.normalize("NFD", "Café.xmp")),
        ("IMG", "IMG.xmp"),
        ("IMG.2024.jpg", "IMG.2024.xmp"),
        ("bad\udcff.jpg", "bad\udcff.xmp"),
        ("two\nlines.jpg", "two\nlines.jpg.xmp"),
    ],
)
def test_a_companion_goes_with_its_picture(picture: str, companion: str) -> None:
    assert units(picture, companion) == {picture: (companion,)}


@pytest.mark.parametrize(
    ("picture", "stranger"),
    [
        ("IMG.jpg", "IMG.txt"),
        ("IMG.jpg", "IMG2.xmp"),
        ("IMG.png", "IMG.mov"),
        ("IMG_1.jpg", "IMG.xmp"),
        ("IMG.jpg", "IMG.jpg.supplementary.json"),
        ("IMG.jpg", "IMG(1).jpg.json"),
        ("IMG.jpg", "IMG.jpg(1).json"),
        ("IMG_1234.JPG", "IMG_E12345.AAE"),
        ("a" * 47 + ".jpg", "a" * 45 + ".json"),
    ],
)
def test_a_stranger_goes_with_nobody(picture: str, stranger: str) -> None:
    assert units(picture, stranger) == {picture: ()}


def test_a_raw_file_alone_is_a_photo_and_keeps_its_sidecars() -> None:
    assert units("IMG.CR2", "IMG.xmp") == {"IMG.CR2": ("IMG.xmp",)}


def test_a_raw_file_with_a_png_of_its_stem_is_another_photo_and_has_the_stem_sidecar() -> None:
    assert units("IMG.CR2", "IMG.png", "IMG.xmp") == {"IMG.CR2": ("IMG.xmp",), "IMG.png": ()}


def test_the_sidecar_of_a_companion_goes_where_the_companion_goes() -> None:
    names = ("IMG.CR2", "IMG.CR2.xmp", "IMG.JPG", "IMG.MOV", "IMG.MOV.xmp")
    assert units(*names) == {"IMG.JPG": ("IMG.CR2", "IMG.CR2.xmp", "IMG.MOV", "IMG.MOV.xmp")}


def test_an_edit_brings_all_that_is_its_own() -> None:
    names = (
        "IMG_1.HEIC",
        "IMG_1234.HEIC",
        "IMG_E1234.CR2",
        "IMG_E1234.JPG",
        "IMG_E1234.JPG.xmp",
        "IMG_E1234.MOV",
    )
    assert units(*names) == {"IMG_1.HEIC": (), "IMG_1234.HEIC": names[2:]}


def test_an_edit_without_its_original_is_a_photo() -> None:
    assert units("IMG_E1234.JPG", "IMG_E1234.AAE") == {"IMG_E1234.JPG": ("IMG_E1234.AAE",)}


def test_each_exact_name_sidecar_goes_with_its_own_picture() -> None:
    assert units("IMG.jpg", "IMG.jpg.xmp", "IMG.png", "IMG.png.xmp") == {
        "IMG.jpg": ("IMG.jpg.xmp",),
        "IMG.png": ("IMG.png.xmp",),
    }


def test_a_stem_sidecar_goes_with_the_picture_nearest_to_the_camera() -> None:
    assert units("IMG.heic", "IMG.jpg", "IMG.png", "IMG.xmp", "IMG.mov") == {
        "IMG.heic": ("IMG.mov", "IMG.xmp"),
        "IMG.jpg": (),
        "IMG.png": (),
    }


def test_the_same_spelling_comes_before_one_that_differs_in_case() -> None:
    assert units("IMG.jpg", "img.jpg", "img.xmp", "img.jpg.pp3", "IMG.aae") == {
        "IMG.jpg": ("IMG.aae",),
        "img.jpg": ("img.jpg.pp3", "img.xmp"),
    }


@pytest.mark.parametrize("names", [("IMG.JPG", "IMG.jpg"), ("IMG.jpg", "IMG.JPG")])
def test_of_two_that_fit_equally_the_first_by_name_is_taken(names: tuple[str, str]) -> None:
    assert units(*names, "IMG.xmp") == {"IMG.JPG": ("IMG.xmp",), "IMG.jpg": ()}


def test_a_takeout_file_stays_with_the_unedited_picture() -> None:
    assert units("IMG.jpg", "IMG-edited.jpg", "IMG.jpg.supplemental-metadata.json") == {
        "IMG.jpg": ("IMG.jpg.supplemental-metadata.json",),
        "IMG-edited.jpg": (),
    }


def test_numbered_takeout_files_are_not_mixed_up() -> None:
    assert units("IMG.jpg", "IMG(1).jpg", "IMG.jpg.json", "IMG.jpg(1).json") == {
        "IMG.jpg": ("IMG.jpg.json",),
        "IMG(1).jpg": ("IMG.jpg(1).json",),
    }


def test_an_unreadable_raw_file_still_goes_with_its_jpeg() -> None:
    assert find_units({"IMG.jpg": "jpeg"}, ["IMG.CR2"]) == {"IMG.jpg": ("IMG.CR2",)}


def test_without_pictures_there_are_no_units() -> None:
    assert units("IMG.mov", "IMG.xmp", "IMG.mov.xmp", "IMG.json") == {}


def test_a_jpeg_under_the_name_of_a_raw_file_is_the_companion() -> None:
    assert find_units({"IMG.CR2": "jpeg", "IMG.jpg": "jpeg"}, []) == {"IMG.jpg": ("IMG.CR2",)}


_STEMS = ("IMG", "img", "IMG_1234", "IMG_E1234", "IMG_O1234", "IMG(1)", "IMG-edited", "IMG.jpg", "x")
_EXTENSIONS = (
    *(
        ".jpg",
        ".JPG",
        ".png",
        ".heic",
        ".CR2",
        ".dng",
        ".xmp",
        ".jpg.xmp",
        ".CR2.xmp",
        ".aae",
        ".mov",
        ".MOV.xmp",
    ),
    *(".json", ".jpg.json", ".jpg(1).json", ".jpg.supplemental-meta.json", ".thm", ".txt", ""),
)
_CONTENTS: tuple[Kind | None, ...] = (None, None, "jpeg", "heif", "png", "raw", "tiff")
_FOLDERS = st.dictionaries(
    st.builds(str.__add__, st.sampled_from(_STEMS), st.sampled_from(_EXTENSIONS)), st.sampled_from(_CONTENTS)
)


def units_of(folder: dict[str, Kind | None]) -> list[tuple[str, tuple[str, ...]]]:
    pictures = {name: kind for name, kind in folder.items() if kind is not None}
    return list(find_units(pictures, [name for name in folder if name not in pictures]).items())


@given(_FOLDERS)
def test_each_file_is_in_at_most_one_unit_and_each_picture_in_exactly_one(
    folder: dict[str, Kind | None],
) -> None:
    placed = [name for picture, companions in units_of(folder) for name in (picture, *companions)]
    assert len(placed) == len(set(placed))
    assert {name for name, kind in folder.items() if kind is not None} <= set(placed) <= folder.keys()


@given(_FOLDERS.flatmap(lambda folder: st.tuples(st.just(folder), st.permutations(list(folder.items())))))
def test_units_do_not_depend_on_the_order_of_the_listing(
    orders: tuple[dict[str, Kind | None], list[tuple[str, Kind | None]]],
) -> None:
    folder, shuffled = orders
    assert units_of(folder) == units_of(dict(shuffled))
