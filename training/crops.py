"""Changed views of pictures: parts of them, turned, mirrored, in other light, blurred, on any device."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from training.shards import SMALL_PX

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def normalize(pixels: Tensor) -> Tensor:
    """What a tower takes, (b, 3, px, px), of values in [0, 1]."""
    mean, std = (torch.tensor(values, device=pixels.device).view(1, 3, 1, 1) for values in (MEAN, STD))
    return ((pixels - mean) / std).contiguous(memory_format=torch.channels_last)


def whole(pictures: Tensor, px: int) -> Tensor:
    """Whole pictures, (b, s, s, 3) uint8, as (b, 3, px, px) in [0, 1]."""
    pixels = pictures.permute(0, 3, 1, 2).float() / 255
    return F.interpolate(pixels, size=(px, px), mode="bicubic", antialias=True).clamp(0, 1)


def crop(pictures: Tensor, is_photo: Tensor, px: int, rng: torch.Generator) -> Tensor:
    """A changed view of each picture, (b, 3, px, px) in [0, 1].

    Args:
        pictures: (b, s, s, 3) uint8.
        is_photo: (b,) bool. Photos are mirrored and cut freely; of screens and papers nearly all is kept.
        rng: a generator of the processor, whatever the pictures' device.
    """
    pixels = pictures.permute(0, 3, 1, 2).float() / 255
    places = _places(is_photo.cpu(), px, pictures.shape[1], rng).to(pictures.device)
    seen = F.grid_sample(pixels, places, mode="bilinear", padding_mode="reflection", align_corners=False)
    seen = _relight(seen, rng)
    return _degrade(seen, is_photo, rng).clamp(0, 1)


def _uniform(shape: tuple[int, ...], low: float, high: float, rng: torch.Generator) -> Tensor:
    return torch.rand(shape, generator=rng) * (high - low) + low


def _places(is_photo: Tensor, px: int, side: int, rng: torch.Generator) -> Tensor:
    """Where each pixel of the views is taken from, (b, px, px, 2)."""
    n = len(is_photo)
    area = torch.where(is_photo, _uniform((n,), 0.45, 1, rng), _uniform((n,), 0.75, 1, rng)).sqrt()
    stretch = torch.where(is_photo, _uniform((n,), -0.13, 0.13, rng), torch.zeros(n)).exp()
    if side <= SMALL_PX:
        # Some are shown smaller with mirrored margins: enlarged only, small pictures would teach blur.
        area = torch.where(torch.rand(n, generator=rng) < 0.4, _uniform((n,), 1, 1.7, rng), area)
    width, height = area * stretch, area / stretch
    left, top = ((1 - size) * torch.rand(n, generator=rng) for size in (width, height))
    angle = torch.where(torch.rand(n, generator=rng) < 0.4, _uniform((n,), -0.12, 0.12, rng), torch.zeros(n))
    turned = ~is_photo & (torch.rand(n, generator=rng) < 0.08)
    angle = angle + turned * torch.randint(1, 4, (n,), generator=rng) * (math.pi / 2)
    mirror = torch.where(is_photo & (torch.rand(n, generator=rng) < 0.5), -1.0, 1.0)
    cos, sin = angle.cos(), angle.sin()
    rows = (
        torch.stack((width * cos * mirror, -width * sin, 2 * left + width - 1), 1),
        torch.stack((height * sin * mirror, height * cos, 2 * top + height - 1), 1),
    )
    return F.affine_grid(torch.stack(rows, 1), [n, 3, px, px], align_corners=False)


def _relight(pixels: Tensor, rng: torch.Generator) -> Tensor:
    n, shape = len(pixels), (len(pixels), 1, 1, 1)
    brightness, contrast = (_uniform(shape, 0.7, 1.3, rng).to(pixels.device) for _ in range(2))
    saturation = _uniform(shape, 0.6, 1.3, rng) * (torch.rand(shape, generator=rng) > 0.06)
    tint = _uniform((n, 3, 1, 1), 0.92, 1.08, rng).to(pixels.device)
    gray = pixels.mean(1, keepdim=True)
    pixels = gray + (pixels - gray) * saturation.to(pixels.device)
    middle = pixels.mean((1, 2, 3), keepdim=True)
    return ((pixels - middle) * contrast + middle) * brightness * tint


def _degrade(pixels: Tensor, is_photo: Tensor, rng: torch.Generator) -> Tensor:
    n, px = len(pixels), pixels.shape[-1]
    blurred = torch.rand(n, generator=rng) < torch.where(is_photo.cpu(), 0.12, 0.3)
    side = int(px * _uniform((), 0.35, 0.8, rng))
    if blurred.any():
        chosen = blurred.to(pixels.device)
        small = F.interpolate(pixels[chosen], size=(side, side), mode="area")
        pixels[chosen] = F.interpolate(small, size=(px, px), mode="bilinear")
    strength = _uniform((n, 1, 1, 1), 0, 0.06, rng) * (torch.rand((n, 1, 1, 1), generator=rng) < 0.25)
    return pixels + torch.randn_like(pixels) * strength.to(pixels.device)
