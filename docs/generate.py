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

| exit code | when |
|---|---|
| 0 | done; also: all pictures stay, or you said no |
| 1 | done, but some files could not be used or moved; they are named |
| 2 | wrong use: an option, a label file, a plan; no terminal to ask on and no `--yes`; a full disk |
| 3 | nothing to do: no picture in the folder, no run to take back |
| 4 | refused for safety: a home folder, a repository, a target closed, full or taken, a run to `recover` |
| 5 | the model is not on this machine, or cannot be loaded |
| 130 | interrupted by Ctrl-C |
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
