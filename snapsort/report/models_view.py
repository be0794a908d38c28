"""Models as people and machines read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.models import BUILTIN, Execution, FetchedModel, KnownModel, ModelSource
from snapsort.report.terminal import Terminal
from snapsort.words import printable, size

BUILTIN_LICENSE = "MIT"


def report_model(source: ModelSource, *, execution: Execution, terminal: Terminal) -> None:
    """The model that is used, where it is, why this one, and how it is run."""
    terminal.answer(
        f"model     {printable(source.id)}",
        f"revision  {source.revision}",
        f"folder    {printable(source.folder)}",
        f"because   {source.why}",
        f"computes  in {execution.precision} on {' and '.join(execution.devices)}, "
        f"{execution.batch_size} pictures at a time",
    )
    terminal.record(
        {
            **_record("model", source),
            "devices": execution.devices,
            "precision": execution.precision,
            "batch_size": execution.batch_size,
        }
    )


def report_fetched_model(source: ModelSource, *, used: ModelSource, terminal: Terminal) -> None:
    """What was fetched, and how to make it the one that is used if it is not."""
    terminal.answer(f"{source.id} is in {printable(source.folder)}")
    if source.id != used.id:
        terminal.remark(f"to use it from now on: snapsort model use {source.id}")
    terminal.record(_record("fetched", source))


def report_removed_model(model: FetchedModel, *, terminal: Terminal) -> None:
    """What is gone, and how much room it has left."""
    terminal.answer(f"removed {model.source.id}, {size(model.size_bytes)} are free again")
    terminal.record(
        {
            "type": "removed",
            "id": model.source.id,
            "revision": model.source.revision,
            "bytes": model.size_bytes,
        }
    )


def report_known_models(
    models: Sequence[KnownModel], *, local: Collection[str], used: str, terminal: Terminal
) -> None:
    """The built-in model and the known ones, a row each."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("name", "model", "download", "license", "ImageNet top-1", "here"):
        table.add_column(
            heading,
            justify="right" if heading in ("download", "ImageNet top-1") else "left",
            no_wrap=heading == "name",  # it is what has to be typed
            overflow="fold",
        )
    table.add_row(
        BUILTIN.id,
        "snapsort's own small one",
        "",
        f"{BUILTIN_LICENSE}, see docs",
        "",
        _where(BUILTIN.id, {BUILTIN.id}, used),
    )
    terminal.record(_builtin_record())
    for model in models:
        table.add_row(
            model.name,
            Text(model.title),
            size(model.download_bytes),
            model.license,
            f"{model.imagenet_top1:.1%}",
            _where(model.repo_id, local, used),
        )
        terminal.record(_known_record(model, local=model.repo_id in local))
    terminal.answer(table, Text("\nImageNet: zero-shot accuracy as published by the authors.", style="dim"))


def _where(repo_id: str, local: Collection[str], used: str) -> str:
    if repo_id == used:
        return "used"
    return "yes" if repo_id in local else "no"


def _builtin_record() -> dict[str, object]:
    """The fields of `_known_record`; nothing is to be fetched, and nobody has published its quality."""
    return {
        "type": "known_model",
        "name": BUILTIN.id,
        "id": BUILTIN.id,
        "revision": BUILTIN.revision,
        "download_bytes": 0,
        "license": BUILTIN_LICENSE,
        "imagenet_top1": None,
        "source": None,
        "local": True,
    }


def _known_record(model: KnownModel, *, local: bool) -> dict[str, object]:
    return {
        "type": "known_model",
        "name": model.name,
        "id": model.repo_id,
        "revision": model.revision,
        "download_bytes": model.download_bytes,
        "license": model.license,
        "imagenet_top1": model.imagenet_top1,
        "source": model.source,
        "local": local,
    }


def _record(kind: str, source: ModelSource) -> dict[str, object]:
    return {
        "type": kind,
        "id": source.id,
        "revision": source.revision,
        "folder": str(source.folder),
        "why": source.why,
    }
