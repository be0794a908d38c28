"""The settings file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapsort.errors import UsageError
from snapsort.settings import Settings, read_settings, write_settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml") == Settings(model=None)


@given(model=st.none() | TEXT)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(tmp_path: Path, model: str | None) -> None:
    path = tmp_path / "deep" / "config.toml"

    write_settings(path, Settings(model=model))

    assert read_settings(path) == Settings(model=model)
    assert [file.name for file in path.parent.iterdir()] == ["config.toml"]


def test_the_file_is_one_that_a_person_would_write(tmp_path: Path) -> None:
    write_settings(tmp_path / "config.toml", Settings(model="clip-b32"))

    assert (tmp_path / "config.toml").read_text("utf-8") == 'model = "clip-b32"\n'


@pytest.mark.parametrize(
    ("content", "place", "hint"),
    [
        ("modle = 'clip-b32'\n", "line 1: unknown key 'modle'", "did you mean 'model'?"),
        (
            "# mine\n\nmodel = 'a'\n[red]\na = 1\n",
            "line 4: unknown key 'red'",
            "did you mean 'model'?",
        ),
        ("model = 'a'\nmodel = 'b'\n", "is not TOML", ""),
        ("model = \n", "line 1", ""),
        ("# mine\nmodel = 3\n", "line 2: model is not a text", ""),
        (b"model = '\xff'\n", "cannot be read", ""),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_the_place(
    tmp_path: Path, content: str | bytes, place: str, hint: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(UsageError) as refusal:
        read_settings(path)

    assert str(path) in str(refusal.value)
    assert place in str(refusal.value)
    assert refusal.value.hint == hint


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write_settings(path, Settings(model="clip-b32"))

    with pytest.raises(UnicodeEncodeError):
        write_settings(path, Settings(model="\ud800"))

    assert read_settings(path) == Settings(model="clip-b32")
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]
