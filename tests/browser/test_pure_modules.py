"""The page's pure modules (places, counts, pairs, rows, keys, zoom), by Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).with_name("pure.test.mjs")
OLDEST_NODE = (20, 19)  # reads a .js file as a module when it is one


def test_the_pure_modules_keep_their_promises() -> None:
    node = find_node()
    done = subprocess.run([node, "--test", str(TESTS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def find_node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in said.strip().removeprefix("v").split(".")[:2])
    if version < OLDEST_NODE:
        pytest.skip(f"Node.js {said.strip()} is older than {'.'.join(map(str, OLDEST_NODE))}")
    return node
