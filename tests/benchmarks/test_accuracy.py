from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from benchmarks.accuracy import Verdict, make_figures, make_group
from benchmarks.manifest import LabeledPicture, ManifestError, read_manifest
from benchmarks.run import main
from snapsort.labels import load_labels
from snapsort.records import Decision, Reason

SCREENSHOTS, RECEIPTS = PurePosixPath("screenshots"), PurePosixPath("receipts")

MANIFEST = """path\tlabel\tsource_repo
screenshots/a "b.png\tscreenshot\tx/one
screenshots/framed.png\tframed_screenshot\tx/one
receipts/r.jpg\tinvoice\tx/two
receipts/t.jpg\tticket\tx/two
photos/cat/c.jpg\tcat\tx/two
photos/tv.jpg\tphoto_of_screen\tx/two
documents/letter.png\tform_letter\tx/two
documents/chart.png\tchart\tx/two
neardup/g/1.jpg\tgroup\tx/two
nasty/bomb.png\tnasty\tx/two
"""


def decision(folder: PurePosixPath | None, reason: Reason) -> Decision:
    return Decision(
        label=str(folder),
        folder=folder,
        probability=0.9,
        runner_up="other",
        runner_up_probability=0.05,
        min_probability=0.5,
        min_margin=0.0,
        reason=reason,
    )


VERDICTS = [
    Verdict(SCREENSHOTS, decision(SCREENSHOTS, "sure")),
    Verdict(SCREENSHOTS, decision(SCREENSHOTS, "below_threshold")),
    Verdict(SCREENSHOTS, decision(None, "negative")),
    Verdict(RECEIPTS, decision(SCREENSHOTS, "sure")),
    Verdict(RECEIPTS, decision(RECEIPTS, "sure")),
    Verdict(RECEIPTS, None),
    Verdict(None, decision(None, "negative")),
    Verdict(None, decision(RECEIPTS, "sure")),
    Verdict(None, decision(RECEIPTS, "below_threshold")),
    Verdict(None, None),
]


def test_a_manifest_gives_the_pictures_that_the_default_labels_have_a_word_for(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.tsv").write_text(MANIFEST, "utf-8")
    assert read_manifest(tmp_path) == (
        LabeledPicture(tmp_path / "screenshots" / 'a "b.png', SCREENSHOTS, "x/one"),
        LabeledPicture(tmp_path / "receipts" / "r.jpg", RECEIPTS, "x/two"),
        LabeledPicture(tmp_path / "photos" / "cat" / "c.jpg", None, "x/two"),
    )


def test_the_folders_of_a_manifest_are_those_of_the_default_labels() -> None:
    assert set(load_labels("default").folders) == {SCREENSHOTS, RECEIPTS}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        ("file\tlabel\na.png\tx\n", "no columns"),
        ("path\tlabel\nnasty/a.png\tx\n", "no picture"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "MANIFEST.tsv").write_text(content, "utf-8")
    with pytest.raises(ManifestError, match=message):
        read_manifest(tmp_path)


def test_the_figures_count_what_they_say() -> None:
    figures = {figure.name: (round(figure.value * figure.n), figure.n) for figure in make_figures(VERDICTS)}
    assert figures == {
        "accuracy": (4, 10),
        "recall of screenshots": (2, 3),
        "recall of receipts": (1, 3),
        "recall of photos": (1, 4),
        "precision of the moved": (2, 4),
        "precision of screenshots": (1, 2),
        "precision of receipts": (1, 2),
        "moved": (4, 10),
        "in the right place": (5, 10),
        "not readable": (2, 10),
    }


def test_a_picture_without_a_decision_counts_as_unreadable(tmp_path: Path) -> None:
    pictures = [LabeledPicture(tmp_path / name, None, "") for name in ("a.jpg", "b.jpg")]
    group = make_group("g", pictures, {tmp_path / "a.jpg": decision(None, "negative")}, settings=())
    figures = {figure.name: figure.value for figure in group.figures}
    assert (group.n, figures["accuracy"], figures["not readable"]) == (2, 0.5, 0.5)


def test_a_benchmark_without_its_pictures_says_what_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy"]) == 2
    assert "--pictures" in capsys.readouterr().err
