from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from snapsort.embeddings.cache import Cache, Reading, space_key
from snapsort.errors import CacheError, CacheNotWritable
from snapsort.records import UNSEEN, Details, FileStamp, Fingerprint, Floats, Seen, SourceFile
from tests.powers import as_a_user

SECOND_NS = 1_000_000_000
NOW_NS = 1_700_000_000 * SECOND_NS
DETAILS = Details("jpeg", 4000, 3000, 1_600_000_000.25)


def content(text: str) -> Fingerprint:
    return Fingerprint(hashlib.sha256(text.encode()).hexdigest())


def unit(seed: int, dimension: int = 4) -> Floats:
    vector = np.random.default_rng(seed).standard_normal(dimension)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def source_file(name: str = "/photos/a.jpg", age_s: float = 100) -> SourceFile:
    written_ns = NOW_NS - int(age_s * SECOND_NS)
    return SourceFile(
        Path(name),
        FileStamp(size_bytes=10, mtime_ns=written_ns, ctime_ns=written_ns, device=1, inode=7),
    )


def same(found: dict[Fingerprint, Floats], expected: dict[Fingerprint, Floats]) -> bool:
    return found.keys() == expected.keys() and all(
        np.array_equal(found[key], expected[key]) for key in expected
    )


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_vectors_come_back_bit_for_bit_in_the_next_run(tmp_path: Path) -> None:
    vectors = {content(str(number)): unit(number) for number in range(1000)}
    with Cache(tmp_path / "new" / "cache.sqlite") as cache:
        cache.put_vectors("space", vectors)

    with Cache(tmp_path / "new" / "cache.sqlite") as cache:
        found = cache.get_vectors("space", [*vectors, content("never put")])

    assert same(found, vectors)
    assert all(vector.dtype == np.float32 for vector in found.values())


def test_each_space_holds_its_own_vectors() -> None:
    with Cache(None) as cache:
        cache.put_vectors("one", {content("a"): unit(1, dimension=4)})
        cache.put_vectors("other", {content("a"): unit(2, dimension=8)})

        assert same(cache.get_vectors("one", [content("a")]), {content("a"): unit(1, dimension=4)})
        assert same(cache.get_vectors("other", [content("a")]), {content("a"): unit(2, dimension=8)})
        assert cache.get_vectors("third", [content("a")]) == {}


def test_another_dimension_is_refused_and_nothing_is_put() -> None:
    with Cache(None) as cache:
        cache.put_vectors("space", {content("a"): unit(1, dimension=4)})

        with pytest.raises(ValueError, match="dimension"):
            cache.put_vectors(
                "space", {content("b"): unit(2, dimension=4), content("c"): unit(3, dimension=8)}
            )

        assert cache.get_vectors("space", [content("b")]) == {}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\x00" * 15,
        np.zeros(4, "<f4").tobytes(),
        np.full(4, np.nan, "<f4").tobytes(),
        unit(1, 8).tobytes(),
    ],
    ids=["empty", "short", "zero", "nan", "long"],
)
def test_a_damaged_vector_is_missing_and_can_be_put_again(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    with Cache(path) as cache:
        cache.put_vectors("space", {content("a"): unit(1), content("b"): unit(2)})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE vectors SET vector = ? WHERE fingerprint = ?", (damaged, bytes.fromhex(content("a")))
        )

    with Cache(path) as cache:
        assert same(cache.get_vectors("space", [content("a"), content("b")]), {content("b"): unit(2)})
        cache.put_vectors("space", {content("a"): unit(1)})
        assert same(cache.get_vectors("space", [content("a")]), {content("a"): unit(1)})


def test_prompts_and_the_scale_belong_to_a_model() -> None:
    with Cache(None) as cache:
        cache.put_prompts("model", {"a photo of ünïcode 猫": unit(1)})
        cache.put_scale("model", 100.0)

        assert np.array_equal(
            cache.get_prompts("model", ["a photo of ünïcode 猫"])["a photo of ünïcode 猫"], unit(1)
        )
        assert cache.get_scale("model") == 100.0
        assert cache.get_prompts("other", ["a photo of ünïcode 猫"]) == {}
        assert cache.get_scale("other") is None


def known_contents(cache: Cache, files: Sequence[SourceFile]) -> list[Fingerprint | None]:
    return [seen.fingerprint for seen in cache.get_seen(files)]


def test_an_unchanged_file_is_recognized() -> None:
    file = source_file()
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS)])

        assert known_contents(cache, [source_file("/photos/b.jpg"), file]) == [None, content("a")]


