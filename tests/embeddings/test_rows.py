from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from snapsort.embeddings.rows import VectorRows
from snapsort.records import Fingerprint, Floats

Contents = list[str | None]


def vector_of(content: str) -> Floats:
    return np.full(3, ord(content), dtype=np.float32)


@given(
    st.lists(st.none() | st.sampled_from("abcdef"), max_size=30),
    st.frozensets(st.sampled_from("abcdef")),
    st.randoms(use_true_random=False),
)
def test_each_photo_gets_its_contents_vector_in_order(
    letters: Contents, failed: frozenset[str], random: Random
) -> None:
    contents = [None if letter is None else Fingerprint(letter) for letter in letters]
    rows = VectorRows(len(contents))
    # Cached photos are named first, wherever they are, and then the others in order.
    cached = [random.random() < 0.5 for _ in contents]
    rows.name_rows([content if is_in else None for content, is_in in zip(contents, cached, strict=True)])
    for row, content in enumerate(contents):
        if content is not None and not cached[row]:
            rows.name_row(content, row)
    arriving = sorted({content for content in contents if content and content not in failed})
    random.shuffle(arriving)
    for content in arriving:
        rows.put([content], vector_of(content)[np.newaxis])

    collected = rows.collect(contents)

    expected = [vector_of(content) for content in contents if content and content not in failed]
    assert collected.tolist() == [row.tolist() for row in expected]
    assert collected.flags.c_contiguous
