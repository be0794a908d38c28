from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import transformers as tf
from torch.nn import BatchNorm2d, Module

from snapsort.models.folded import fold_normalizations

SIZES, DEPTHS = [8, 16], [2, 2]
MODELS: list[Callable[[], Module]] = [
    lambda: tf.ResNetModel(
        tf.ResNetConfig(embedding_size=8, hidden_sizes=SIZES, depths=DEPTHS, layer_type="basic")
    ),
    lambda: tf.ResNetModel(
        tf.ResNetConfig(embedding_size=8, hidden_sizes=SIZES, depths=DEPTHS, downsample_in_bottleneck=True)
    ),
    lambda: tf.RegNetModel(
        tf.RegNetConfig(embedding_size=8, hidden_sizes=SIZES, depths=DEPTHS, groups_width=4, layer_type="x")
    ),
    lambda: tf.RegNetModel(
        tf.RegNetConfig(embedding_size=8, hidden_sizes=SIZES, depths=DEPTHS, groups_width=4, layer_type="y")
    ),
]


def make_tower(make: Callable[[], Module]) -> Module:
    """A tower whose normalizations do something, as in one that has learned."""
    torch.manual_seed(0)
    model = make()
    with torch.no_grad():
        for name, values in (*model.named_buffers(), *model.named_parameters()):
            if name.endswith(("normalization.running_mean", "normalization.bias")):
                values.normal_()
            elif name.endswith(("normalization.running_var", "normalization.weight")):
                values.uniform_(0.5, 2)
    return model.train(False)


def count_normalizations(model: Module) -> int:
    return sum(isinstance(part, BatchNorm2d) for part in model.modules())


@pytest.mark.parametrize("make", MODELS)
def test_a_folded_tower_says_what_it_said_before(make: Callable[[], Module]) -> None:
    model, pixels = make_tower(make), torch.randn(3, 3, 40, 32)
    given = pixels.clone()
    with torch.inference_mode():
        before = model(pixels)
        fold_normalizations(model)
        after = model(pixels)

    assert count_normalizations(model) == 0
    assert torch.allclose(before.pooler_output, after.pooler_output, atol=1e-4, rtol=1e-4)
    assert before.pooler_output.std() > 1e-2
    assert torch.equal(pixels, given)


def test_what_it_does_not_know_stays_as_it_is() -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), BatchNorm2d(4), torch.nn.ReLU())

    fold_normalizations(model)

    assert count_normalizations(model) == 1