@pytest.mark.parametrize(
    "change",
    [
        lambda stamp: replace(stamp, size_bytes=11),
        lambda stamp: replace(stamp, mtime_ns=stamp.mtime_ns + 1),
        lambda stamp: replace(stamp, ctime_ns=stamp.ctime_ns + 1),
        lambda stamp: replace(stamp, inode=8),
    ],
    ids=["size", "mtime", "ctime", "inode"],
)
def test_a_file_with_another_stamp_is_not_recognized(change: Callable[[FileStamp], FileStamp]) -> None:
    file = source_file()
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS)])

        assert known_contents(cache, [replace(file, stamp=change(file.stamp))]) == [None]


def test_another_device_number_is_the_same_file() -> None:
    file = source_file()
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS)])

        replugged = replace(file, stamp=replace(file.stamp, device=2))
        assert known_contents(cache, [replugged]) == [content("a")]


@pytest.mark.parametrize(
    ("age_s", "is_recorded"), [(100, True), (2.1, True), (1.9, False), (0, False), (-50, False)]
)
@pytest.mark.parametrize("which", ["mtime_ns", "ctime_ns"])
def test_a_file_that_was_just_written_is_read_again(which: str, age_s: float, is_recorded: bool) -> None:
    file = source_file(age_s=100)
    fresh_ns = NOW_NS - int(age_s * SECOND_NS)
    stamp = (
        replace(file.stamp, mtime_ns=fresh_ns)
        if which == "mtime_ns"
        else replace(file.stamp, ctime_ns=fresh_ns)
    )
    file = replace(file, stamp=stamp)
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS)])
        cache.put_kinds([(file, "jpeg")], read_ns=NOW_NS)

        cache.put_details([(file, DETAILS)], read_ns=NOW_NS)

        assert cache.get_seen([file]) == [Seen("jpeg", content("a"), DETAILS) if is_recorded else UNSEEN]


def test_what_was_seen_in_a_file_is_known_together_and_forgotten_together() -> None:
    file = source_file()
    changed = replace(file, stamp=replace(file.stamp, size_bytes=11))
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS)])
        assert cache.get_seen([file]) == [Seen(fingerprint=content("a"))]
        cache.put_kinds([(file, "jpeg")], read_ns=NOW_NS)
        cache.put_details([(file, DETAILS)], read_ns=NOW_NS)
        assert cache.get_seen([file]) == [Seen("jpeg", content("a"), DETAILS)]

        cache.put_fingerprints([Reading(changed, content("b"), NOW_NS)])
        assert cache.get_seen([changed, file]) == [Seen(fingerprint=content("b")), UNSEEN]

        cache.put_details([(file, DETAILS)], read_ns=NOW_NS)
        assert cache.get_seen([changed, file]) == [UNSEEN, Seen(details=DETAILS)]


@pytest.mark.parametrize(
    "details", [DETAILS, Details("raw", 0, 0, -1.5), Details("", 7, 8, None), Details("png", 1, 1, 1e9 + 0.1)]
)
def test_every_detail_survives_the_cache(details: Details) -> None:
    with Cache(None) as cache:
        cache.put_details([(source_file(), details)], read_ns=NOW_NS)
        assert cache.get_seen([source_file()]) == [Seen(details=details)]


