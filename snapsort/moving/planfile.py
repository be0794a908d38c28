"""The plan file: a plan as JSON lines that can be looked at, filtered, edited, and carried out later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from snapsort.errors import PlanFileError, RefusedForSafety
from snapsort.files import write_whole
from snapsort.folding import fold
from snapsort.moving.fields import Fields, read_line, write_line
from snapsort.moving.journal import MIRROR
from snapsort.moving.lines import MODES
from snapsort.moving.names import parts_below
from snapsort.moving.planlines import Goes, StaysOut, plan_line, read_photo
from snapsort.records import Mode, Plan, PlannedMove, Problem, Stay

VERSION = 1


def write_plan(plan: Plan, path: Path) -> None:
    """Write the plan file, whole or not at all; it replaces an earlier plan, and nothing else.

    Raises:
        RefusedForSafety: something else is there.
        PlanFileError: the file cannot be written.
    """
    if path.exists() and not _is_plan_file(path):
        raise RefusedForSafety(f"{path} exists and is not a plan file", hint="choose another name")
    try:
        with write_whole(path) as file:
            file.write(write_line(_header_record(plan)))
            file.writelines(write_line(plan_line(item, plan.mode)) for item in in_path_order(plan))
    except OSError as error:
        raise PlanFileError(f"cannot write the plan file {path}: {error.strerror}") from error


def read_plan(path: Path) -> Plan:
    """The plan in a file, in path order.

    What may be edited: lines may go, a `target` may change (a companion's along with its picture's), and an
    `action` may become `stay`, which is as good as removing the line.

    Raises:
        PlanFileError: it cannot be read or must not be carried out; the message names the line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PlanFileError(f"cannot read the plan file {path}: {error.strerror}") from error
    lines = [line for line in enumerate(content.split(b"\n"), start=1) if line[1].strip()]
    if not lines or not _claims_to_be_a_plan(lines[0][1]):
        raise PlanFileError(f"{path} is no plan of snapsort's", hint="`snapsort DIR --plan FILE` saves one")
    header = _Header(Path("/"), Path("/"), "move", "", "")
    items: list[_Line] = []
    for number, line in lines:
        try:
            if not items and number == lines[0][0]:
                header = _read_header(read_line(line))
            else:
                items.append(_Line(number, read_photo(read_line(line), header.mode)))
                _check_places(items[-1].item, header)
        except ValueError as error:
            raise PlanFileError(f"{path}, line {number}: {error}") from error
    _check_distinct(items, path)
    return _make_plan(header, [line.item for line in items])


def in_path_order(plan: Plan) -> tuple[PlannedMove | Stay | Problem, ...]:
    """Everything in the plan by the path of the picture: what goes, what stays, what is a problem."""
    items: list[PlannedMove | Stay | Problem] = [*plan.moves, *plan.stays, *plan.problems]
    return tuple(sorted(items, key=lambda item: _path_of(item).parts))


@dataclass(frozen=True, slots=True)
class _Header:
    root: Path
    into: Path
    mode: Mode
    model: str
    labels: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    item: Goes | StaysOut


def _header_record(plan: Plan) -> dict[str, object]:
    return {
        "type": "plan",
        "version": VERSION,
        "root": str(plan.root),
        "into": str(plan.into),
        "mode": plan.mode,
        "model": plan.model,
        "labels": plan.labels,
    }


def _read_header(line: Fields) -> _Header:
    line.word("type", ("plan",))
    if line.integer("version") > VERSION:
        raise ValueError(f"version {line.integer('version')} is newer than {VERSION}")
    return _Header(
        root=line.path("root"),
        into=line.path("into"),
        mode=line.word("mode", MODES),
        model=line.text("model"),
        labels=line.text("labels"),
    )


def _claims_to_be_a_plan(line: bytes) -> bool:
    try:
        return read_line(line).text("type") == "plan"
    except ValueError:
        return False


def _is_plan_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            _read_header(read_line(file.readline(1 << 20)))
    except (OSError, ValueError):
        return False
    return True


def _check_places(item: Goes | StaysOut, header: _Header) -> None:
    if not isinstance(item, PlannedMove):
        return
    for file in item.files:
        if parts_below(file.source.path, header.root) is None:
            raise ValueError(f"{file.source.path} is not below {header.root}, the folder of this plan")
        if file.target.parts[:-1] != item.target.parts[:-1]:
            raise ValueError(f"{file.target} must go to the folder that its picture goes to")
        below = parts_below(file.target, header.into)
        if not below or MIRROR in below:
            raise ValueError(f"the target {file.target} is not below {header.into}")


def _check_distinct(lines: Iterable[_Line], path: Path) -> None:
    first: dict[str, int] = {}
    for line in lines:
        if not isinstance(line.item, PlannedMove):
            continue
        for file in line.item.files:
            for key, what in (
                (f"from {file.source.path}", "source"),
                (f"to {fold(str(file.target))}", "target"),
            ):
                if key in first:
                    raise PlanFileError(
                        f"{path}, line {line.number}: line {first[key]} has the same {what}, "
                        f"{file.source.path if what == 'source' else file.target}"
                    )
                first[key] = line.number


def _make_plan(header: _Header, items: Sequence[Goes | StaysOut]) -> Plan:
    moves = [item for item in items if isinstance(item, PlannedMove)]
    stays = [item for item in items if isinstance(item, Stay)]
    problems = [item for item in items if isinstance(item, Problem)]
    return Plan(
        root=header.root,
        into=header.into,
        mode=header.mode,
        moves=tuple(sorted(moves, key=lambda item: _path_of(item).parts)),
        stays=tuple(sorted(stays, key=lambda item: _path_of(item).parts)),
        problems=tuple(sorted(problems, key=lambda item: item.path.parts)),
        model=header.model,
        labels=header.labels,
    )


def _path_of(item: PlannedMove | Stay | Problem) -> Path:
    return item.path if isinstance(item, Problem) else item.photo.photo.path
