"""A plan as a page to look at, print or send: what goes where under which name, what stays and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from snapsort.decide import explain
from snapsort.pages.html import ASSETS, make_page, text
from snapsort.pages.thumbs import Thumbs, data_uri
from snapsort.records import DecidedPhoto, Decision, Plan, PlannedMove, Problem, Stay
from snapsort.report.plan_view import STAY_WORDS, folder_of
from snapsort.words import LEFT_WORDS, count, relative

MOST_THUMBNAILS = 4_000
"""About 28 MB. What is beyond is listed by name, the same share of each section."""

FEWEST_A_SECTION = 12

VERBS = {"move": "move", "copy": "be copied", "hardlink": "be linked", "symlink": "be linked"}


@dataclass(frozen=True, slots=True)
class _Section:
    """Pictures that go to the same folder, or stay for the same reason."""

    title: str
    note: str
    entries: Sequence[PlannedMove | Stay]


def make_plan_page(
    plan: Plan, thumbs: Thumbs, *, on_progress: Callable[[int], None] = lambda _: None
) -> bytes:
    """The page. It needs no script.

    It holds names below the folder and below the target folder, small copies of the pictures, probabilities,
    and the names of the model and the label set; no other path.

    Args:
        on_progress: called with the number of small copies made.
    """
    sections = [*_folders(plan), *_stays(plan)]
    most = max(FEWEST_A_SECTION, MOST_THUMBNAILS // max(len(sections), 1))
    shown = [entry for section in sections for entry in section.entries[:most]]
    pictures = thumbs.make(
        [(entry.photo.photo.file, entry.photo.fingerprint) for entry in shown],
        size_px=160,
        on_progress=on_progress,
    )
    body = "\n".join(
        [
            _head(plan, sections),
            *(
                _section(section, number, plan, most=most, pictures=pictures)
                for number, section in enumerate(sections)
            ),
            _problems(plan.problems, plan.root),
            _left(plan),
            f'<footer class="note">{_FOOTER}</footer>\n</main>',
        ]
    )
    styles = (ASSETS / "page.css", ASSETS / "plan-page.css")
    return make_page(title=f"Plan for {plan.root.name or plan.root}", body=body, styles=styles)


def _folders(plan: Plan) -> Iterator[_Section]:
    by_folder: dict[str, list[PlannedMove]] = defaultdict(list)
    for move in plan.moves:
        by_folder[folder_of(move, plan)].append(move)
    for folder, moves in sorted(by_folder.items()):
        moves.sort(key=lambda move: move.rank or 0)
        yield _Section(f"{folder}/", f"{count(len(moves), 'picture')} would {VERBS[plan.mode]} here", moves)


def _stays(plan: Plan) -> Iterator[_Section]:
    by_words: dict[str, list[Stay]] = defaultdict(list)
    for stay in plan.stays:
        by_words[_stay_words(stay)].append(stay)
    for words, stays in sorted(by_words.items(), key=lambda group: (-len(group[1]), group[0])):
        yield _Section(f"Stays: {words}", f"{count(len(stays), 'picture')} would not move", stays)


def _stay_words(stay: Stay) -> str:
    return f"looks like {stay.photo.decision.label}" if stay.reason == "negative" else STAY_WORDS[stay.reason]


def _head(plan: Plan, sections: Sequence[_Section]) -> str:
    folders = len({folder_of(move, plan) for move in plan.moves})
    figures = [
        (f"{len(plan.moves):,}", f"to {VERBS[plan.mode]}, into {count(folders, 'folder')}"),
        (f"{len(plan.stays):,}", "to stay"),
        (f"{len(plan.problems):,}", "problem" if len(plan.problems) == 1 else "problems"),
    ]
    links = [
        f'<li><a href="#s{number}">{text(section.title)}</a> <span>{len(section.entries):,}</span></li>'
        for number, section in enumerate(sections)
    ]
    if plan.problems:
        links.append(f'<li><a href="#problems">Problems</a> <span>{len(plan.problems):,}</span></li>')
    into = "" if plan.into == plan.root else f", into {text(plan.into.name)}"
    return "".join(
        [
            f"<main>\n<header>\n<h1>Plan for {text(plan.root.name or plan.root)}{into}</h1>\n",
            f'<p class="note">What sorting would do. Nothing was changed. Model {text(plan.model)}, ',
            f"labels {text(plan.labels)}.</p>\n",
            '<dl class="figures">',
            *(f"<div><dt>{words}</dt><dd>{figure}</dd></div>" for figure, words in figures),
            f'</dl>\n<nav aria-label="Sections"><ul>{"".join(links)}</ul></nav>\n</header>',
        ]
    )


def _section(
    section: _Section, number: int, plan: Plan, *, most: int, pictures: Iterator[bytes | None]
) -> str:
    cards = [_card(entry, plan, next(pictures)) for entry in section.entries[:most]]
    rest = [f"<li>{text(_name(entry, plan))}</li>" for entry in section.entries[most:]]
    more = (
        f'<p class="note">Without small copies, {len(rest):,} more:</p><ul class="rest">{"".join(rest)}</ul>'
    )
    return "".join(
        [
            f'<section aria-labelledby="s{number}">\n<h2 id="s{number}">{text(section.title)}</h2>\n',
            f'<p class="note">{text(section.note)}</p>\n<ul class="cards">',
            *cards,
            "</ul>",
            more if rest else "",
            "</section>",
        ]
    )


def _card(entry: PlannedMove | Stay, plan: Plan, picture: bytes | None) -> str:
    """One picture: as it looks, its final name, where it is now, how sure, why."""
    photo = entry.photo
    image = (
        '<span class="gone">no small copy</span>'
        if picture is None
        else f'<img alt="" loading="lazy" src="{data_uri(picture)}">'
    )
    name, now = _name(entry, plan), relative(photo.photo.path, plan.root)
    was = f'<p class="was">now {text(now)}</p>' if name != now else ""
    endings = ", ".join(companion.path.suffix or companion.path.name for companion in photo.photo.companions)
    companions = f'<p class="was">with {text(endings)}</p>' if endings else ""
    said = f"{was}{companions}{_odds(photo.decision)}{_why(entry, photo)}"
    return f'<li><div class="picture">{image}</div><p class="name">{text(name)}</p>{said}</li>\n'


def _name(entry: PlannedMove | Stay, plan: Plan) -> str:
    """The final name of what goes, the present one of what stays."""
    if isinstance(entry, PlannedMove):
        return entry.target.name
    return relative(entry.photo.photo.path, plan.root)


def _odds(decision: Decision) -> str:
    return (
        f'<p class="odds"><strong>{text(decision.label)} {decision.probability:.2f}</strong>, '
        f"then {text(decision.runner_up)} {decision.runner_up_probability:.2f}</p>"
    )


def _why(entry: PlannedMove | Stay, photo: DecidedPhoto) -> str:
    """What neither the heading nor the probabilities say by themselves."""
    is_clear = (
        entry.reason in _SAID_BY_HEADING if isinstance(entry, Stay) else photo.decision.reason == "sure"
    )
    return "" if is_clear else f'<p class="why">{text(explain(photo.decision))}</p>'


_SAID_BY_HEADING = ("negative", "name_taken", "already_there", "in_place")


def _problems(problems: Sequence[Problem], root: Path) -> str:
    if not problems:
        return ""
    rows = [
        f"<tr><td>{text(relative(problem.path, root))}</td><td>{text(problem.reason)}</td></tr>"
        for problem in problems
    ]
    return (
        '<section aria-labelledby="problems">\n<h2 id="problems">Problems</h2>\n'
        '<p class="note">These stay where they are.</p>\n<div class="table"><table>'
        "<thead><tr><th>file</th><th>what is wrong</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _left(plan: Plan) -> str:
    """What was not looked into, and how many files are no pictures."""
    lines = [
        f"{relative(folder.path, plan.root)}/ was not looked into: it {LEFT_WORDS[folder.reason]}"
        for folder in plan.left_folders
    ]
    if plan.other_files:
        lines.append(f"{count(len(plan.other_files), 'file')} of other kinds left alone")
    return (
        f'<ul class="note left">{"".join(f"<li>{text(line)}</li>" for line in lines)}</ul>' if lines else ""
    )


_FOOTER = """This page was made by snapsort. It holds small copies of the pictures, their names, and what the
model said of them. It loads nothing, and runs no script."""
