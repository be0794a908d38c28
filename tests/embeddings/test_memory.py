"""Memory does not grow with the folder: pictures are gone when their vectors are there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

PICTURES = 2000
PIXELS_BYTES = PICTURES * 240 * 320 * 3
"""What all of them would take together, decoded: 460 MB. Prepared they would take twice that."""

LIMIT_BYTES = 120 * 2**20
"""What a run may take on top of what its modules do. A quarter of the above, several times what it needs."""


def test_two_thousand_pictures_take_a_quarter_of_the_memory_that_their_pixels_would(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    generator = np.random.default_rng(0)
    rows = generator.integers(0, 256, (240 + PICTURES, 320, 3), dtype=np.uint8)
    for number in range(PICTURES):
        picture = Image.fromarray(rows[number : number + 240])
        picture.save(folder / f"{number:04}.bmp")

    command = (sys.executable, "-m", "benchmarks.memory_process", str(tmp_path))
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])

    assert done.returncode == 0, done.stderr
    taken = json.loads(done.stdout)
    assert taken["vectors_bytes"] == PICTURES * 512 * 4
    assert taken["beyond_bytes"] < LIMIT_BYTES < PIXELS_BYTES / 3
