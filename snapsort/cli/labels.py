"""`snapsort labels`: the ready-made label sets, and whether a file is sound."""

from __future__ import annotations

import click

from snapsort.cli.arguments import OutputArguments, output_options


@click.group("labels", invoke_without_command=True)
@click.pass_context
@output_options
def command(context: click.Context, *, output: OutputArguments) -> int:
    """List the ready-made label sets, show one, check a file of your own.

    \b
      snapsort labels                   the sets that come with snapsort
      snapsort labels show everyday     its folders and prompts
      snapsort labels check my.json     whether the file can be used
    """
    if context.invoked_subcommand is not None:
        return 0
    from snapsort.labels import load_labels, ready_made_names
    from snapsort.report import Terminal, report_label_sets

    label_sets = [load_labels(name) for name in ready_made_names()]
    report_label_sets(label_sets, terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


@command.command("show")
@click.argument("name", metavar="NAME|FILE")
@output_options
def show(name: str, *, output: OutputArguments) -> int:
    """Show the folders and prompts of a label set."""
    from snapsort.labels import load_labels
    from snapsort.report import Terminal, report_labels

    report_labels(load_labels(name), terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0


@command.command("check")
@click.argument("file", metavar="FILE")
@output_options
def check(file: str, *, output: OutputArguments) -> int:
    """Say whether a label file can be used, and if not, where it is wrong."""
    from snapsort.labels import load_labels
    from snapsort.report import Terminal, report_checked_labels

    report_checked_labels(load_labels(file), terminal=Terminal(json=output.json, quiet=output.quiet))
    return 0
