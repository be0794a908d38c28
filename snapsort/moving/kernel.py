"""The two renames that only the kernel can do: one that refuses to replace, one that exchanges two names."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from pathlib import Path

NOT_OFFERED = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})

_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_NOREPLACE, _RENAME_EXCHANGE = 1, 2  # linux/fs.h, renameat2(2)
_RENAME_EXCL, _RENAME_SWAP = 4, 2  # sys/stdio.h of macOS, renamex_np(2)


def rename_if_free(source: Path, target: Path) -> bool:
    """Whether the kernel has renamed; False when it or the file system cannot do it without replacing.

    Raises:
        FileExistsError: the target exists.
    """
    return _rename(source, target, linux=_RENAME_NOREPLACE, macos=_RENAME_EXCL)


def exchange_names(one: Path, other: Path) -> bool:
    """Whether the kernel has exchanged two names at once; False when it or the file system cannot."""
    return _rename(one, other, linux=_RENAME_EXCHANGE, macos=_RENAME_SWAP)


def _rename(source: Path, target: Path, *, linux: int, macos: int) -> bool:
    if os.name == "nt":
        return False
    library = _system_library()
    old, new = os.fsencode(source), os.fsencode(target)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, linux)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(old, new, macos)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in NOT_OFFERED:
        return False
    raise OSError(number, os.strerror(number), str(source), None, str(target))


@cache  # loading it makes a class and looks its functions up: three times as long as a rename takes
def _system_library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
