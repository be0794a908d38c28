"""Ctrl-C while pictures are being moved."""

from __future__ import annotations

import os
import signal

import pytest

from snapsort.cli.asking import stop_on_interrupt


def test_the_first_ctrl_c_asks_to_stop_and_the_second_breaks_off() -> None:
    with stop_on_interrupt() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    with stop_on_interrupt():
        pass
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
