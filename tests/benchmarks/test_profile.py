from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.profile import count_kinds, find_kind, make_figures

LOADING = "main (benchmarks/profiled.py:1);load (torch/nn/modules/module.py:9)"
DECODING = (
    "sort_once (benchmarks/throughput.py:1);decode (snapsort/photos/decode.py:5);load (PIL/ImageFile.py:425)"
)
MODEL = "sort_once (benchmarks/throughput.py:1);forward (torch/nn/modules/conv.py:560)"
WAITING = "sort_once (benchmarks/throughput.py:1);wait (threading.py:327)"


@pytest.mark.parametrize(
    ("stack", "kind"),
    [
        (DECODING, "decoding"),
        (MODEL, "model"),
        ("a (torch/nn/x.py:1);resize (PIL/Image.py:2440)", "scaling"),
        ("a (PIL/ImageFile.py:2);tobytes (PIL/Image.py:818)", "copying between Pillow and NumPy"),
        ("f (x.py:1);fingerprint (snapsort/photos/content.py:68)", "hashing"),
        ("f (x.py:1)", "the rest of Python"),
    ],
)
def test_a_sample_is_of_the_kind_of_its_innermost_frame_that_has_one(stack: str, kind: str) -> None:
    assert find_kind(reversed(stack.split(";"))) == kind


def test_loading_and_waiting_count_for_nothing(tmp_path: Path) -> None:
    stacks = tmp_path / "stacks"
    stacks.write_text(f"{LOADING} 900\n{DECODING} 30\n{MODEL} 10\n{WAITING} 500\n")

    figures = make_figures(count_kinds(stacks), 80.0, 8)

    assert [(figure.name, figure.value) for figure in figures] == [
        ("together", 80.0),
        ("decoding", 60.0),
        ("model", 20.0),
    ]
