"""Looking at what sorting would do, putting it right, teaching, and carrying it out: all but the page itself.

Nothing here knows of HTTP, and nothing from a page becomes a path: pictures are numbers, labels are names.
"""

from __future__ import annotations

from snapsort.reviewing.acts import Acted
from snapsort.reviewing.arranging import Clusters, Order
from snapsort.reviewing.lessons import Lesson
from snapsort.reviewing.likeness import find_alike, find_by_words, suggest_rows
from snapsort.reviewing.pictures import Pictures
from snapsort.reviewing.placing import Drafted
from snapsort.reviewing.request import Keeping, Limits, ReviewRequest
from snapsort.reviewing.review import Busy, Review
from snapsort.reviewing.saying import Change, Said
from snapsort.reviewing.standing import LastRun, Standing, limits_of
from snapsort.reviewing.tasks import Stopped, Task
from snapsort.reviewing.views import View

__all__ = [
    "Acted",
    "Busy",
    "Change",
    "Clusters",
    "Drafted",
    "Keeping",
    "LastRun",
    "Lesson",
    "Limits",
    "Order",
    "Pictures",
    "Review",
    "ReviewRequest",
    "Said",
    "Standing",
    "Stopped",
    "Task",
    "View",
    "find_alike",
    "find_by_words",
    "limits_of",
    "suggest_rows",
]
