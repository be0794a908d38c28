from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from snapsort.errors import UsageError
from snapsort.photos import Scan, ScanOptions, scan
from tests.photos.pictures import jpeg, png
from tests.powers import as_a_user

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def fill(root: Path, *names: str) -> None:
    """Empty folders for names that end in `/`, a JPEG for the others."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(jpeg())


def photos_of(found: Scan, root: Path) -> list[str]:
    return [photo.path.relative_to(root).as_posix() for photo in found.photos]


def problems_of(found: Scan, root: Path) -> dict[str, str]:
    return {problem.path.relative_to(root).as_posix(): problem.code for problem in found.problems}


def scanned(root: Path, options: ScanOptions | None = None) -> list[str]:
    return photos_of(scan(root, options or ScanOptions()), root)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert scan(tmp_path, ScanOptions()) == Scan((), (), ())


def test_photos_come_in_path_order_part_by_part(tmp_path: Path) -> None:
    names = ["a b/1.jpg", "a/2.jpg", "a/b/0.jpg", "B.jpg", "a.jpg", "é.jpg"]
    random.Random(0).shuffle(names)
    fill(tmp_path, *names)
    assert scanned(tmp_path) == ["B.jpg", "a/2.jpg", "a/b/0.jpg", "a b/1.jpg", "a.jpg", "é.jpg"]


def test_a_photo_has_its_path_its_stamp_and_its_companions(tmp_path: Path) -> None:
    fill(tmp_path, "IMG.jpg", "IMG.CR2", "IMG.xmp", "other.xmp")
    (photo,) = scan(tmp_path, ScanOptions()).photos
    status = (tmp_path / "IMG.jpg").stat()
    assert photo.path == tmp_path / "IMG.jpg"
    assert photo.file.stamp.size_bytes == status.st_size
    assert photo.file.stamp.mtime_ns == status.st_mtime_ns
    assert photo.file.stamp.inode == status.st_ino
    assert [file.path.name for file in photo.companions] == ["IMG.CR2", "IMG.xmp"]


def test_companions_are_looked_for_in_the_same_folder_only(tmp_path: Path) -> None:
    fill(tmp_path, "IMG.jpg", "sub/IMG.xmp")
    found = scan(tmp_path, ScanOptions())
    assert found.photos[0].companions == ()
    assert found.other_files == (tmp_path / "sub" / "IMG.xmp",)


def test_content_decides_what_is_a_picture(tmp_path: Path) -> None:
    (tmp_path / "no extension").write_bytes(png())
    (tmp_path / "wrong.txt").write_bytes(jpeg())
    (tmp_path / "wrong.png").write_bytes(jpeg())
    (tmp_path / "page.jpg").write_bytes(b"<!doctype html><title>404</title>")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "drawing.svg").write_bytes(b"<svg/>")
    (tmp_path / "notes.txt").write_bytes(b"")
    (tmp_path / "video.mov").write_bytes(jpeg())
    found = scan(tmp_path, ScanOptions())
    assert photos_of(found, tmp_path) == ["no extension", "wrong.png", "wrong.txt"]
    assert problems_of(found, tmp_path) == {
        "drawing.svg": "unsupported_kind",
        "empty.png": "empty",
        "page.jpg": "not_a_picture",
    }
    assert found.other_files == (tmp_path / "notes.txt", tmp_path / "video.mov")
    assert "a web page" in found.problems[-1].reason


def test_hidden_and_foreign_folders_are_left_out(tmp_path: Path) -> None:
    skipped = (
        "@eaDir",
        "#recycle",
        "System Volume Information",
        "$RECYCLE.BIN",
        "node_modules",
        "a.photoslibrary",
    )
    junk = (".git", ".@__thumb", "Catalog.lrdata", "_snapsort-trash", ".snapsort")
    fill(
        tmp_path,
        "a.jpg",
        ".hidden.jpg",
        ".hidden/a.jpg",
        "._a.jpg",
        *(f"{name}/a.jpg" for name in skipped + junk),
    )
    assert scanned(tmp_path) == ["a.jpg"]
    assert scanned(tmp_path, ScanOptions(include_hidden=True)) == [".hidden/a.jpg", ".hidden.jpg", "a.jpg"]
    assert scan(tmp_path, ScanOptions()).other_files == ()


def test_a_hidden_root_is_scanned_when_it_is_asked_for(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden/a.jpg")
    assert scanned(tmp_path / ".hidden") == ["a.jpg"]


def test_depth_can_be_limited(tmp_path: Path) -> None:
    fill(tmp_path, "0.jpg", "a/1.jpg", "a/b/2.jpg")
    assert scanned(tmp_path, ScanOptions(recursive=False)) == ["0.jpg"]
    assert scanned(tmp_path, ScanOptions(max_depth=1)) == ["0.jpg"]
    assert scanned(tmp_path, ScanOptions(max_depth=2)) == ["0.jpg", "a/1.jpg"]
    assert scanned(tmp_path) == ["0.jpg", "a/1.jpg", "a/b/2.jpg"]


def test_one_file_system_keeps_what_is_on_it(tmp_path: Path) -> None:
    fill(tmp_path, "0.jpg", "a/1.jpg")
    assert scanned(tmp_path, ScanOptions(one_file_system=True)) == ["0.jpg", "a/1.jpg"]


def test_sorted_folders_are_left_out_by_identity(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "receipts/b.jpg", "sub/receipts/c.jpg", "other/")
    spelled_otherwise = tmp_path / "other" / ".." / "receipts"
    assert scanned(tmp_path, ScanOptions(skip_folders=(spelled_otherwise, tmp_path / "missing"))) == [
        "a.jpg",
        "sub/receipts/c.jpg",
    ]


def test_the_root_is_scanned_even_if_it_counts_as_sorted(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg")
    assert scanned(tmp_path, ScanOptions(skip_folders=(tmp_path,))) == ["a.jpg"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (("*.jpg",), []),
        (("a/",), ["b/a.jpg", "b/c.jpg"]),
        (("/b/*.jpg",), ["a/c.jpg"]),
        (("**/c.jpg",), ["b/a.jpg"]),
        (("*.jpg", "!c.jpg"), ["a/c.jpg", "b/c.jpg"]),
    ],
)
def test_exclude_speaks_gitignore(tmp_path: Path, exclude: tuple[str, ...], left: list[str]) -> None:
    fill(tmp_path, "a/c.jpg", "b/a.jpg", "b/c.jpg")
    assert scanned(tmp_path, ScanOptions(exclude=exclude)) == left


def test_an_exclude_pattern_that_is_none_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exclude"):
        scan(tmp_path, ScanOptions(exclude=("!",)))


def test_ignore_files_apply_below_their_folder_and_the_nearest_wins(tmp_path: Path) -> None:
    fill(tmp_path, "a/x.jpg", "a/y.jpg", "b/x.jpg", "a/deep/x.jpg", "a/deep/y.jpg")
    (tmp_path / "a" / ".snapsortignore").write_text("# mine\n\ufeffnone\n/x.jpg\ny.jpg\n", "utf-8")
    (tmp_path / "a" / "deep" / ".snapsortignore").write_text("!y.jpg", "utf-8")
    assert scanned(tmp_path) == ["a/deep/x.jpg", "a/deep/y.jpg", "b/x.jpg"]
    assert scanned(tmp_path, ScanOptions(exclude=("**/deep/y.jpg",))) == ["a/deep/x.jpg", "b/x.jpg"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"!\n"])
def test_a_folder_whose_ignore_file_makes_no_sense_is_left_alone(tmp_path: Path, content: bytes) -> None:
    fill(tmp_path, "a.jpg", "b/c.jpg")
    (tmp_path / "b" / ".snapsortignore").write_bytes(content)
    found = scan(tmp_path, ScanOptions())
    assert photos_of(found, tmp_path) == ["a.jpg"]
    assert problems_of(found, tmp_path) == {"b": "bad_ignore_file"}


@posix_only
def test_symbolic_links_are_left_alone_like_other_files(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.jpg")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a" / "b.jpg")
    (tmp_path / "dangling").symlink_to("nowhere")
    found = scan(tmp_path, ScanOptions())
    assert photos_of(found, tmp_path) == ["a/b.jpg"]
    assert found.problems == ()
    assert found.other_files == (tmp_path / "dangling", tmp_path / "link.jpg", tmp_path / "loop")


@posix_only
def test_a_root_that_is_a_symbolic_link_is_scanned(tmp_path: Path) -> None:
    fill(tmp_path, "a/b.jpg")
    (tmp_path / "link").symlink_to("a")
    assert scanned(tmp_path / "link") == ["b.jpg"]


@posix_only
def test_a_fifo_is_neither_opened_nor_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert scan(tmp_path, ScanOptions()) == Scan((), (), (tmp_path / "a.jpg",))


@posix_only
@as_a_user
def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "closed/b.jpg", "secret.jpg", "secret.txt")
    for name in ("closed", "secret.jpg", "secret.txt"):
        (tmp_path / name).chmod(0)
    found = scan(tmp_path, ScanOptions())
    (tmp_path / "closed").chmod(0o700)
    assert photos_of(found, tmp_path) == ["a.jpg"]
    assert problems_of(found, tmp_path) == {"closed": "unreadable_folder", "secret.jpg": "unreadable"}
    assert found.other_files == (tmp_path / "secret.txt",)


@posix_only
def test_a_file_that_vanishes_during_the_scan_is_reported(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "b.jpg")
    found = scan(
        tmp_path, ScanOptions(), on_progress=lambda _done: (tmp_path / "b.jpg").unlink(missing_ok=True)
    )
    assert photos_of(found, tmp_path) == ["a.jpg"]
    assert problems_of(found, tmp_path) == {"b.jpg": "gone"}


@posix_only
def test_a_folder_that_vanishes_during_the_scan_is_reported(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "sub/")
    found = scan(tmp_path, ScanOptions(), on_progress=lambda _done: (tmp_path / "sub").rmdir())
    assert photos_of(found, tmp_path) == ["a.jpg"]
    assert problems_of(found, tmp_path) == {"sub": "unreadable_folder"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_names_of_any_bytes_survive(tmp_path: Path) -> None:
    names = (b"new\nline.jpg", b"bad\xff.jpg", "𝒳.jpg".encode(), b"-rf.jpg", b"back\\slash.jpg")
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(jpeg())
    found = scan(tmp_path, ScanOptions(exclude=("nothing",)))
    assert {os.fsencode(photo.path.name) for photo in found.photos} == set(names)


@posix_only
def test_a_tree_deeper_than_the_recursion_limit_is_scanned(tmp_path: Path) -> None:
    folders = [tmp_path / ("d/" * depth) for depth in range(1, sys.getrecursionlimit() + 100)]
    for folder in folders:
        folder.mkdir()
    try:
        found = scan(tmp_path, ScanOptions())
    finally:
        for folder in reversed(folders):  # shutil.rmtree, which would clean up, has such a limit
            folder.rmdir()
    assert found == Scan((), (), ())


def test_progress_counts_each_file_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "b/c.jpg", "b/d.xmp")
    seen: list[int] = []
    scan(tmp_path, ScanOptions(), on_progress=seen.append)
    assert seen == [1, 2, 3]


def test_a_root_that_is_no_folder_ends_the_run(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg")
    for root in (tmp_path / "a.jpg", tmp_path / "missing"):
        with pytest.raises(UsageError, match=root.name):
            scan(root, ScanOptions())


def test_a_relative_root_gives_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a/b.jpg")
    monkeypatch.chdir(tmp_path)
    assert [photo.path for photo in scan(Path("a"), ScanOptions()).photos] == [tmp_path / "a" / "b.jpg"]


def test_each_file_is_accounted_for_once(tmp_path: Path) -> None:
    fill(tmp_path, "IMG.jpg", "IMG.xmp", "IMG_E1234.jpg", "sub/IMG_1234.jpg", "x.mov", "y.NEF", "y.jpg")
    (tmp_path / "z.png").write_bytes(b"?")
    found = scan(tmp_path, ScanOptions())
    named = [file.path for photo in found.photos for file in photo.files]
    named += [*(problem.path for problem in found.problems), *found.other_files]
    assert sorted(named) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
