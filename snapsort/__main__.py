"""The entry. Plain help and version are answered before anything is imported: click alone costs three starts of Python."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    arguments = sys.argv[1:]
    if not arguments or arguments in (["--help"], ["-h"]):
        print(_help_text(), end="", file=sys.stdout if arguments else sys.stderr)
        sys.exit(0 if arguments else 2)
    if arguments == ["--version"]:
        from snapsort import __version__

        print(f"snapsort {__version__}")
        sys.exit(0)
    from snapsort.cli import run

    sys.exit(run(arguments))


def _help_text() -> str:
    with open(f"{__file__.rpartition('__main__')[0]}cli/help.txt", encoding="utf-8") as file:  # noqa: PTH123  # pathlib is an import
        return file.read()


if __name__ == "__main__":
    main()
