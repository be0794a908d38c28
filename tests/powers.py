"""Root without root's powers, so that tests of closed files mean something in containers, too."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

VERSION = 0x20080522  # of capset(2) with 64 bits in two words


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Word(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def as_a_user(test: Callable[P, R]) -> Callable[P, R]:
    """The test, for which modes of files hold even if root runs it.

    What opens all files for root are capabilities, and these belong to a thread (capabilities(7)): the test
    gets one of its own, without any.
    """

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with ThreadPoolExecutor(1, initializer=_give_up_powers) as thread:
            return thread.submit(test, *args, **kwargs).result()

    return run


def _give_up_powers() -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.capset(ctypes.byref(_Header(VERSION, 0)), (_Word * 2)()) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
