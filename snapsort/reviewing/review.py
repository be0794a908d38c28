"""A review while it lasts: how things stand, what is being done, and the one thread that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import replace
from functools import partial
from secrets import token_hex
from threading import Event, RLock

from snapsort.corrections import CorrectionStore
from snapsort.discovering import Topics
from snapsort.embeddings import Cache, LazyEncoder
from snapsort.errors import SnapsortError, UsageError
from snapsort.heads import KeptHead, learned_labels
from snapsort.moving import Outcome
from snapsort.records import Floats, LabelSet
from snapsort.reviewing.acts import Acted, carry_out, take_back
from snapsort.reviewing.kept_views import KeptViews
from snapsort.reviewing.lessons import Lesson, make_lesson
from snapsort.reviewing.pictures import Pictures, find_here
from snapsort.reviewing.placing import Drafted, make_review_plan
from snapsort.reviewing.request import Limits, ReviewRequest
from snapsort.reviewing.runs import find_last_run
from snapsort.reviewing.saying import Change, Said, say
from snapsort.reviewing.standing import Standing, said_columns, with_limits
from snapsort.reviewing.tasks import Lane, Stopped, Task
from snapsort.reviewing.views import Views
from snapsort.reviewing.workshop import Workshop
from snapsort.thumbnails import forget_oldest

PATIENCE_S = 5.0
"""How long the end of a review waits for a question that is being worked on. Acts are always waited for."""

TASKS_KEPT = 20
"""Whoever began one asks for it soon; what it came to takes memory."""

MAX_THUMBNAIL_BYTES = 2 * 10**9
"""About 100,000 pictures in two sizes."""


class Busy(SnapsortError):
    """Not now: the pictures are still being read, or what was asked about is no longer so."""


class Review:
    """A review of one folder. Its methods may be called from any thread; what takes long is a task.

    Args:
        model: used by this review alone, and in one thread.
        open_cache: called in that thread.
    """

    def __init__(
        self, request: ReviewRequest, *, model: LazyEncoder, open_cache: Callable[[], Cache]
    ) -> None:
        self.request = request
        self._workshop = Workshop(request, model=model, open_cache=open_cache)
        self._store = CorrectionStore(request.keeping.corrections_file)
        self._lane = Lane("review")
        self._lock = RLock()
        self._stopping = Event()
        kept = KeptViews(request.keeping.views, of=(str(request.target.root), request.head_model))
        self.views = Views(self._stopping, kept, read_topics=self._read_topics)
        self._tasks: dict[str, Task] = {}
        self._acting: Future[object] | None = None
        self._head = request.head
        self._limits = dict(request.limits)
        self._standing: Standing | None = None
        self._drafted: Drafted | None = None
        self._lesson: Lesson | None = None

    @property
    def standing(self) -> Standing:
        """How things stand now.

        Raises:
            Busy: the pictures have not been read yet.
        """
        if self._standing is None:
            raise Busy("the pictures are still being read")
        return self._standing

    def find_task(self, id: str) -> Task | None:  # noqa: A002
        """The task of that id, when it is not long ago."""
        return self._tasks.get(id) or self.views.find_task(id)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done in the thread of the review."""
        return any(task.state == "running" for task in list(self._tasks.values()))

    @property
    def is_stopping(self) -> bool:
        """Whether the review is over."""
        return self._stopping.is_set()

    def load(self) -> Task:
        """Begin to read the pictures, and beside it to make room among the thumbnails."""
        thumbnails = self.request.keeping.thumbnails
        if thumbnails is not None:
            Lane("tidying").submit(partial(forget_oldest, thumbnails, max_bytes=MAX_THUMBNAIL_BYTES))
        return self._begin("scanning", self._load)

    def say(self, changes: Sequence[Change], *, revision: int | None = None) -> Said:
        """Keep what is said; it is on the disk when this returns.

        Args:
            revision: of the pictures that the numbers are meant for, where the caller knows.

        Raises:
            Busy: the numbers are of other pictures than there are now.
            UsageError: there is no such picture or label, or it cannot be kept.
        """
        with self._lock:
            standing = self.standing
            if revision not in (None, standing.revision):
                raise Busy("the pictures have changed since; load them again")
            said = say(changes, standing, labels=self.request.labels.name, store=self._store)
            self._standing = said.standing
        return said

    def set_limits(self, limits: Mapping[str, Limits]) -> Standing:
        """Believe these labels from these limits on, as long as the review lasts."""
        with self._lock:
            standing = self.standing
            unknown = limits.keys() - {label.name for label in standing.labels.labels}
            if unknown:
                raise UsageError(f"there is no label {min(unknown)!r}")
            self._limits |= limits
            labels = with_limits(standing.labels, self._limits, otherwise=self._general_limits)
            self._standing = replace(standing, labels=labels)
            return self._standing

    def draft(self) -> Drafted:
        """The plan as things stand, to be shown; the one that `apply` carries out."""
        standing = self.standing
        plan = make_review_plan(standing, self.request.target, model=self.request.model_name)
        drafted = Drafted(token_hex(8), plan, standing)
        with self._lock:
            self._drafted = drafted
        return drafted

    def apply(self, plan_id: str) -> Task:
        """Begin to carry out the plan that was shown; the result is `Acted`.

        Raises:
            Busy: something was said or done since it was shown, it is not the last one, or an act goes on.
        """
        with self._lock:
            drafted = self._drafted
            if drafted is None or drafted.id != plan_id or drafted.standing is not self._standing:
                raise Busy("this is no longer the plan; look at it again")
            self._check_idle()
            self._drafted = None
            journals = self.request.keeping.journals
            return self._begin_act(
                partial(carry_out, drafted.plan, journals=journals, stop=self._stopping.is_set)
            )

    def undo(self, run: str) -> Task:
        """Begin to take a run back; the result is `Acted`.

        Raises:
            Busy: it is not the last run of this review's folder, or another act goes on.
        """
        with self._lock:
            last = self.standing.run
            if last is None or last.id != run:
                raise Busy(f"{run!r} is not the last run here")
            self._check_idle()
            journals = self.request.keeping.journals
            return self._begin_act(partial(take_back, run, journals=journals, stop=self._stopping.is_set))

    def teach(self) -> Task:
        """Begin to learn from the corrections; the result is a `Lesson`, and nothing is kept yet."""
        self.standing  # noqa: B018  # raises while there are no pictures
        return self._begin("learning", self._teach)

    def accept_lesson(self) -> Future[Standing]:
        """Keep the head of the last lesson, and sort by it from now on."""
        with self._lock:
            lesson, self._lesson = self._lesson, None
        if lesson is None:
            raise Busy("nothing was learned that could be accepted")
        return self._lane.submit(partial(self._accept, lesson))

    def reject_lesson(self) -> None:
        """Forget the last lesson; the corrections stay."""
        with self._lock:
            self._lesson = None

    def read_words(self, words: str) -> Future[Floats]:
        """(d,) the vector of words, when the model has read them."""
        return self._lane.submit(lambda: self._workshop.read_words(words))

    def _read_topics(self) -> Topics | None:
        return self._lane.submit(self._workshop.read_topics).result()

    def close(self) -> None:
        """End it: an act ends after the picture in hand, with a correct journal; questions are dropped."""
        self._stopping.set()
        if self._acting is not None:
            wait_for([self._acting])
        with suppress(FutureTimeoutError):
            self._lane.submit(self._workshop.close).result(PATIENCE_S)

    def _begin(self, doing: str, work: Callable[[Task], object]) -> Task:
        task = Task(token_hex(8), doing, self._stopping.is_set)
        self._tasks[task.id] = task
        for old in list(self._tasks)[:-TASKS_KEPT]:
            del self._tasks[old]
        task.future = self._lane.submit(partial(self._work, task, work))
        return task

    def _begin_act(self, act: Callable[[Task], Outcome]) -> Task:
        task = self._begin("checking", partial(self._act, act))
        self._acting = task.future
        return task

    def _check_idle(self) -> None:
        if self._acting is not None and not self._acting.done():
            raise Busy("pictures are being moved already")

    def _work(self, task: Task, work: Callable[[Task], object]) -> object:
        if self.is_stopping:
            raise Stopped("the review is over")
        return work(task)

    def _load(self, task: Task) -> int:
        """The revision; not all that was read, which the task would keep in memory."""
        pictures = self._workshop.gather(self._labels(self._head), task)
        return self._settle(pictures, self._head).revision

    def _settle(self, pictures: Pictures, head: KeptHead | None) -> Standing:
        """Let these pictures, judged by this head, be how things stand."""
        labels = self._labels(head)
        probabilities = self._workshop.judge(pictures.vectors, labels, head)
        into = self.request.target.into
        run = find_last_run(into, self.request.keeping.journals)
        here = find_here(pictures.photos, labels, into=into)
        with self._lock:  # from here on nothing is said that would be missed
            corrections = self._store.read().of(self.request.labels.name)
            self._standing = Standing(
                revision=1 if self._standing is None else self._standing.revision + 1,
                pictures=pictures,
                labels=self._labels(head),
                head=head,
                probabilities=probabilities,
                here=here,
                said=said_columns(pictures.photos, labels, corrections),
                corrections=len(corrections),
                run=run,
            )
            self._head, self._lesson = head, None
            return self._standing

    def _act(self, act: Callable[[Task], Outcome], task: Task) -> Acted:
        """Do it, then read the folder again; what was done is done, also when that fails."""
        outcome = act(task)
        try:
            if not self.is_stopping:
                self._load(task)
        except Stopped:
            pass
        except SnapsortError as error:
            return Acted(outcome, error)
        return Acted(outcome, None)

    def _teach(self, task: Task) -> Lesson:
        corrections = self._store.read().of(self.request.labels.name)
        taught = self._workshop.teach(corrections, task)
        standing = self.standing
        labels = self._labels(taught.head)
        probabilities = self._workshop.judge(standing.pictures.vectors, labels, taught.head)
        lesson = make_lesson(taught, standing, replace(standing, labels=labels, probabilities=probabilities))
        with self._lock:
            self._lesson = lesson
        return lesson

    def _accept(self, lesson: Lesson) -> Standing:
        self._workshop.keep_head(lesson.head)
        return self._settle(self.standing.pictures, lesson.head)

    def _labels(self, head: KeptHead | None) -> LabelSet:
        labels = self.request.labels if head is None else learned_labels(self.request.labels, head)
        return with_limits(labels, self._limits, otherwise=self._general_limits)

    @property
    def _general_limits(self) -> Limits:
        return Limits(self.request.min_probability, self.request.min_margin)
