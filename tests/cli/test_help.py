"""Help: current, complete, and light."""

from __future__ import annotations

import subprocess
import sys

import pytest

from docs.generate import CLI_FILE, HELP_FILE, cli_markdown, help_text
from snapsort.cli.group import COMMANDS
from tests.cli.lines import loaded_modules


def test_the_written_help_is_the_commands_help() -> None:
    assert HELP_FILE.read_text("utf-8") == help_text(), "run `make docs`"
    assert CLI_FILE.read_text("utf-8") == cli_markdown(), "run `make docs`"


def test_the_help_names_every_exit_code() -> None:
    for code in ("0 done", "1 done with", "2 wrong", "3 nothing", "4 refused", "5 model", "130 interrupted"):
        assert code in help_text()


def test_plain_help_imports_nothing_but_the_package() -> None:
    loaded = loaded_modules("--help")
    assert not loaded & {"click", "torch", "transformers", "numpy", "rich", "dataclasses"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_needs_no_heavy_package(command: str) -> None:
    loaded = loaded_modules(command, "--help")
    assert not loaded & {"torch", "transformers", "numpy", "PIL", "rich", "huggingface_hub"}


def test_no_arguments_at_all_are_wrong_use() -> None:
    result = subprocess.run([sys.executable, "-m", "snapsort"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == HELP_FILE.read_text("utf-8")
