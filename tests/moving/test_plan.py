from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.folding import fold
from snapsort.moving import PlanTarget, plan_moves
from snapsort.moving.names import byte_length, unit_names
from snapsort.records import DecidedPhoto, OnConflict, Plan, Problem
from tests.moving.trees import Names, count_calls, imagined


def make_plan(
    photos: list[DecidedPhoto],
    *,
    on_conflict: OnConflict = "rename",
    contents: dict[str, bytes] | None = None,
    problems: tuple[Problem, ...] = (),
) -> Plan:
    target = PlanTarget(Path("/pics"), Path("/pics/out"), "move", on_conflict)
    return plan_moves(
        photos, target=target, existing=Names(contents or {}), problems=problems, model="m", labels="l"
    )


def targets(plan: Plan) -> list[str]:
    return [str(file.target.relative_to(plan.into)) for move in plan.moves for file in move.files]


def reasons(plan: Plan) -> list[tuple[str, str]]:
    return [(stay.photo.photo.path.name, stay.reason) for stay in plan.stays]


def test_a_photo_goes_to_its_folder_under_its_own_name() -> None:
    plan = make_plan([imagined("/pics/a/Bon déjà vu.JPG", folder="money/receipts")])

    assert targets(plan) == ["money/receipts/Bon déjà vu.JPG"]
    assert plan.stays == ()


def test_what_the_user_said_goes_as_what_the_labels_are_sure_of() -> None:
    plan = make_plan([imagined("/pics/a.jpg", reason="said")])

    assert targets(plan) == ["receipts/a.jpg"]


def test_no_photos_make_an_empty_plan() -> None:
    plan = make_plan([])

    assert (plan.moves, plan.stays, plan.problems) == ((), (), ())


def test_what_is_not_sure_stays_with_its_reason() -> None:
    plan = make_plan(
        [
            imagined("/pics/c.jpg", reason="negative"),
            imagined("/pics/b.jpg", reason="below_margin"),
            imagined("/pics/a.jpg", reason="below_threshold"),
        ]
    )

    assert reasons(plan) == [("a.jpg", "below_threshold"), ("b.jpg", "below_margin"), ("c.jpg", "negative")]


def test_a_photo_that_lies_in_its_folder_stays_there() -> None:
    plan = make_plan([imagined("/pics/out/receipts/a.jpg")], contents={"/pics/out/receipts/a.jpg": b"a"})

    assert reasons(plan) == [("a.jpg", "in_place")]


def test_a_unit_gets_one_suffix_for_which_all_of_it_is_free() -> None:
    photo = imagined("/pics/IMG.jpg", "/pics/IMG.jpg.xmp", "/pics/IMG.xmp", "/pics/img.AAE")
    plan = make_plan(
        [photo], contents={"/pics/out/receipts/IMG.jpg": b"", "/pics/out/receipts/IMG (2).xmp": b""}
    )

    assert targets(plan) == [
        "receipts/IMG (3).jpg",
        "receipts/IMG (3).jpg.xmp",
        "receipts/IMG (3).xmp",
        "receipts/img (3).AAE",
    ]


def test_a_companion_with_a_stem_of_its_own_gets_the_suffix_before_its_extension() -> None:
    assert unit_names(["IMG_1.JPG", "IMG_E1.JPG"], 2) == ("IMG_1 (2).JPG", "IMG_E1 (2).JPG")


@pytest.mark.parametrize("other", ["img.JPG", "IMG.jpg", "Img.Jpg"])
def test_names_that_differ_in_case_collide(other: str) -> None:
    plan = make_plan([imagined("/pics/a/img.jpg"), imagined(f"/pics/b/{other}")])

    assert targets(plan)[1].endswith("(2)" + other[-4:])


def test_composed_and_decomposed_names_collide_and_keep_their_spelling() -> None:
    plan = make_plan([imagined("/pics/a/é.jpg"), imagined("/pics/b/e\u0301.jpg")])

    assert targets(plan) == ["receipts/é.jpg", "receipts/e\u0301 (2).jpg"]


def test_skip_leaves_a_photo_whose_name_is_taken() -> None:
    plan = make_plan(
        [imagined("/pics/a/x.jpg"), imagined("/pics/b/x.jpg"), imagined("/pics/y.jpg")],
        on_conflict="skip",
        contents={"/pics/out/receipts/Y.jpg": b""},
    )

    assert targets(plan) == ["receipts/x.jpg"]
    assert reasons(plan) == [("x.jpg", "name_taken"), ("y.jpg", "name_taken")]


def test_identical_leaves_the_same_bytes_and_renames_others() -> None:
    plan = make_plan(
        [
            imagined("/pics/a/x.jpg", content=b"same"),
            imagined("/pics/b/x.jpg", content=b"other"),
            imagined("/pics/c/x (2).jpg", content=b"other"),
        ],
        on_conflict="identical",
        contents={"/pics/out/receipts/X.jpg": b"same"},
    )

    assert reasons(plan) == [("x.jpg", "already_there"), ("x (2).jpg", "already_there")]
    assert targets(plan) == ["receipts/x (2).jpg"]


