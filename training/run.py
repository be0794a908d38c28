"""Makes a model from folders of pictures, stage by stage: `python -m training.run all --work FOLDER ...`.

A stage that is done is not done again; one that was stopped goes on from its checkpoint. To do a stage again,
name it instead of `all`, or delete `STAGE.done` in the work folder.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import torch

from training.settings import Settings, parse_settings
from training.stages import STAGES, Report


def main(arguments: Sequence[str]) -> None:
    """Run one stage, or all that are not done."""
    stage, settings = parse_settings(arguments, tuple(STAGES))
    torch.set_num_threads(settings.threads)
    settings.work.mkdir(parents=True, exist_ok=True)
    names = list(STAGES) if stage == "all" else [stage]
    for name in names:
        if stage != "all" or not (settings.work / f"{name}.done").is_file():
            run_stage(name, settings, lambda line: print(line, flush=True))


def run_stage(name: str, settings: Settings, report: Report) -> None:
    """Run a stage and note that it is done."""
    began = time.monotonic()
    report(f"{name}: {(STAGES[name].__doc__ or '').splitlines()[0]}")
    STAGES[name](settings, report)
    report(f"{name}: done in {time.monotonic() - began:.0f} s")
    (settings.work / f"{name}.done").touch()


if __name__ == "__main__":
    main(sys.argv[1:])
