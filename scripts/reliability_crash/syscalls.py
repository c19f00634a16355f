"""SQLite's system calls in this process: counted, cut short by SIGKILL, or made to fail.

SQLite lets its Unix layer's calls be replaced (sqlite3_vfs.xSetSystemCall). So a process can be
killed right before, or in the middle of, each single write that a commit makes. Linux only.
"""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path
from typing import Any, Callable

Address = ctypes.c_void_p
METHODS = (
    "xOpen xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep"
    " xCurrentTime xGetLastError xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall"
)
OPEN, WRITE, TRUNCATE, UNLINK = "open", "pwrite64", "ftruncate", "unlink"
SIGNATURES: dict[str, tuple[Any, ...]] = {
    OPEN: (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int),
    WRITE: (ctypes.c_ssize_t, ctypes.c_int, Address, ctypes.c_size_t, ctypes.c_longlong),
    TRUNCATE: (ctypes.c_int, ctypes.c_int, ctypes.c_longlong),
    UNLINK: (ctypes.c_int, ctypes.c_char_p),
}
Hook = Callable[[str, int], int]  # call and its number (from 1) -> 0 to go on, else errno
TORN = -1  # from a hook on a write: half of it is written, then the process is killed
_kept: list[Any] = []  # what C calls must not be collected


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", Address),
        ("zName", ctypes.c_char_p),
        ("pAppData", Address),
        *((name, Address) for name in METHODS.split()),
    )


def _vfs() -> _Vfs:
    library = ctypes.CDLL("libsqlite3.so.0")
    library.sqlite3_vfs_find.restype = Address
    return _Vfs.from_address(library.sqlite3_vfs_find(None))


def die() -> None:
    """End this process as a power button would."""
    os.kill(os.getpid(), signal.SIGKILL)


def intercept(hook: Hook) -> None:
    """Ask `hook` before each call that changes files; only that process sees it."""
    vfs = _vfs()
    unset = ctypes.CFUNCTYPE(ctypes.c_int, Address, ctypes.c_char_p, Address)(vfs.xSetSystemCall)
    present = ctypes.CFUNCTYPE(Address, Address, ctypes.c_char_p)(vfs.xGetSystemCall)
    counted = [0]
    for name, signature in SIGNATURES.items():
        kind = ctypes.CFUNCTYPE(*signature, use_errno=True)
        original = kind(present(ctypes.addressof(vfs), name.encode()))
        replaced = kind(_asked(name, original, hook, counted))
        _kept.append((original, replaced))
        unset(ctypes.addressof(vfs), name.encode(), ctypes.cast(replaced, Address))


def _asked(name: str, original: Any, hook: Hook, counted: list[int]) -> Callable[..., int]:
    def call(*given: Any) -> int:
        if name == OPEN and not given[1] & os.O_CREAT:
            return int(original(*given))
        counted[0] += 1
        answer = hook(name, counted[0])
        if answer == TORN:
            if name == WRITE:
                original(given[0], given[1], given[2] // 2, given[3])
            die()
        if answer:
            ctypes.set_errno(answer)
            return -1
        return int(original(*given))

    return call


def kill_at(number: int, *, torn: bool = False) -> Hook:
    """A hook that kills before the call of that number, or in the middle of it."""

    def hook(_: str, count: int) -> int:
        if count == number:
            if torn:
                return TORN
            die()
        return 0

    return hook


def count_into(file: Path) -> Hook:
    """A hook that leaves the number of calls in a file."""

    def hook(_: str, count: int) -> int:
        file.write_text(str(count), encoding="ascii")
        return 0

    return hook


def fail_from(number: int, error: int, only: tuple[str, ...] = (OPEN, WRITE)) -> Hook:
    """A hook by which calls from that number on fail, as on a disk that is full."""

    def hook(name: str, count: int) -> int:
        return error if count >= number and name in only else 0

    return hook
