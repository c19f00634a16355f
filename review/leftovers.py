"""Files beside a store: made under a hidden name, put in place when whole, cleared away later."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from ..layers.atomic import OLD_SECONDS

COMPANIONS = ("", "-journal", "-wal", "-shm")


def writer_note(path: Path) -> Path:
    """Where it is noted who writes to a store."""
    return path.with_name(f".{path.name}.writer")


def put_in_place(made: Path, path: Path) -> bool:
    """Give a whole file its name, unless there is one by then; says whether it did.

    Raises OSError where the folder does not let it.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # no hard links here: FAT, many network shares
        if path.exists():
            return False
        made.rename(path)
    return True


def drop(made: Path) -> None:
    """Remove what was made under a hidden name, with its journal."""
    for companion in COMPANIONS:
        with suppress(OSError):
            made.with_name(made.name + companion).unlink(missing_ok=True)


def clear_leftovers(path: Path) -> None:
    """Remove what programs that were cut off left beside a store, once it is a day old."""
    form = re.compile(
        r"\.\.?{stem}(\.v\d+)?-[0-9a-f]{8}{suffix}(-journal|-wal|-shm|\.writer)?".replace(
            "{stem}", re.escape(path.stem)
        ).replace("{suffix}", re.escape(path.suffix))
    )
    before = time.time() - OLD_SECONDS
    with suppress(OSError):
        for entry in os.scandir(path.parent):
            is_ours = form.fullmatch(entry.name) or entry.name == writer_note(path).name
            with suppress(OSError):
                if is_ours and (entry.stat().st_mtime < before or _is_second_name(entry, path)):
                    Path(entry.path).unlink()


def _is_second_name(entry: os.DirEntry[str], path: Path) -> bool:
    """Whether a program was cut off between giving a store its name and dropping the hidden one."""
    return entry.stat().st_nlink > 1 and path.samefile(entry.path)
