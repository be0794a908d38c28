from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.errors import RefusedForSafety, UsageError
from snapsort.moving import check_folders
from tests.powers import as_a_user


def check(root: Path, into: Path | None = None, *, base: Path, force: bool = False) -> None:
    check_folders(root, into or root, home=base / "home", state=base / "state", force=force)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "pictures"
    folder.mkdir(parents=True)
    return folder


def test_an_ordinary_folder_is_fine(root: Path, tmp_path: Path) -> None:
    check(root, base=tmp_path)
    check(root, root / "not" / "there" / "yet", base=tmp_path)
    check(root, tmp_path / "home", base=tmp_path)


def test_a_folder_that_is_missing_or_no_folder_is_wrong_use(root: Path, tmp_path: Path) -> None:
    (root / "file").touch()

    with pytest.raises(UsageError, match="there is no folder"):
        check(root / "missing", base=tmp_path)
    with pytest.raises(UsageError, match="is not a folder"):
        check(root / "file", base=tmp_path)


@as_a_user
def test_a_folder_that_cannot_be_read_is_wrong_use(root: Path, tmp_path: Path) -> None:
    root.chmod(0)

    with pytest.raises(UsageError, match="cannot be read"):
        check(root, base=tmp_path)


@pytest.mark.parametrize("folder", ["/", "/usr", "/usr/share", "/etc", "/home", "/tmp"])
def test_system_folders_are_refused_on_both_sides(root: Path, tmp_path: Path, folder: str) -> None:
    with pytest.raises(RefusedForSafety, match="belongs to the system"):
        check(Path(folder), base=tmp_path)
    with pytest.raises(RefusedForSafety, match="belongs to the system"):
        check(root, Path(folder), base=tmp_path)


def test_a_link_to_a_system_folder_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "link").symlink_to("/usr")

    with pytest.raises(RefusedForSafety, match="belongs to the system"):
        check(root / "link", base=tmp_path)


def test_the_home_folder_itself_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedForSafety, match="home folder itself"):
        check(root.parent, base=tmp_path)


@pytest.mark.parametrize("mark", [".git", "pyproject.toml", "package.json"])
def test_a_project_is_refused(root: Path, tmp_path: Path, mark: str) -> None:
    (root / mark).touch()

    with pytest.raises(RefusedForSafety, match="is a project"):
        check(root, base=tmp_path)
    check(root, base=tmp_path, force=True)


@pytest.mark.parametrize("name", ["state", "state/runs", "home/pictures/.snapsort"])
def test_our_own_folders_are_refused_even_by_force(root: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)

    with pytest.raises(RefusedForSafety, match="belongs to snapsort itself"):
        check(root, tmp_path / name, base=tmp_path, force=True)


def test_a_target_that_is_a_file_is_refused_even_by_force(root: Path, tmp_path: Path) -> None:
    (root / "file").touch()

    with pytest.raises(RefusedForSafety, match="is a file"):
        check(root, root / "file", base=tmp_path, force=True)
