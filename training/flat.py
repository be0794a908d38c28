"""A ResNet tower in a form that transformers pools flat: the same function, in other classes of its.

transformers' ResNetModel pools to (b, c, 1, 1), which VisionTextDualEncoderModel does not flatten. DPTModel
can have a ResNet as its patch embedding, and gives (b, c). Its transformer is one layer with uniform
attention, which is a mean over all patches. Its layer norms would divide each token by its spread; constants
of a far greater size, beside the features, hold that spread fixed: the norms become multiplications.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from transformers import DPTConfig, DPTModel, PreTrainedModel

from training.towers import WIDTH, ImageTower

CONSTANT = 1024.0  # exact in half precision and in bfloat16
CONSTANTS = 16  # of either sign
BALANCE = WIDTH  # holds minus the sum of the features, so that a token's mean is zero
TOKEN = WIDTH + 1 + 2 * CONSTANTS
STRIDE = 32  # of a ResNet with four stages


@torch.no_grad()
def flatten_tower(tower: ImageTower) -> PreTrainedModel:
    """A DPTModel whose pooler_output, (b, TOKEN), begins with the tower's vectors, exact to 1e-4.

    The tower's projection is part of it; `flat_projection` cuts the rest off.
    """
    backbone = tower.vision.config.to_dict()
    backbone |= {"out_features": ["stage2", "stage3", "stage4"], "out_indices": [2, 3, 4]}
    side = tower.px // STRIDE
    config = DPTConfig(
        is_hybrid=True,
        backbone_config=backbone,
        backbone_featmap_shape=[1, tower.projection.in_features, side, side],
        image_size=tower.px,
        patch_size=STRIDE,
        hidden_size=TOKEN,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=1,
        qkv_bias=False,
        pooler_act="linear",
        neck_hidden_sizes=[1, 1, 1, 1],
    )
    model = DPTModel(config)
    model.get_submodule("embeddings.backbone").load_state_dict(
        {name: value for name, value in tower.vision.state_dict().items() if not name.startswith("pooler")}
    )
    for name, value in _weights(tower.projection.weight, patches=side * side).items():
        model.get_parameter(name).copy_(value)
    model.train(False)
    return model


def _weights(projection: Tensor, *, patches: int) -> Mapping[str, Tensor]:
    """All parameters but the backbone's; `projection` is (WIDTH, features)."""
    constants = torch.zeros(TOKEN)
    constants[BALANCE + 1 :] = torch.tensor([CONSTANT, -CONSTANT]).repeat(CONSTANTS)
    spread = constants.square().mean().sqrt()
    patch = torch.zeros(TOKEN, projection.shape[1])
    patch[:WIDTH] = projection
    patch[BALANCE] = -projection.sum(0)
    features = flat_projection()
    # A token's own mean over the patches and itself, whose features are zero.
    mean = (patches + 1) / patches * features.T @ features
    mean[BALANCE, :WIDTH] = -(patches + 1) / patches
    layer = "encoder.layer.0"
    nothing = torch.zeros(TOKEN)
    return {
        "embeddings.projection.weight": patch[:, :, None, None],
        "embeddings.projection.bias": constants,
        "embeddings.cls_token": constants[None, None],
        "embeddings.position_embeddings": torch.zeros(1, patches + 1, TOKEN),
        f"{layer}.layernorm_before.weight": spread.expand(TOKEN),
        f"{layer}.layernorm_before.bias": nothing,
        f"{layer}.attention.attention.query.weight": torch.zeros(TOKEN, TOKEN),
        f"{layer}.attention.attention.key.weight": torch.zeros(TOKEN, TOKEN),
        f"{layer}.attention.attention.value.weight": features.T @ features,
        f"{layer}.attention.output.dense.weight": mean,
        f"{layer}.attention.output.dense.bias": nothing,
        f"{layer}.intermediate.dense.weight": torch.zeros(1, TOKEN),
        f"{layer}.intermediate.dense.bias": torch.zeros(1),
        f"{layer}.output.dense.weight": torch.zeros(TOKEN, 1),
        f"{layer}.output.dense.bias": nothing,
        "layernorm.weight": spread.expand(TOKEN),
        "layernorm.bias": nothing,
        "pooler.dense.weight": features.T @ features,
        "pooler.dense.bias": nothing,
    }


def flat_projection() -> Tensor:
    """The weights behind a flattened tower, (WIDTH, TOKEN): they keep its vectors as they are."""
    return torch.eye(TOKEN)[:WIDTH]


def needs_flattening(tower: ImageTower) -> bool:
    """Whether transformers would not pool this tower flat."""
    pooler = getattr(tower.vision, "pooler", None)
    return isinstance(pooler, nn.AdaptiveAvgPool2d) and tower.vision.config.model_type == "resnet"
