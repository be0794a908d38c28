"""The entry. Plain help and version are answered before anything is imported.

Importing click alone takes three times as long as starting Python.
"""

import gc
import sys

OBJECTS_PER_COLLECTION = 200_000
"""A run makes a few small values a picture, keeps them all, and leaves hardly a circle among them. To look
for circles every 700 values, as Python does, finds nothing and takes a tenth of a second run."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    arguments = sys.argv[1:]
    if not arguments or arguments in (["--help"], ["-h"]):
        (sys.stdout if arguments else sys.stderr).write(_help_text())
        sys.exit(0 if arguments else 2)
    if arguments == ["--version"]:
        from snapsort import __version__

        sys.stdout.write(f"snapsort {__version__}\n")
        sys.exit(0)
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    from snapsort.cli import run

    sys.exit(run(arguments))


def _help_text() -> str:
    with open(f"{__file__.rpartition('__main__')[0]}cli/help.txt", encoding="utf-8") as file:  # noqa: PTH123  # pathlib is an import
        return file.read()


if __name__ == "__main__":
    main()
