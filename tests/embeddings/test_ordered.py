from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from snapsort.embeddings.ordered import map_ordered


def test_results_are_in_the_order_of_the_items() -> None:
    delays = [random.Random(0).uniform(0, 0.005) for _ in range(40)]

    def wait(item: int) -> int:
        time.sleep(delays[item])
        return item

    with ThreadPoolExecutor(4) as pool:
        assert list(map_ordered(pool, wait, range(40), ahead=8)) == list(range(40))


@pytest.mark.parametrize("ahead", [1, 2, 5])
def test_only_so_many_items_are_taken_ahead_of_the_consumer(ahead: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(30):
            taken.append(item)
            yield item

    with ThreadPoolExecutor(2) as pool:
        for handed_on, item in enumerate(map_ordered(pool, int, items(), ahead=ahead)):
            assert item == handed_on
            assert len(taken) <= handed_on + ahead

    assert taken == list(range(30))


def test_an_error_comes_where_its_result_would() -> None:
    with ThreadPoolExecutor(2) as pool:
        results = map_ordered(pool, lambda item: 1 / item, [1, 2, 0, 4], ahead=2)

        assert [next(results), next(results)] == [1, 0.5]
        with pytest.raises(ZeroDivisionError):
            next(results)
