"""`snapsort review` in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PATIENCE_S = 60


class ReviewProcess:
    """Listens when entered; stopped when left.

    Args:
        env: the variables of its user.
    """

    def __init__(self, folder: Path, *options: str, env: dict[str, str]) -> None:
        self._command = (sys.executable, "-m", "snapsort", "review", str(folder), "--no-browser", *options)
        self._env = env
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def __enter__(self) -> ReviewProcess:
        self._process = subprocess.Popen(
            self._command, env=self._env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self._process.stderr.read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        self._process.terminate()
        self._process.communicate(timeout=PATIENCE_S)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def has_ended(self) -> bool:
        """Whether it ends by itself within our patience."""
        assert self._process is not None
        end = time.monotonic() + PATIENCE_S
        while self._process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        return self._process.returncode == 0
