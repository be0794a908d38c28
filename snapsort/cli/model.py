"""`snapsort model`: which model is used and why, the known ones, fetching one."""

from __future__ import annotations

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.default_group import DefaultGroup
from snapsort.cli.options import output_options, yes_option
from snapsort.cli.tools import model_in_use


@click.group("model", cls=DefaultGroup)
def command() -> None:
    """Say which model is used and why; list, fetch and choose models.

    \b
      snapsort model                    the one that is used now
      snapsort model list               the ones that snapsort knows
      snapsort model fetch              get CLIP ViT-B/32 (600 MB, once)
      snapsort model use clip-l14       from now on
      snapsort model remove clip-l14    off this machine

    Only `fetch` uses the network, and no picture ever goes there.
    """


@command.command("show")
@output_options
def show(*, output: OutputArguments) -> int:
    """Say which model is used, why, and how it is run here."""
    from snapsort.models import choose_execution
    from snapsort.report import Terminal, report_model

    report_model(
        model_in_use(), execution=choose_execution(), terminal=Terminal(json=output.json, quiet=output.quiet)
    )
    return 0


@command.command("list")
@output_options
def list_models(*, output: OutputArguments) -> int:
    """List the known models: size, license, published quality, and whether they are here."""
    from snapsort.cli.places import find_places
    from snapsort.errors import ModelUnavailable
    from snapsort.models import KNOWN_MODELS, choose_model
    from snapsort.report import Terminal, report_known_models

    hub_cache = find_places().hub_cache
    local = set()
    for model in KNOWN_MODELS:
        try:
            local.add(choose_model(model.name, setting=None, hub_cache=hub_cache).id)
        except ModelUnavailable:
            continue
    terminal = Terminal(json=output.json, quiet=output.quiet)
    report_known_models(KNOWN_MODELS, local=local, used=model_in_use().id, terminal=terminal)
    return 0


@command.command("fetch")
@click.argument("name", default="clip-b32")
@click.option("--offline", is_flag=True, help="Never use the network.")
@output_options
def fetch(name: str, offline: bool, *, output: OutputArguments) -> int:
    """Fetch a model from the HuggingFace hub: a known name, or a repository such as `org/name`.

    Weights come as safetensors only, at a pinned revision, and are checked. An interrupted fetch goes on
    where it was.
    """
    from snapsort.cli.places import find_places
    from snapsort.models import fetch_model
    from snapsort.report import Terminal, report_fetched_model

    if name == "builtin":
        raise click.UsageError("the built-in model comes with snapsort; there is nothing to fetch.")
    terminal = Terminal(json=output.json, quiet=output.quiet)
    with terminal.progress(f"fetching {name}") as on_progress:
        source = fetch_model(
            name, hub_cache=find_places().hub_cache, offline=offline, on_progress=on_progress
        )
    report_fetched_model(source, used=model_in_use(), terminal=terminal)
    return 0


@command.command("remove")
@click.argument("name")
@yes_option
@output_options
def remove(name: str, yes: bool, *, output: OutputArguments) -> int:
    """Remove a fetched model from this machine, after asking; `fetch` gets it again.

    What else lies in the HuggingFace cache stays.
    """
    from snapsort.cli.asking import confirm
    from snapsort.cli.places import find_places
    from snapsort.errors import ModelUnavailable
    from snapsort.models import find_fetched, remove_fetched
    from snapsort.report import Terminal, report_removed_model
    from snapsort.words import size

    hub_cache = find_places().hub_cache
    terminal = Terminal(json=output.json, quiet=output.quiet)
    fetched = find_fetched(name, hub_cache=hub_cache)
    if not confirm(f"Remove {fetched.source.id} ({size(fetched.size_bytes)})?", yes=yes):
        terminal.remark("nothing was changed")
        return 0
    remove_fetched(fetched, hub_cache=hub_cache)
    report_removed_model(fetched, terminal=terminal)
    try:
        model_in_use()
    except ModelUnavailable:
        terminal.remark("your settings still name it: snapsort model use auto", style="yellow")
    return 0


@command.command("use")
@click.argument("name")
@output_options
def use(name: str, *, output: OutputArguments) -> int:
    """Use this model from now on: a known name, a repository, a folder, `builtin`; `auto` for no choice."""
    from dataclasses import replace

    from snapsort.cli.places import find_places
    from snapsort.models import choose_execution, choose_model
    from snapsort.report import Terminal, report_model
    from snapsort.settings import read_settings, write_settings

    places = find_places()
    settings = replace(read_settings(places.settings_file), model=None)
    if name != "auto":
        chosen = choose_model(name, setting=None, hub_cache=places.hub_cache)
        # A folder is written down whole: tomorrow snapsort may be started elsewhere.
        settings = replace(settings, model=str(chosen.folder) if chosen.id == str(chosen.folder) else name)
    write_settings(places.settings_file, settings)
    report_model(
        model_in_use(), execution=choose_execution(), terminal=Terminal(json=output.json, quiet=output.quiet)
    )
    return 0
