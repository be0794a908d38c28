"""`snapsort dupes DIR` as a user types it, on real pixels with the built-in model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from demo.catalog import PICTURES
from tests.cli.lines import Lines, tree

Snapsort = Callable[..., Lines]
Group = tuple[str, set[str], set[str]]


@pytest.fixture
def album(drawn: Path, tmp_path: Path) -> Path:
    """A photograph, its exact copy, a smaller copy as a PNG, and two other pictures."""
    folder = tmp_path / "album"
    (folder / "copies").mkdir(parents=True)
    shutil.copy2(drawn / "DSC_0142.JPG", folder / "DSC_0142.JPG")
    shutil.copy2(drawn / "DSC_0142.JPG", folder / "copies" / "DSC_0142 (1).JPG")
    shutil.copy2(drawn / "scan0007.jpg", folder / "scan0007.jpg")
    shutil.copy2(drawn / "IMG_2077.PNG", folder / "IMG_2077.PNG")
    with Image.open(drawn / "DSC_0142.JPG") as image:
        image.resize((image.width // 2, image.height // 2)).save(folder / "copies" / "small.png")
    return folder


def groups_of(lines: Lines) -> list[Group]:
    """Kind, names of what to keep, names of the rest."""
    found: list[Group] = []
    for record in lines.records:
        if record["type"] == "group":
            names: dict[bool, set[str]] = {True: set(), False: set()}
            members = record["members"]
            assert isinstance(members, list)
            for member in members:
                names[member["keep"]].add(Path(member["path"]).name)
            found.append((str(record["kind"]), names[True], names[False]))
    return found


EXACT: Group = ("exact", {"DSC_0142.JPG"}, {"DSC_0142 (1).JPG"})
SAME: Group = ("same", {"DSC_0142.JPG"}, {"small.png"})


def test_duplicates_are_listed_with_what_to_keep_and_nothing_changes(snapsort: Snapsort, album: Path) -> None:
    before = tree(album)
    result = snapsort("dupes", album, "--json")
    assert snapsort("dupes", album, "--json", "--list") == result
    assert (result.code, groups_of(result)) == (0, [EXACT, SAME])
    assert (result.summary["groups"], result.summary["rest"]) == ({"exact": 1, "same": 1, "similar": 0}, 2)
    assert tree(album) == before
    assert not (album / ".snapsort").exists()


def test_people_read_what_to_keep_and_why(snapsort: Snapsort, album: Path) -> None:
    result = snapsort("dupes", album)
    assert result.code == 0
    assert "the same bytes" in result.out
    assert "fewer pixels" in result.out


def test_moving_the_rest_and_undoing_it_changes_nothing(
    snapsort: Snapsort, album: Path, tmp_path: Path
) -> None:
    before = tree(album)
    result = snapsort("dupes", album, "--to", tmp_path / "rest", "--yes")
    assert result.code == 0
    assert set(tree(tmp_path / "rest")) == {"copies/DSC_0142 (1).JPG", "copies/small.png"}
    assert set(tree(album)) == {"DSC_0142.JPG", "scan0007.jpg", "IMG_2077.PNG"}
    assert snapsort("undo", "--yes").code == 0
    assert tree(album) == before
    assert tree(tmp_path / "rest") == {}


def test_companions_go_with_their_picture(snapsort: Snapsort, album: Path, tmp_path: Path) -> None:
    (album / "copies" / "small.xmp").write_text("<x/>")
    snapsort("dupes", album, "--kind", "same", "--keep", "resolution", "--to", tmp_path / "rest", "--yes")
    assert set(tree(tmp_path / "rest")) == {"copies/small.png", "copies/small.xmp"}


def test_without_a_terminal_and_without_yes_nothing_moves(
    snapsort: Snapsort, album: Path, tmp_path: Path
) -> None:
    before = tree(album)
    assert snapsort("dupes", album, "--to", tmp_path / "rest").code == 2
    assert tree(album) == before


def test_a_raw_file_is_no_duplicate_of_the_jpeg_beside_it(snapsort: Snapsort, album: Path) -> None:
    shutil.copy2(album / "DSC_0142.JPG", album / "scan0007.dng")
    result = snapsort("dupes", album, "--json", "--kind", "exact")
    assert groups_of(result) == [EXACT]


def test_names_of_one_file_are_no_duplicates(snapsort: Snapsort, album: Path) -> None:
    os.link(album / "scan0007.jpg", album / "scan0007-linked.jpg")
    assert groups_of(snapsort("dupes", album, "--json")) == [EXACT, SAME]


def test_linking_exact_copies_and_undoing_it_changes_nothing(snapsort: Snapsort, album: Path) -> None:
    kept, copy = album / "DSC_0142.JPG", album / "copies" / "DSC_0142 (1).JPG"
    os.utime(copy, ns=(5, 2_000_000_000_123_456_789))
    copy.chmod(0o640)
    (album / "copies" / "DSC_0142 (1).xmp").write_text("<x/>")
    before, status = tree(album), copy.stat()

    result = snapsort("dupes", album, "--link", "--yes", "--json", "--keep", "oldest")

    assert (result.code, groups_of(result)) == (0, [EXACT])
    linked = result.records[-1]
    assert (linked["type"], linked["photos"], linked["problems"]) == ("linked", 1, 0)
    assert copy.samefile(kept)
    assert {name: content for name, (content, _) in tree(album).items()} == {
        name: content for name, (content, _) in before.items()
    }
    assert groups_of(snapsort("dupes", album, "--json", "--kind", "exact")) == []
    assert snapsort("undo", "--yes").code == 0
    assert tree(album) == before
    back = copy.stat()
    assert (back.st_mtime_ns, back.st_mode, back.st_nlink) == (status.st_mtime_ns, status.st_mode, 1)


def test_links_to_another_file_system_are_named_and_nothing_changes(
    snapsort: Snapsort, album: Path, elsewhere: Path
) -> None:
    shutil.copy2(album / "scan0007.jpg", elsewhere / "a.jpg")
    (album / "copies" / "DSC_0142 (1).JPG").unlink()
    before = (tree(album), tree(elsewhere))

    result = snapsort("dupes", elsewhere, "--with", album, "--link", "--yes", "--json")

    problems = [record for record in result.records if record["type"] == "problem"]
    assert (result.code, [problem["reason"] for problem in problems]) == (1, ["other_device"])
    assert (tree(album), tree(elsewhere)) == before


def test_only_exact_copies_can_be_linked(snapsort: Snapsort, album: Path, tmp_path: Path) -> None:
    assert snapsort("dupes", album, "--link", "--kind", "same").code == 2
    assert snapsort("dupes", album, "--link", "--to", tmp_path / "rest").code == 2
    assert snapsort("dupes", album, "--list", "--to", tmp_path / "rest", "--yes").code == 2
    before = tree(album)
    assert snapsort("dupes", album, "--link").code == 2
    assert tree(album) == before


def test_what_is_protected_is_kept(snapsort: Snapsort, album: Path) -> None:
    result = snapsort("dupes", album, "--json", "--protect", album / "copies")
    assert groups_of(result) == [
        ("exact", {"DSC_0142 (1).JPG"}, {"DSC_0142.JPG"}),
        ("same", {"DSC_0142 (1).JPG", "small.png"}, set()),
    ]


def test_the_user_says_which_rules_count(snapsort: Snapsort, album: Path) -> None:
    os.utime(album / "copies" / "small.png", (1_000_000_000, 1_000_000_000))
    result = snapsort("dupes", album, "--json", "--kind", "same", "--keep", "oldest,resolution")
    assert groups_of(result) == [("same", {"small.png"}, {"DSC_0142.JPG"})]
    refused = snapsort("dupes", album, "--keep", "beauty")
    assert refused.code == 2
    assert "resolution" in refused.err


def test_another_folder_can_be_searched_too(snapsort: Snapsort, album: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy2(album / "scan0007.jpg", other / "a.jpg")
    assert groups_of(snapsort("dupes", other, "--json", "--kind", "exact")) == []
    found = groups_of(snapsort("dupes", other, "--with", album, "--json", "--kind", "exact"))
    assert found == [EXACT, ("exact", {"a.jpg"}, {"scan0007.jpg"})]


def test_the_rest_of_two_folders_goes_to_one_place_and_back(
    snapsort: Snapsort, album: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy2(album / "scan0007.jpg", other / "a.jpg")
    before = (tree(album), tree(other))
    snapsort("dupes", other, "--with", album, "--to", tmp_path / "rest", "--yes")
    assert set(tree(tmp_path / "rest")) == {"scan0007.jpg", "copies/DSC_0142 (1).JPG", "copies/small.png"}
    snapsort("undo", "--yes")
    assert (tree(album), tree(other)) == before


def test_what_is_said_to_be_unlike_stays_so_under_other_names(snapsort: Snapsort, album: Path) -> None:
    small, large = album / "copies" / "small.png", album / "DSC_0142.JPG"
    assert groups_of(snapsort("dupes", album, "--json", "--unlike", small, large)) == [EXACT]
    small.rename(album / "renamed.png")
    assert groups_of(snapsort("dupes", album, "--json")) == [EXACT]
    again = snapsort("dupes", album, "--json", "--alike", album / "renamed.png", large)
    assert groups_of(again) == [EXACT, ("same", {"DSC_0142.JPG"}, {"renamed.png"})]


def test_a_file_that_is_not_there_is_named(snapsort: Snapsort, album: Path) -> None:
    here, missing = album / "DSC_0142.JPG", album / "nowhere.jpg"

    result = snapsort("dupes", album, "--unlike", here, missing)

    assert (result.code, result.err) == (2, f"snapsort: there is no such file: {missing}\n")


def test_the_same_bytes_cannot_be_unlike(snapsort: Snapsort, album: Path) -> None:
    result = snapsort(
        "dupes", album, "--unlike", album / "DSC_0142.JPG", album / "copies" / "DSC_0142 (1).JPG"
    )
    assert result.code == 2
    assert "same bytes" in result.err


def test_a_broken_picture_is_named_and_the_others_are_compared(snapsort: Snapsort, album: Path) -> None:
    (album / "broken.jpg").write_bytes((album / "scan0007.jpg").read_bytes()[:500])
    result = snapsort("dupes", album, "--json")
    assert (result.code, groups_of(result)) == (1, [EXACT, SAME])
    problems = [record for record in result.records if record["type"] == "problem"]
    assert [Path(str(problem["path"])).name for problem in problems] == ["broken.jpg"]


def test_nothing_but_broken_pictures_and_nothing_but_one_are_no_duplicates(
    snapsort: Snapsort, album: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "few"
    folder.mkdir()
    (folder / "broken.jpg").write_bytes((album / "scan0007.jpg").read_bytes()[:500])
    assert snapsort("dupes", folder).code == 1
    shutil.copy2(album / "scan0007.jpg", folder)
    (folder / "broken.jpg").unlink()
    assert snapsort("dupes", folder).code == 0


def test_a_folder_without_pictures_is_nothing_to_do(snapsort: Snapsort, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert snapsort("dupes", tmp_path / "empty").code == 3


def test_the_rest_cannot_go_where_the_search_begins(snapsort: Snapsort, album: Path) -> None:
    assert snapsort("dupes", album, "--to", album, "--yes").code == 2
    assert snapsort("dupes", album / "copies", "--to", album, "--yes").code == 2


def test_the_demo_holds_what_the_tests_take_from_it() -> None:
    assert {"DSC_0142.JPG", "scan0007.jpg", "IMG_2077.PNG"} <= {picture.name for picture in PICTURES}
