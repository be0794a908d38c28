"""Writes docs/CLI.md and snapsort/cli/help.txt from the commands themselves: `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from snapsort.cli.group import COMMANDS, snapsort

ROOT = Path(__file__).resolve().parents[1]
HELP_FILE = ROOT / "snapsort" / "cli" / "help.txt"
CLI_FILE = ROOT / "docs" / "CLI.md"

INTRODUCTION = """# Command line

Written by `make docs` from the commands themselves. What goes to stdout is the answer; progress and
remarks go to stderr. Each command has `--json`; [JSON.md](JSON.md) describes the lines.
"""


def help_text() -> str:
    """What plain `snapsort --help` prints, 80 columns wide."""
    return _help(snapsort, "snapsort")


def cli_markdown() -> str:
    """The reference page: each command with its help."""
    sections = [INTRODUCTION, _section("snapsort", help_text())]
    context = click.Context(snapsort, info_name="snapsort")
    for name in COMMANDS:
        command = snapsort.get_command(context, name)
        if command is not None:
            sections += [
                _section(path, _help(part, path)) for path, part in _walk(command, f"snapsort {name}")
            ]
    return "\n".join(sections)


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from _walk(part, f"{path} {name}")


def _help(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path, terminal_width=80, help_option_names=["-h", "--help"])
    return command.get_help(context) + "\n"


def _section(path: str, text: str) -> str:
    return f"## `{path}`\n\n```\n{text}```\n"


if __name__ == "__main__":
    HELP_FILE.write_text(help_text(), "utf-8")
    CLI_FILE.write_text(cli_markdown(), "utf-8")
