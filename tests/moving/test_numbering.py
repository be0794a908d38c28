"""Numbers in front of names: in a sort, in place, and off again if they are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from snapsort.moving import (
    DiskFolders,
    Outcome,
    Placed,
    PlanTarget,
    Unit,
    WithoutPrefixes,
    apply_units,
    file_steps,
    find_written_prefixes,
    make_header,
    number_moves,
    number_prefix,
    place_here,
    place_into,
    plan_moves,
    read_plan,
    write_plan,
)
from snapsort.records import DecidedPhoto, EmbeddedPhoto, Photo, Plan
from tests.moving.trees import Desk, decided, files, ignore, never, sha256, source_file, write_file


def plan_numbered(desk: Desk, photos: Sequence[DecidedPhoto], *, mode: str = "move") -> Plan:
    """A plan whose ranks are those of the names, backwards."""
    embedded = [EmbeddedPhoto(photo.photo, photo.fingerprint) for photo in photos]
    written = find_written_prefixes(embedded, journals=desk.journals, folder=desk.root)
    target = PlanTarget(desk.root, desk.into, "copy" if mode == "copy" else "move", written=written)
    existing = DiskFolders()
    plan = plan_moves(
        photos, target=target, existing=WithoutPrefixes(existing), problems=(), model="m@1", labels="default"
    )
    n = len(plan.moves)
    ranked = replace(
        plan, moves=tuple(replace(move, rank=n - number) for number, move in enumerate(plan.moves))
    )
    return number_moves(ranked, existing)


def see(*paths: Path, companions: Sequence[Path] = ()) -> list[EmbeddedPhoto]:
    return [
        EmbeddedPhoto(
            Photo(source_file(path), tuple(source_file(companion) for companion in companions)),
            sha256(path.read_bytes()),
        )
        for path in paths
    ]


def number_here(desk: Desk, photos: Sequence[EmbeddedPhoto]) -> tuple[Placed, ...]:
    written = find_written_prefixes(photos, journals=desk.journals, folder=desk.root)
    prefixes = [number_prefix(rank, digits=4) for rank in range(1, len(photos) + 1)]
    return place_here(photos, prefixes, written=written, existing=DiskFolders())


def carry_out(desk: Desk, placed: Sequence[Placed]) -> Outcome:
    units = [
        Unit(number, file_steps(item.files, "move", fingerprint=item.photo.fingerprint, prefix=item.prefix))
        for number, item in enumerate(item for item in placed if item.files)
    ]
    header = make_header("order", root=desk.root, into=desk.root, mode="move")
    return apply_units(units, header, journals=desk.journals, on_progress=ignore, stop=never)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_sort_numbers_by_rank_and_companions_get_the_same_number(desk: Desk) -> None:
    one, two = write_file(desk.root / "a.jpg"), write_file(desk.root / "b.jpg")
    sidecar = write_file(desk.root / "a.jpg.xmp")

    desk.apply(plan_numbered(desk, [decided(one, sidecar), decided(two)]))

    assert names(desk.into / "receipts") == ["0001__b.jpg", "0002__a.jpg", "0002__a.jpg.xmp"]


def test_a_sort_goes_on_behind_the_highest_number_of_the_folder(desk: Desk) -> None:
    for name in ("0009__x.jpg", "9997__y.jpg", "z.jpg"):
        write_file(desk.into / "receipts" / name)
    photos = [decided(write_file(desk.root / f"{number}.jpg")) for number in range(3)]

    plan = plan_numbered(desk, photos)

    assert [move.target.name for move in plan.moves] == ["10000__0.jpg", "09999__1.jpg", "09998__2.jpg"]


def test_names_stay_distinct_when_the_numbers_are_taken_off(desk: Desk) -> None:
    write_file(desk.into / "receipts" / "0001__scan.jpg", b"another")

    plan = plan_numbered(desk, [decided(write_file(desk.root / "scan.jpg"))])

    assert plan.moves[0].target.name == "0002__scan (2).jpg"


def test_a_second_copy_run_finds_its_numbered_copies(desk: Desk) -> None:
    photos = [decided(write_file(desk.root / "scan.jpg"))]
    desk.apply(plan_numbered(desk, photos, mode="copy"))

    assert [stay.reason for stay in plan_numbered(desk, photos, mode="copy").stays] == ["already_there"]


def test_a_plan_file_keeps_rank_and_number(desk: Desk, tmp_path: Path) -> None:
    plan = plan_numbered(desk, [decided(write_file(desk.root / "scan.jpg"))])
    write_plan(plan, tmp_path / "plan.jsonl")

    assert read_plan(tmp_path / "plan.jsonl") == plan


def test_our_numbers_come_off_before_new_ones_go_on(desk: Desk) -> None:
    for name in ("a.jpg", "b.jpg"):
        write_file(desk.root / name)
    carry_out(desk, number_here(desk, see(desk.root / "a.jpg", desk.root / "b.jpg")))
    assert names(desk.root) == ["0001__a.jpg", "0002__b.jpg"]

    carry_out(desk, number_here(desk, see(desk.root / "0002__b.jpg", desk.root / "0001__a.jpg")))
    assert names(desk.root) == ["0001__b.jpg", "0002__a.jpg"]

    desk.undo()
    desk.undo()
    assert names(desk.root) == ["a.jpg", "b.jpg"]


def test_a_users_own_number_stays(desk: Desk) -> None:
    own = write_file(desk.root / "0001__x.jpg")

    carry_out(desk, number_here(desk, see(own)))

    assert names(desk.root) == ["0001__0001__x.jpg"]
    assert number_here(desk, see(desk.root / "0001__0001__x.jpg"))[0].files == ()


def test_a_file_that_the_user_has_put_under_our_name_is_not_ours(desk: Desk) -> None:
    carry_out(desk, number_here(desk, see(write_file(desk.root / "a.jpg"))))
    (desk.root / "0001__a.jpg").write_bytes(b"something else")

    assert number_here(desk, see(desk.root / "0001__a.jpg"))[0].target.name == "0001__0001__a.jpg"


def test_our_number_is_known_after_the_picture_was_sorted_on(desk: Desk) -> None:
    carry_out(desk, number_here(desk, see(write_file(desk.root / "a.jpg"))))
    desk.apply(desk.plan([decided(desk.root / "0001__a.jpg")]))

    [photo] = see(desk.into / "receipts" / "0001__a.jpg")

    assert find_written_prefixes([photo], journals=desk.journals, folder=desk.into) == {
        photo.photo.path: "0001__"
    }


def test_a_users_number_is_not_ours_after_it_was_sorted(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "0001__x.jpg"))]))

    photos = see(desk.into / "receipts" / "0001__x.jpg")

    assert find_written_prefixes(photos, journals=desk.journals, folder=desk.into) == {}


def test_numbers_are_known_where_the_folder_was_carried_away(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, number_here(desk, see(write_file(desk.root / "a.jpg"))))
    elsewhere = desk.root.rename(tmp_path / "other")

    photos = see(elsewhere / "0001__a.jpg")

    assert find_written_prefixes(photos, journals=desk.journals, folder=elsewhere) == {
        elsewhere / "0001__a.jpg": "0001__"
    }


def test_renames_collide_with_nothing_in_any_order(desk: Desk) -> None:
    carry_out(desk, number_here(desk, see(write_file(desk.root / "a.jpg", b"old"))))
    new = write_file(desk.root / "a.jpg", b"new")

    outcome = carry_out(desk, number_here(desk, see(new, desk.root / "0001__a.jpg")))

    assert outcome.problems == ()
    assert {path.name: path.read_bytes() for path in desk.root.iterdir() if path.is_file()} == {
        "0001__a (2).jpg": b"new",
        "0002__a.jpg": b"old",
    }


def test_companions_in_place_get_the_same_number(desk: Desk) -> None:
    picture, sidecar = write_file(desk.root / "a.jpg"), write_file(desk.root / "a.xmp")

    carry_out(desk, number_here(desk, see(picture, companions=[sidecar])))
    again = see(desk.root / "0001__a.jpg", companions=[desk.root / "0001__a.xmp"])

    assert names(desk.root) == ["0001__a.jpg", "0001__a.xmp"]
    assert number_here(desk, again)[0].files == ()


def test_a_long_name_makes_room_for_the_number(desk: Desk) -> None:
    name = "ä" * 125 + ".jpg"
    [placed] = place_into(see(write_file(desk.root / name)), desk.into, written={})

    assert len(placed.target.name.encode()) <= 255
    assert placed.target.name.startswith("0001__ä")
    assert placed.target.suffix == ".jpg"


def test_numbering_needs_ranks(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / "a.jpg"))])
    with pytest.raises(ValueError, match="no rank"):
        number_moves(plan, DiskFolders())


def test_without_numbered_names_no_journal_is_read(desk: Desk) -> None:
    desk.journals.runs.mkdir(parents=True)
    (desk.journals.runs / "20260101-000000-0000.jsonl").write_text('{"type": "no journal"}\n')

    assert (
        find_written_prefixes(see(write_file(desk.root / "a.jpg")), journals=desk.journals, folder=desk.root)
        == {}
    )
    assert files(desk.root)
