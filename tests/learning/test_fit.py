from __future__ import annotations

import numpy as np
import pytest

from snapsort.learning import FittedHead, apply_head, fit_head, head_probabilities
from snapsort.learning.examples import Examples
from snapsort.learning.head import Ints
from snapsort.learning.learn import learn
from tests.learning.made import Cloud, make_cloud, make_noise


def fit(cloud: Cloud, *, groups: Ints | None = None, seed: int = 0) -> FittedHead:
    return fit_head(
        cloud.vectors,
        cloud.logits,
        cloud.targets,
        names=cloud.names,
        groups=cloud.groups if groups is None else groups,
        seed=seed,
    )


def accuracy(fitted: FittedHead, cloud: Cloud) -> float:
    winners = head_probabilities(fitted.head, cloud.vectors, cloud.logits).argmax(axis=1)
    return float((winners == cloud.targets).mean())


def zero_shot_accuracy(cloud: Cloud) -> float:
    return float((cloud.logits.argmax(axis=1) == cloud.targets).mean())


def test_what_was_corrected_is_right_on_new_pictures() -> None:
    fitted, new = fit(make_cloud(n=20, k=5)), make_cloud(n=200, k=5, seed=1)
    assert zero_shot_accuracy(new) < 0.9
    assert accuracy(fitted, new) > 0.97
    assert fitted.head.is_on.all()


def test_the_report_foretells_accuracy_on_new_pictures() -> None:
    fitted, new = fit(make_cloud(n=60, k=5, spread=0.3)), make_cloud(n=2000, k=5, spread=0.3, seed=1)
    learned = fitted.report.learned.accuracy
    assert learned.low <= accuracy(fitted, new) <= learned.high
    assert fitted.report.zero_shot.accuracy.value == pytest.approx(zero_shot_accuracy(new), abs=0.05)
    assert fitted.report.gain.low > 0


def test_one_example_a_label_changes_nothing_that_is_not_proven() -> None:
    cloud = make_cloud(n=1, k=4)
    fitted = fit(cloud)
    assert not fitted.head.is_on.any()
    assert (apply_head(fitted.head, cloud.vectors, cloud.logits) == cloud.logits).all()
    assert {label.reason for label in fitted.report.labels} == {"not_proven"}


def test_a_label_without_examples_keeps_its_zero_shot_score() -> None:
    cloud = make_cloud(n=20, k=5)
    known = cloud.targets != 2
    fitted = fit(Cloud(cloud.vectors[known], cloud.logits[known], cloud.targets[known]))
    corrected = apply_head(fitted.head, cloud.vectors, cloud.logits)
    assert (corrected[:, 2] == cloud.logits[:, 2]).all()
    assert (corrected[:, 0] != cloud.logits[:, 0]).any()
    assert [label.reason for label in fitted.report.labels].index("no_examples") == 2


def test_a_head_on_pure_noise_is_switched_off() -> None:
    clouds = [make_noise(n=45, seed=seed) for seed in range(100)]
    examples = [Examples(cloud.vectors, cloud.logits, cloud.targets, cloud.groups) for cloud in clouds]
    on = sum(learn(noise, seed=0).is_on.any() for noise in examples)
    # At a level of 5 % more than 10 of 100 happen by chance once in 90 times.
    assert on <= 10


def test_labels_of_noise_are_switched_off_while_labels_that_help_are_on() -> None:
    good, noise = make_cloud(n=40, k=4), make_noise(n=80, k=2, seed=3)
    logits = np.full((240, 6), -8.0)
    logits[:160, :4], logits[160:, 4:] = good.logits, noise.logits
    both = Cloud(
        np.concatenate([good.vectors, noise.vectors]),
        logits,
        np.concatenate([good.targets, noise.targets + 4]),
    )
    fitted = fit(both)
    assert fitted.head.is_on[:4].all()


def test_where_the_prompts_are_perfect_nothing_gets_worse() -> None:
    fitted, new = fit(make_cloud(n=5, text_error=0.0)), make_cloud(n=200, text_error=0.0, seed=1)
    assert accuracy(fitted, new) >= zero_shot_accuracy(new) - 0.005


def test_the_same_corrections_give_the_same_head() -> None:
    first, second = fit(make_cloud(n=20)), fit(make_cloud(n=20))
    assert first.head.weights.tobytes() == second.head.weights.tobytes()
    assert first.report == second.report


def test_the_order_of_corrections_does_not_matter() -> None:
    cloud = make_cloud(n=20)
    order = np.random.default_rng(5).permutation(60)
    shuffled = Cloud(np.ascontiguousarray(cloud.vectors[order]), cloud.logits[order], cloud.targets[order])
    one, other = fit(cloud), fit(shuffled, groups=order)
    assert other.head.weights == pytest.approx(one.head.weights, abs=1e-3)
    assert other.held_out == pytest.approx(one.held_out[order], abs=1e-3)
    assert (other.head.is_on == one.head.is_on).all()


def test_copies_in_one_burst_prove_nothing() -> None:
    noise = make_noise(n=12)
    tiny = np.random.default_rng(1).normal(size=(120, 32)) * 1e-4
    copies = (np.repeat(noise.vectors, 10, axis=0) + tiny).astype(np.float32)
    burst = Cloud(copies, np.repeat(noise.logits, 10, axis=0), np.repeat(noise.targets, 10))
    assert fit(burst).head.is_on.any()  # taken one by one, they would seem to be learned
    assert not fit(burst, groups=np.repeat(np.arange(12), 10)).head.is_on.any()


def test_promised_probabilities_are_kept_on_new_pictures() -> None:
    new = make_cloud(n=2000, k=5, spread=0.4, seed=1)
    fitted = fit(make_cloud(n=60, k=5, spread=0.4))
    highest = head_probabilities(fitted.head, new.vectors, new.logits).max(axis=1)
    assert highest.mean() == pytest.approx(accuracy(fitted, new), abs=0.04)


def test_many_corrections_are_learned_from() -> None:
    fitted = fit(make_cloud(n=2000, spread=0.3))
    assert accuracy(fitted, make_cloud(n=500, spread=0.3, seed=1)) > 0.9
    assert fitted.head.counts.tolist() == [2000, 2000, 2000]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda cloud: Cloud(cloud.vectors[:0], cloud.logits[:0], cloud.targets[:0]), "no example"),
        (lambda cloud: Cloud(cloud.vectors, cloud.logits, cloud.targets + 1), "targets from 1 to 3"),
        (lambda cloud: Cloud(cloud.vectors * np.nan, cloud.logits, cloud.targets), "length 1"),
        (lambda cloud: Cloud(cloud.vectors, cloud.logits * np.nan, cloud.targets), "not finite"),
        (lambda cloud: Cloud(cloud.vectors[:-1], cloud.logits, cloud.targets), "rows"),
        (
            lambda cloud: Cloud(np.repeat(cloud.vectors[:1], 12, axis=0), cloud.logits, cloud.targets),
            "exactly",
        ),
    ],
)
def test_what_nothing_can_be_learned_from_is_named(wrong: object, message: str) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=message):
        fit(wrong(make_cloud(n=4)))
