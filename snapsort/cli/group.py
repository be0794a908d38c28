"""The `snapsort` command: a first word that is no command is a folder to sort."""

from __future__ import annotations

import difflib
import importlib
from pathlib import Path

import click

from snapsort import __version__

SECTIONS = {
    "Sort": {
        "sort": "put pictures into folders, after showing what would go where",
        "review": "the same in your browser: look, put right, teach, move",
        "apply": "carry out a plan that was saved",
        "undo": "take a run back",
        "history": "the runs, and where their pictures are now",
        "recover": "settle a run that was cut off",
    },
    "Look": {
        "find": "search by words, by a picture, or by both",
        "dupes": "what is there twice, or nearly, and which to keep",
        "order": "likes beside likes: a list, numbers in names, copies",
        "map": "a map to wander in, as one offline page",
        "sheet": "contact sheets, likes beside likes",
        "features": "labels, ranks and embeddings for other programs",
    },
    "Learn": {
        "learn": "from the pictures that you dragged elsewhere",
        "train": "from a folder that you have put right",
        "eval": "how right sorting would be, measured on a sorted folder",
        "corrections": "what you have said about pictures",
        "head": "what was learned from it",
    },
    "Choose": {
        "labels": "the label sets: list, show, check",
        "discover": "labels for a folder of which you do not know what is in it",
        "model": "which model is used, and which others there are",
    },
}
"""The commands in the order of the help, each with its line there; each lives in the module of its name."""

COMMANDS = tuple(name for section in SECTIONS.values() for name in section)

EPILOG = """\b
Exit codes: 0 done, 1 done with problems, 2 wrong use, 3 nothing to do,
4 refused for safety, 5 model not available, 130 interrupted."""


class SnapsortGroup(click.Group):
    """Commands that are imported when they are asked for, and `sort` when none is named."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"snapsort.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"snapsort.cli.{cmd_name}.command is {command!r}")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in sections, a line each."""
        width = max(map(len, COMMANDS))
        for name, commands in SECTIONS.items():
            with formatter.section(name):
                formatter.write_dl([(command.ljust(width), line) for command, line in commands.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `sort` in front of a line that begins with a folder or with one of sort's options."""
        if args and args[0] not in (*COMMANDS, "--help", "-h", "--version"):
            _refuse_mistyped_command(args[0])
            args = ["sort", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=SnapsortGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="snapsort %(version)s")
def snapsort() -> None:
    """Sort a messy folder of pictures by what they show.

    \b
      snapsort ~/Pictures --dry-run     see what would go where; nothing changes
      snapsort ~/Pictures               the same, then ask, then move
      snapsort undo                     take the last run back

    `snapsort DIR` and `snapsort sort DIR` are the same. What the model is not sure of stays where it is.
    Everything runs on this machine; every move can be undone.
    """


def _refuse_mistyped_command(word: str) -> None:
    if word.startswith("-") or Path(word).exists():
        return
    nearest = difflib.get_close_matches(word, COMMANDS, n=1)
    meant = f" Did you mean `snapsort {nearest[0]}`?" if nearest else " See `snapsort --help`."
    raise click.UsageError(f"'{word}' is neither a folder nor a command.{meant}")
