from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from snapsort.files import hash_file, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    with write_whole(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    with pytest.raises(error), write_whole(path) as file:
        file.write(b"half")
        raise error

    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_two_writers_at_once_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "x"

    with write_whole(path) as one, write_whole(path) as other:
        one.write(b"one")
        other.write(b"other")

    assert path.read_bytes() == b"one"
    assert names(tmp_path) == ["x"]


def test_a_link_at_the_path_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / "x").symlink_to(precious)

    with write_whole(tmp_path / "x") as file:
        file.write(b"new")

    assert precious.read_bytes() == b"precious"
    assert (tmp_path / "x").read_bytes() == b"new"


def test_how_the_file_gets_its_name_is_the_callers_choice(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    with pytest.raises(FileExistsError), write_whole(path, put=os.link) as file:
        file.write(b"new")

    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_a_file_may_have_the_longest_name(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)

    with write_whole(path) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"


def test_a_file_has_the_fingerprint_that_sha256sum_prints(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(3_000_000))

    assert hash_file(path) == hashlib.sha256(bytes(3_000_000)).hexdigest()
