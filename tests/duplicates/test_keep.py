from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from snapsort.similarity.duplicates_keep import RULES, Cause, Facts, Rule, Verdict, judge

EVEN = Facts(
    path=Path("/a/IMG_1.jpg"),
    width_px=4000,
    height_px=3000,
    size_bytes=2_000_000,
    is_colored=True,
    format="JPEG",
    format_rank=1,
    companions=0,
    tags=40,
    sharpness=0.5,
    folder_rank=0,
    taken_s=1_000.0,
    modified_s=2_000.0,
)
BETTER: dict[Rule, Facts] = {
    "resolution": replace(EVEN, width_px=4200),
    "format": replace(EVEN, format="RAW", format_rank=4),
    "metadata": replace(EVEN, tags=43),
    "sharpness": replace(EVEN, sharpness=0.6),
    "folder": replace(EVEN, folder_rank=-1),
    "oldest": replace(EVEN, taken_s=990.0),
}
WITHIN_THE_MARGIN: dict[Rule, Facts] = {
    "resolution": replace(EVEN, width_px=4010),
    "metadata": replace(EVEN, tags=42),
    "sharpness": replace(EVEN, sharpness=0.55),
    "oldest": replace(EVEN, taken_s=999.0, modified_s=1_999.0),
}


def at(name: str, facts: Facts) -> Facts:
    return replace(facts, path=Path("/a") / name)


def causes(verdicts: tuple[Verdict, ...]) -> list[tuple[bool, Cause]]:
    return [(verdict.keep, verdict.cause) for verdict in verdicts]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_decides_by_itself_and_says_so(rule: Rule) -> None:
    verdicts = judge([at("a.jpg", EVEN), at("b.jpg", BETTER[rule])])
    assert causes(verdicts) == [(False, rule), (True, rule)]
    assert all(verdict.words for verdict in verdicts)


@pytest.mark.parametrize(("stronger", "weaker"), list(pairwise(RULES)))
def test_an_earlier_rule_wins_over_a_later_one(stronger: Rule, weaker: Rule) -> None:
    members = [at("a.jpg", BETTER[weaker]), at("b.jpg", BETTER[stronger])]
    assert causes(judge(members)) == [(False, stronger), (True, stronger)]
    assert causes(judge(members, [weaker, stronger])) == [(True, weaker), (False, weaker)]


@pytest.mark.parametrize("rule", WITHIN_THE_MARGIN)
def test_a_difference_within_the_margin_decides_nothing(rule: Rule) -> None:
    members = [at("a.jpg", EVEN), at("b.jpg", WITHIN_THE_MARGIN[rule])]
    assert causes(judge(members)) == [(True, "name"), (False, "name")]


@pytest.mark.parametrize("worse", [replace(EVEN, is_colored=False), replace(EVEN, size_bytes=1_500_000)])
def test_a_copy_without_colors_or_of_lower_quality_is_of_a_poorer_format(worse: Facts) -> None:
    assert causes(judge([at("a.jpg", worse), at("b.jpg", EVEN)])) == [(False, "format"), (True, "format")]


def test_sizes_of_files_are_not_compared_across_formats() -> None:
    heif = replace(EVEN, format="HEIF", size_bytes=500_000)
    assert causes(judge([at("a.heic", heif), at("b.jpg", EVEN)])) == [(False, "name"), (True, "name")]


def test_a_rule_that_is_not_asked_decides_nothing() -> None:
    members = [at("a.jpg", EVEN), at("b.jpg", BETTER["resolution"])]
    assert causes(judge(members, ["oldest"])) == [(True, "name"), (False, "name")]


def test_capture_times_count_only_when_all_have_one() -> None:
    unknown = replace(EVEN, taken_s=None, modified_s=1_900.0)
    members = [at("a.jpg", replace(EVEN, taken_s=10.0)), at("b.jpg", unknown)]
    assert causes(judge(members)) == [(False, "oldest"), (True, "oldest")]


def test_what_is_protected_is_kept_besides_the_best() -> None:
    small = replace(EVEN, width_px=100, is_protected=True)
    members = [at("a.jpg", small), at("b.jpg", EVEN), at("c.jpg", replace(EVEN, width_px=200))]
    assert causes(judge(members)) == [(True, "protected"), (True, "resolution"), (False, "resolution")]


def test_verdicts_do_not_depend_on_the_order_of_the_members() -> None:
    members = [
        at("a (1).jpg", EVEN),
        at("a.jpg", EVEN),
        at("b.jpg", BETTER["oldest"]),
        at("c.jpg", BETTER["folder"]),
    ]
    expected = dict(zip(members, judge(members), strict=True))
    for shuffled in permutations(members):
        assert dict(zip(shuffled, judge(shuffled), strict=True)) == expected


def test_among_equals_the_shortest_name_stays_and_is_given_as_the_reason() -> None:
    verdicts = judge([at("A copy of 1.jpg", EVEN), at("IMG_1.jpg", EVEN)])
    assert causes(verdicts) == [(False, "name"), (True, "name")]
    assert [verdict.words for verdict in verdicts] == [
        "as good as IMG_1.jpg, whose name is shorter",
        "as good as the others, and the shortest name",
    ]


def test_among_names_of_one_length_the_first_path_stays_and_is_given_as_the_reason() -> None:
    assert [
        verdict.words for verdict in judge([at("b.jpg", EVEN), at("a.jpg", EVEN), at("c (1).jpg", EVEN)])
    ] == [
        "as good as a.jpg, which is first by path",
        "as good as the others, and first by path",
        "as good as a.jpg, whose name is shorter",
    ]


def test_impossible_times_do_not_stop_the_rules() -> None:
    members = [
        at("a.jpg", replace(EVEN, taken_s=None, modified_s=1e18)),
        at("b.jpg", replace(EVEN, taken_s=None)),
    ]
    assert causes(judge(members)) == [(False, "oldest"), (True, "oldest")]


def test_an_empty_group_is_refused() -> None:
    with pytest.raises(ValueError, match="without members"):
        judge([])


def test_a_picture_is_not_said_to_be_as_good_as_its_own_name() -> None:
    first, second = at("one/IMG_1.jpg", EVEN), at("two/IMG_1.jpg", EVEN)
    assert judge([second, first])[0].words == "as good as the one in one/, which is first by path"
