"""From the pictures below a folder to labels that part them. Changes nothing but the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from snapsort.decide import Probabilities, decide, score
from snapsort.discovering.topics import read_topics
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels
from snapsort.errors import NothingToDo
from snapsort.ordering import see_folder
from snapsort.photos import ScanOptions
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhotos, Floats, Label, LabelSet, Problem
from snapsort.similarity import choose_covering
from snapsort.teaching.judge import judge

LEAST_GAIN = 0.01
"""A topic that says less of all that is said is not proposed: it tells apart what few would part."""

FEWEST = 3
"""Pictures that a proposal must be sure of; a folder for two is no help."""

EXAMPLES = 3
NEGATIVE = Label("other", ("any other picture", "a blurry picture"), None)
SURE = 0.5


@dataclass(frozen=True, slots=True)
class DiscoverRequest:
    """Where to look, and for how many labels at most.

    Attributes:
        beyond: labels that are there already: only what they leave in place is looked at.
    """

    root: Path
    most: int
    embed: EmbedOptions
    scan: ScanOptions
    beyond: LabelSet | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A label that is proposed.

    Attributes:
        sure: how many pictures sorting by all the proposals would move into its folder.
        examples: those that it is surest of, the surest first.
    """

    label: Label
    sure: int
    examples: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Discovered:
    """Proposals, that of most pictures first; how many pictures were looked at, and which could not be."""

    proposals: tuple[Proposal, ...]
    photos: int
    problems: tuple[Problem, ...]

    @property
    def labels(self) -> LabelSet:
        """The proposals, and a negative for everything else."""
        return LabelSet("discovered", (*(proposal.label for proposal in self.proposals), NEGATIVE))


def discover(request: DiscoverRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> Discovered:
    """Labels that part the pictures below a folder, chosen among the topics.

    Those are taken that together fit the pictures best (`choose_covering`, by how much better than the
    average topic each fits a picture). Those that few pictures surely belong to, beside the others, go again.

    Raises:
        NothingToDo: there are no pictures, or nothing that would fit a few of them.
        ModelUnavailable: the model is needed and cannot be loaded, or cannot read words.
    """
    seen = see_folder(
        request.root,
        scan_options=request.scan,
        embed=request.embed,
        model=model,
        cache=cache,
        watcher=watcher,
    )
    photos = _left_over(seen.photos, request.beyond, model=model, cache=cache)
    topics = read_topics()
    prompts = embed_labels(LabelSet("topics", (*topics, NEGATIVE)), model=model, cache=cache)
    chosen = choose_topics(photos.vectors, prompts.vectors[:-1], most=request.most)
    proposals: tuple[Proposal, ...] = ()
    while chosen:
        rows = [*chosen, len(topics)]
        probabilities = score(
            photos.vectors, prompts.vectors[rows], scale=prompts.scale, weights=np.ones(len(rows), np.float32)
        )
        proposals = _make_proposals([topics[row] for row in chosen], photos, probabilities)
        # One at a time: its pictures may make another one large enough.
        fewest = min(range(len(chosen)), key=lambda column: (proposals[column].sure, -column))
        if proposals[fewest].sure >= FEWEST:
            break
        chosen = (*chosen[:fewest], *chosen[fewest + 1 :])
    if not chosen:
        raise NothingToDo(
            f"no topic fits several of the {len(photos.photos):,} pictures in {request.root}",
            hint="a larger model knows more: snapsort model",
        )
    ordered = sorted(proposals, key=lambda proposal: (-proposal.sure, proposal.label.name))
    return Discovered(tuple(ordered), len(photos.photos), seen.problems)


def _left_over(
    photos: EmbeddedPhotos, beyond: LabelSet | None, *, model: LazyEncoder, cache: Cache
) -> EmbeddedPhotos:
    """Those that sorting by these labels would leave."""
    if beyond is None:
        return photos
    decisions = decide(judge(photos.vectors, beyond, None, model=model, cache=cache), beyond)
    rows = [row for row, decision in enumerate(decisions) if decision.reason != "sure"]
    return EmbeddedPhotos(
        tuple(photos.photos[row] for row in rows), np.ascontiguousarray(photos.vectors[rows])
    )


def choose_topics(vectors: Floats, topics: Floats, *, most: int) -> tuple[int, ...]:
    """The rows of the topics, (m, d) unit vectors, that together fit the vectors, (n, d), best."""
    cosines = vectors @ topics.T
    return choose_covering(cosines - cosines.mean(axis=1, keepdims=True), most=most, least_share=LEAST_GAIN)


def _make_proposals(
    labels: Sequence[Label], photos: EmbeddedPhotos, probabilities: Probabilities
) -> tuple[Proposal, ...]:
    winners, best = probabilities.argmax(axis=1), probabilities.max(axis=1)
    proposals = []
    for column, label in enumerate(labels):
        rows = np.flatnonzero((winners == column) & (best >= SURE))
        surest = rows[np.argsort(-best[rows], kind="stable")][:EXAMPLES]
        examples = tuple(photos.photos[row].photo.path for row in surest.tolist())
        proposals.append(Proposal(label, len(rows), examples))
    return tuple(proposals)