@pytest.mark.parametrize("spoiled", ["", "jpeg", "jpeg 1 2 3 4", "jpeg one 2 3", "jpeg 1 2 noon"])
def test_spoiled_details_are_read_again(spoiled: str, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with Cache(path) as cache:
        cache.put_details([(source_file(), DETAILS)], read_ns=NOW_NS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE files SET details = ?", (spoiled,))

    with Cache(path) as cache:
        assert cache.get_seen([source_file()]) == [UNSEEN]


def test_files_are_known_whatever_folder_they_lie_in_and_in_any_order() -> None:
    names = ["/a.jpg", "/a/b.jpg", "/a/b/c.jpg", "/a/c.jpg", "/a b/c.jpg", "/b.jpg", "/a/b/d.jpg"]
    files = [source_file(name) for name in names]
    with Cache(None) as cache:
        cache.put_fingerprints(Reading(file, content(str(file.path)), NOW_NS) for file in files)

        assert known_contents(cache, files) == [content(name) for name in names]
        assert known_contents(cache, [files[3], files[3], files[0]]) == [
            content(name) for name in ("/a/c.jpg", "/a/c.jpg", "/a.jpg")
        ]
        assert known_contents(cache, []) == []


def test_fingerprints_outlive_the_change_of_the_format(tmp_path: Path) -> None:
    file, path = source_file(os.fsdecode(b"/photos/caf\xe9/a.jpg")), tmp_path / "cache.sqlite"
    stamp = file.stamp
    text = f"{stamp.size_bytes} {stamp.mtime_ns} {stamp.ctime_ns} {stamp.inode}"
    Cache(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE files")
        connection.execute("CREATE TABLE files (path BLOB PRIMARY KEY, stamp TEXT, fingerprint BLOB)")
        row = (os.fsencode(file.path), text, bytes.fromhex(content("a")))
        connection.execute("INSERT INTO files VALUES (?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 2")

    with Cache(path) as cache:
        assert known_contents(cache, [file]) == [content("a")]
        assert cache.get_seen([file]) == [Seen(fingerprint=content("a"))]


def test_strange_names_and_huge_inodes_are_fine() -> None:
    latin = Path(os.fsdecode(b"/photos/caf\xe9 \n 'a';--.jpg"))
    files = [replace(source_file(), path=path) for path in (latin, Path("/photos/猫.jpg"))]
    files = [replace(file, stamp=replace(file.stamp, inode=2**127)) for file in files]
    with Cache(None) as cache:
        cache.put_fingerprints([Reading(file, content("a"), NOW_NS) for file in files])

        assert known_contents(cache, files) == [content("a")] * len(files)


def test_a_newer_cache_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    Cache(path).close()
    execute(path, "PRAGMA user_version = 99")
    before = path.read_bytes()

    with pytest.raises(CacheError, match="newer snapsort") as caught:
        Cache(path)

    assert "--no-cache" in caught.value.hint
    assert path.read_bytes() == before


def test_somebodys_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "addresses.sqlite"
    execute(path, "CREATE TABLE addresses (name TEXT)")
    before = path.read_bytes()

    with pytest.raises(CacheError, match="not a cache") as caught:
        Cache(path)

    assert "delete" not in caught.value.hint
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be taken for one" * 100)
    before = path.read_bytes()

    with pytest.raises(CacheError, match="not a database") as caught:
        Cache(path)

    assert "--no-cache" in caught.value.hint
    assert path.read_bytes() == before


def test_a_damaged_database_says_how_to_go_on(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with Cache(path) as cache:
        cache.put_vectors("space", {content(str(number)): unit(number) for number in range(1000)})
    damaged = bytearray(path.read_bytes())
    damaged[16384:] = b"\xff" * (len(damaged) - 16384)
    path.write_bytes(damaged)

    with pytest.raises(CacheError) as caught, Cache(path) as cache:
        cache.get_vectors("space", [content("1")])

    assert "delete it" in caught.value.hint


def test_a_folder_is_no_cache(tmp_path: Path) -> None:
    with pytest.raises(CacheError) as caught:
        Cache(tmp_path)

    assert "--no-cache" in caught.value.hint


@as_a_user
def test_a_cache_in_a_closed_folder_may_not_be_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(CacheNotWritable):
        Cache(tmp_path / "cache.sqlite")
    with pytest.raises(CacheNotWritable):
        Cache(tmp_path / "folder" / "cache.sqlite")


@as_a_user
@pytest.mark.parametrize("folder_mode", [0o500, 0o700])
def test_a_cache_that_may_only_be_read_says_so_when_it_is_opened(tmp_path: Path, folder_mode: int) -> None:
    path = tmp_path / "cache.sqlite"
    Cache(path).close()
    path.chmod(0o400)
    tmp_path.chmod(folder_mode)

    with pytest.raises(CacheNotWritable):
        Cache(path)


def test_a_damaged_cache_is_not_taken_for_one_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"no database at all" * 1000)

    with pytest.raises(CacheError) as caught:
        Cache(path)

    assert not isinstance(caught.value, CacheNotWritable)


def test_a_cache_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(CacheError):
        Cache(tmp_path / "file" / "cache.sqlite")


def test_an_empty_file_becomes_a_cache(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").touch()

    with Cache(tmp_path / "cache.sqlite") as cache:
        cache.put_scale("model", 1.5)

    with Cache(tmp_path / "cache.sqlite") as cache:
        assert cache.get_scale("model") == 1.5


def test_a_space_is_known_by_model_preprocessing_and_crops() -> None:
    keys = {space_key(model, crops) for model in ("a float32", "a bfloat16") for crops in ("auto", "1", "3")}

    assert len(keys) == 6
    assert space_key("a float32", "auto") == "a float32 | pixels 2 | crops auto"
