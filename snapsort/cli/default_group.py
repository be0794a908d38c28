"""Commands with commands of their own, one of which is meant when none is named."""

from __future__ import annotations

import click


class DefaultGroup(click.Group):
    """The first command of the group is the one that is meant: `snapsort labels --json` lists them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name in front of a line that names none."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)
