from __future__ import annotations

import pytest
import torch

from training.flat import flat_projection, flatten_tower, needs_flattening
from training.towers import IMAGE_TOWERS, ImageTower


def test_a_flattened_tower_gives_the_same_vectors() -> None:
    torch.manual_seed(0)
    tower = ImageTower("tiny", 64).train(False)
    for module in tower.modules():
        if isinstance(module, torch.nn.BatchNorm2d) and module.running_mean is not None:
            module.running_mean.normal_()  # statistics that are not those of a fresh layer
    pixels = torch.randn(3, 3, 64, 64)

    with torch.inference_mode():
        pooled = flatten_tower(tower)(pixels).pooler_output
        expected = tower(pixels)

    assert pooled.ndim == 2
    assert torch.allclose(pooled @ flat_projection().T, expected, atol=1e-3 * float(expected.abs().max()))


@pytest.mark.parametrize("name", IMAGE_TOWERS)
def test_only_towers_that_pool_to_maps_are_flattened(name: str) -> None:
    tower = ImageTower(name, 64).train(False)

    with torch.inference_mode():
        pooled = tower.vision(torch.zeros(1, 3, 64, 64)).pooler_output

    assert needs_flattening(tower) == (pooled.ndim == 4)