def test_companions_that_differ_in_case_only_keep_their_unit_in_place() -> None:
    plan = make_plan([imagined("/pics/a.jpg", "/pics/a.xmp", "/pics/A.XMP")])

    assert reasons(plan) == [("a.jpg", "name_taken")]


def test_a_long_name_loses_the_end_of_its_stem_and_companions_follow() -> None:
    stem = "ü" * 125  # 250 bytes
    plan = make_plan(
        [imagined(f"/pics/{stem}.jpg", f"/pics/{stem}.xmp")], contents={f"/pics/out/receipts/{stem}.jpg": b""}
    )

    assert targets(plan) == [f"receipts/{'ü' * 123} (2).jpg", f"receipts/{'ü' * 123} (2).xmp"]


def test_bytes_that_are_no_text_survive() -> None:
    name = b"caf\xe9-\xff.jpg".decode("utf-8", "surrogateescape")

    assert unit_names([name], 1) == (name,)
    assert byte_length(name) == 10


def test_many_photos_of_one_name_are_numbered_in_path_order() -> None:
    plan = make_plan([imagined(f"/pics/{number:05}/x.jpg") for number in reversed(range(3000))])

    assert targets(plan)[-1] == "receipts/x (3000).jpg"
    assert [str(move.photo.photo.path) for move in plan.moves[:2]] == [
        "/pics/00000/x.jpg",
        "/pics/00001/x.jpg",
    ]


def test_problems_come_along_in_path_order() -> None:
    first, second = Problem(Path("/pics/a"), "scan", "c", "r"), Problem(Path("/pics/b"), "scan", "c", "r")

    assert make_plan([], problems=(second, first)).problems == (first, second)


NAMES = st.sampled_from(
    ["a.jpg", "A.JPG", "ä.jpg", "a\u0308.jpg", "ß.jpg", "ss.jpg", "a (2).jpg", ".jpg", "x" * 251 + ".jpg"]
)
TAILS = st.sets(st.sampled_from([".xmp", ".XMP", ".aae", "+.mov"]))


@st.composite
def photos(draw: st.DrawFn) -> list[DecidedPhoto]:
    chosen = draw(st.lists(st.tuples(NAMES, TAILS, st.sampled_from(["r", "s/t"])), max_size=12))
    return [
        imagined(
            f"/pics/{number}/{name}",
            *(f"/pics/{number}/{name[:200]}{tail}" for tail in sorted(tails)),
            folder=folder,
        )
        for number, (name, tails, folder) in enumerate(chosen)
    ]


TAKEN = st.sets(st.sampled_from(["a.JPG", "A (2).jpg", "Ä.jpg", "a.jpg.xmp", "a (3).jpg.XMP", "SS.jpg"]))
POLICIES = st.sampled_from(["rename", "skip", "identical"])


@given(photos(), TAKEN, POLICIES)
def test_targets_are_distinct_after_folding_and_free_and_fit(
    items: list[DecidedPhoto], taken: set[str], on_conflict: OnConflict
) -> None:
    contents = {f"/pics/out/r/{name}": b"" for name in taken}
    plan = make_plan(items, on_conflict=on_conflict, contents=contents)

    folded = [fold(f"/pics/out/{target}") for target in targets(plan)] + [fold(path) for path in contents]
    assert len(set(folded)) == len(folded)
    assert all(byte_length(Path(target).name) <= 255 for target in targets(plan))
    assert len(plan.moves) + len(plan.stays) == len(items)


@given(photos(), TAKEN, POLICIES)
def test_a_plan_does_not_depend_on_listing_order(
    items: list[DecidedPhoto], taken: set[str], on_conflict: OnConflict
) -> None:
    contents = {f"/pics/out/r/{name}": b"" for name in taken}
    shuffled = sorted(items, key=lambda item: item.fingerprint)

    assert make_plan(shuffled, on_conflict=on_conflict, contents=contents) == make_plan(
        items, on_conflict=on_conflict, contents=contents
    )


def copy_equal_names(number: int) -> Plan:
    photos = [imagined(f"/pics/{index}/IMG.jpg", content=b"%d" % index) for index in range(number)]
    return plan_moves(
        [*photos, imagined("/pics/twin/IMG.jpg", content=b"7")],
        target=PlanTarget(Path("/pics"), Path("/pics/out"), "copy", "rename"),
        existing=Names({"/pics/out/receipts/IMG.jpg": b"there"}),
        problems=(),
        model="m",
        labels="l",
    )


def test_copying_many_pictures_of_one_name_costs_no_more_for_each() -> None:
    plan = copy_equal_names(200)

    assert (len(plan.moves), reasons(plan)) == (200, [("IMG.jpg", "already_there")])
    assert count_calls(lambda: copy_equal_names(400)) < 2.5 * count_calls(lambda: copy_equal_names(200))
