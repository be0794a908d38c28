"""How probable each label is for each photo, with a head or without, also for labels that have no prompts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from snapsort.decide import Logits, Probabilities, softmax, zero_shot_logits
from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.heads import KeptHead
from snapsort.learning import head_probabilities
from snapsort.records import Floats, LabelSet


def judge(
    vectors: Floats, label_set: LabelSet, head: KeptHead | None, *, model: LazyEncoder, cache: Cache
) -> Probabilities:
    """(n, k) probabilities in the order of the vectors: zero-shot, or as the head corrects it.

    Args:
        vectors: (n, d) float32, unit rows; n may be 0.
        label_set: with a head, as `learned_labels` gives it.
    """
    logits = see_logits(vectors, label_set, model=model, cache=cache)
    if head is None or not len(vectors):
        return softmax(logits)
    return head_probabilities(head.head, vectors, logits)


def see_logits(vectors: Floats, label_set: LabelSet, *, model: LazyEncoder, cache: Cache) -> Logits:
    """(n, k) zero-shot logits. A label without prompts gets the mean of the others.

    That way it never wins by itself, and what is learned of it starts from the middle.
    """
    prompted = [column for column, label in enumerate(label_set.labels) if label.prompts]
    labels = tuple(label_set.labels[column] for column in prompted)
    label_vectors = embed_labels(replace(label_set, labels=labels), model=model, cache=cache)
    weights = np.array([label.weight for label in labels], dtype=np.float32)
    known = zero_shot_logits(vectors, label_vectors.vectors, scale=label_vectors.scale, weights=weights)
    logits = np.repeat(known.mean(axis=1, keepdims=True), len(label_set.labels), axis=1)
    logits[:, prompted] = known
    return logits
