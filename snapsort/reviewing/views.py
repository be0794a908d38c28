"""Views of all pictures, made when somebody looks, in a thread of their own: acts need not wait for maps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from secrets import token_hex
from threading import Event, Lock
from typing import Generic, TypeVar

from snapsort.discovering import Topics
from snapsort.records import Floats
from snapsort.reviewing.arranging import (
    Clusters,
    Made,
    Order,
    make_clusters,
    make_map,
    make_neighbors,
    make_order,
)
from snapsort.reviewing.kept_views import KeptViews
from snapsort.reviewing.pictures import Pictures
from snapsort.reviewing.tasks import Lane, Task
from snapsort.similarity import Neighbors

V = TypeVar("V")

Make = Callable[[Pictures, Made[V] | None, Task], V]


class View(Generic[V]):
    """One view: of these pictures, and of the next ones.

    Args:
        make: from the pictures and what was made of earlier ones; called in the lane, as the other two are.
        read: what the last review has kept.
        write: keeps it for the next one.
    """

    def __init__(
        self,
        make: Make[V],
        *,
        lane: Lane,
        stopping: Event,
        read: Callable[[], Made[V] | None] = lambda: None,
        write: Callable[[Made[V]], None] = lambda _: None,
    ) -> None:
        self.task: Task | None = None
        self._make, self._read, self._write = make, read, write
        self._lane = lane
        self._stopping = stopping
        self._made: Made[V] | None = None
        self._wanted: Pictures | None = None
        self._lock = Lock()

    def get(self, pictures: Pictures) -> V | Task:
        """The view, when it is made; else the task that makes it, begun now if it was not."""
        with self._lock:
            if self._made is not None and self._made.contents == pictures.contents:
                return self._made.values
            if self.task is not None and self._wanted is pictures and self.task.state == "running":
                return self.task
            self.task = Task(token_hex(8), "waiting", self._stopping.is_set)
            self._wanted = pictures
            self.task.future = self._lane.submit(partial(self._fill, pictures, self.task))
            return self.task

    def make_now(self, pictures: Pictures, task: Task) -> V:
        """The view, made now if it was not; only in the lane."""
        made = self._made or self._read()
        if made is None or made.contents != pictures.contents:
            made = Made(pictures.contents, self._make(pictures, made, task))
            self._write(made)
        with self._lock:
            self._made = made
        return made.values

    def _fill(self, pictures: Pictures, task: Task) -> None:
        self.make_now(pictures, task)
        self._wanted = None


class Views:
    """The views of a review. They end with it, at their next step.

    Args:
        stopping: set when it ends.
        kept: from which orders and maps come, and to which they go.
        read_topics: what clusters can be called; called in the lane of the views.
    """

    def __init__(self, stopping: Event, kept: KeptViews, *, read_topics: Callable[[], Topics | None]) -> None:
        lane = Lane("views")
        self.order: View[Order] = View(
            make_order, lane=lane, stopping=stopping, read=kept.read_order, write=kept.write_order
        )
        self._read_topics = read_topics
        self._neighbors: View[Neighbors] = View(make_neighbors, lane=lane, stopping=stopping)
        self.maps: dict[int, View[Floats]] = {
            dims: View(
                partial(self._make_map, dims),
                lane=lane,
                stopping=stopping,
                read=partial(kept.read_map, dims),
                write=partial(kept.write_map, dims),
            )
            for dims in (2, 3)
        }
        self.clusters: View[Clusters] = View(self._make_clusters, lane=lane, stopping=stopping)

    def find_task(self, id: str) -> Task | None:  # noqa: A002
        """The task of that id, when it is the last one of its view."""
        tasks = [self.order.task, self.clusters.task, *(view.task for view in self.maps.values())]
        return next((task for task in tasks if task is not None and task.id == id), None)

    def _make_map(self, dims: int, pictures: Pictures, earlier: Made[Floats] | None, task: Task) -> Floats:
        get_neighbors = partial(self._neighbors.make_now, pictures, task)
        return make_map(pictures, earlier, task, dims=dims, get_neighbors=get_neighbors)

    def _make_clusters(self, pictures: Pictures, earlier: Made[Clusters] | None, task: Task) -> Clusters:
        get_neighbors = partial(self._neighbors.make_now, pictures, task)
        return make_clusters(
            pictures, earlier, task, get_neighbors=get_neighbors, get_topics=self._read_topics
        )
