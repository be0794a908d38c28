"""`python -m demo FOLDER`: write the demo folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.folder import NotOurFolderError, write_demo


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the demo folder; 0, or 2 if that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="is made; an earlier demo in it is replaced, anything else is not"
    )
    parser.add_argument("--seed", type=int, default=0, help="other receipts and chats (default: 0)")
    options = parser.parse_args(arguments)
    try:
        count = write_demo(options.folder, seed=options.seed)
    except NotOurFolderError as error:
        print(f"demo: {error}; nothing was changed. Name another folder.", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(
            f"demo: {error.name} is missing; install the demo extra: pip install -e '.[demo]'",
            file=sys.stderr,
        )
        return 2
    print(f"{count} pictures are in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
