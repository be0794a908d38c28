"""The handful of models that snapsort knows by a short name, with what is published of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A published dual encoder.

    Attributes:
        revision: the commit that is fetched; it holds the weights as safetensors.
        download_bytes: what a fetch transfers: weights, tokenizer and configuration.
        imagenet_top1: published zero-shot accuracy on ImageNet-1k, in [0, 1]; `source` says where.
    """

    name: str
    repo_id: str
    revision: str
    title: str
    download_bytes: int
    license: str
    imagenet_top1: float
    source: str


CLIP_B32 = KnownModel(
    name="clip-b32",
    repo_id="openai/clip-vit-base-patch32",
    # Not on the main branch, which has pickled weights only: the commit of its safetensors conversion.
    revision="b97b0100e55e367c057773c2a614676470b0d575",
    title="OpenAI CLIP ViT-B/32",
    download_bytes=609_000_000,
    license="MIT",
    imagenet_top1=0.632,
    source="Radford et al. 2021, table 11",
)

KNOWN_MODELS = (
    CLIP_B32,
    KnownModel(
        name="clip-l14",
        repo_id="openai/clip-vit-large-patch14",
        revision="32bd64288804d66eefd0ccbe215aa642df71cc41",
        title="OpenAI CLIP ViT-L/14",
        download_bytes=1_715_000_000,
        license="MIT",
        imagenet_top1=0.753,
        source="Radford et al. 2021, table 11",
    ),
    KnownModel(
        name="laion-b32",
        repo_id="laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        revision="1a25a446712ba5ee05982a381eed697ef9b435cf",
        title="LAION CLIP ViT-B/32, trained on LAION-2B",
        download_bytes=609_000_000,
        license="MIT",
        imagenet_top1=0.666,
        source="model card",
    ),
    KnownModel(
        name="siglip2-b16",
        repo_id="google/siglip2-base-patch16-224",
        revision="75de2d55ec2d0b4efc50b3e9ad70dba96a7b2fa2",
        title="Google SigLIP 2 ViT-B/16, many languages",
        download_bytes=1_539_000_000,
        license="Apache-2.0",
        imagenet_top1=0.782,
        source="Tschannen et al. 2025, table 1",
    ),
)


def get_known_model(name: str) -> KnownModel | None:
    """The model of that short name or repository id; None for any other."""
    return next((model for model in KNOWN_MODELS if name in {model.name, model.repo_id}), None)
