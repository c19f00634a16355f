"""What geometry operations came to, kept from one evaluation to the next.

An ordinary run keeps nothing. A live re-check runs the same checks again on tables in which all
but a few geometries are the same objects as before: what was worked out for these is looked up,
so that an edit costs what it touches. Geometries don't change, and each operation's answer for a
row depends on that row (and the mask) only: what is looked up is what would be computed.
"""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Callable, Hashable, Iterator, Mapping, Sequence, TypeVar

import numpy as np

from .arrays import GeometryArray

TURNS_A_GENERATION = 32
PLAIN = (bool, int, float, str, type(None), np.generic)
Key = Hashable
Held = Any
F = TypeVar("F", bound=Callable[..., Any])


class Answers:
    """Answers of one operation by the ids of what it was asked with.

    Each entry holds what it was asked with, so that no id can come to mean another geometry.
    Entries that nobody asks for during a whole generation are dropped.
    """

    def __init__(self) -> None:
        self.young: dict[Key, tuple[Held, Any]] = {}
        self.old: dict[Key, tuple[Held, Any]] = {}

    def get(self, key: Key) -> tuple[Held, Any] | None:
        """The entry of a key, None where it is not known."""
        found = self.young.get(key)
        if found is None and self.old:
            found = self.old.get(key)
            if found is not None:
                self.young[key] = found
        return found

    def get_all(self, keys: Sequence[Key]) -> list[tuple[Held, Any] | None]:
        """The entries of many keys, None where one is not known."""
        found = list(map(self.young.get, keys))
        if self.old:
            for place, entry in enumerate(found):
                if entry is None:
                    found[place] = self.get(keys[place])
        return found

    def put(self, key: Key, held: Held, answer: Any) -> tuple[Held, Any]:
        """Keep an answer together with what it was asked with."""
        entry = (held, answer)
        self.young[key] = entry
        return entry

    def age(self) -> bool:
        """A generation is over; False where nothing is left."""
        self.old, self.young = self.young, {}
        return bool(self.old)


class Memory:
    """Answers of all operations; `next_turn` before each evaluation lets old ones go."""

    def __init__(self) -> None:
        self._tables: dict[Key, tuple[Held, Answers]] = {}
        self._turn = 0

    def next_turn(self) -> None:
        """One more evaluation begins."""
        self._turn += 1
        if self._turn % TURNS_A_GENERATION == 0:
            self._tables = {key: kept for key, kept in self._tables.items() if kept[1].age()}

    def answers(self, name: str, held: Sequence[Any] = ()) -> Answers:
        """The answers of an operation with these further arguments (a mask, a dimension)."""
        key = (name, *(_key(item) for item in held))
        if key not in self._tables:
            self._tables[key] = (tuple(held), Answers())
        return self._tables[key][1]


_ACTIVE: ContextVar[Memory | None] = ContextVar("strukturbild_memory", default=None)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Within this block, and in this thread only, operations look up and keep their answers."""
    token = _ACTIVE.set(memory)
    memory.next_turn()
    try:
        yield
    finally:
        _ACTIVE.reset(token)


def active_memory() -> Memory | None:
    """The memory of the running live re-check, None in an ordinary run."""
    return _ACTIVE.get()


def ids(array: GeometryArray) -> list[int]:
    """The identities of the objects in an array."""
    return list(map(id, array.tolist()))


def _key(item: Any) -> Key:
    if isinstance(item, PLAIN):
        return item
    if isinstance(item, np.ndarray):
        return tuple(ids(item)) if item.dtype == object else tuple(item.tolist())
    return id(item)


def row_by_row(arrays: int = 1) -> Callable[[F], F]:
    """For an operation that gives an array whose row n depends on row n of its arguments only.

    The first `arrays` arguments are arrays of equal length, the others are the same for all
    rows. Functions among these (`tick`) don't count.
    """

    def decorate(operation: F) -> F:
        @functools.wraps(operation)
        def asked(*given: Any, **options: Any) -> Any:
            memory = _ACTIVE.get()
            if memory is None:
                return operation(*given, **options)
            return _by_rows(memory, operation, given[:arrays], given[arrays:], options)

        return asked  # type: ignore[return-value]

    return decorate


def _by_rows(
    memory: Memory,
    operation: Callable[..., GeometryArray],
    columns: Sequence[Any],
    others: Sequence[Any],
    options: Mapping[str, Any],
) -> GeometryArray:
    same = [item for item in others if not callable(item)]
    names = sorted(name for name, item in options.items() if not callable(item))
    table = memory.answers(operation.__qualname__, [*same, *(options[name] for name in names)])
    items = [column.tolist() for column in columns]
    if len(columns) == 1:
        keys: list[Any] = list(map(id, items[0]))
    else:
        keys = list(zip(*(_item_keys(column, own) for column, own in zip(columns, items))))
    found: list[Any] = table.get_all(keys)
    missing = [row for row, entry in enumerate(found) if entry is None]
    if missing:
        rows = np.array(missing)
        made = operation(*(column[rows] for column in columns), *others, **options)
        for row, answer in zip(missing, made.tolist()):
            held = tuple(own[row] for own in items)
            found[row] = table.put(keys[row], held, answer)
    result = np.empty(len(found), dtype=object)
    result[:] = [entry[1] for entry in found]
    return result


def _item_keys(column: Any, items: list[Any]) -> list[Any]:
    return list(map(id, items)) if column.dtype == object else items


def as_a_whole(operation: F) -> F:
    """For an operation whose answer, one geometry, depends on all of its arguments.

    Functions among them (`tick`) don't count.
    """

    @functools.wraps(operation)
    def asked(*given: Any, **options: Any) -> Any:
        memory = _ACTIVE.get()
        if memory is None:
            return operation(*given, **options)
        counting = [item for item in (*given, *options.values()) if not callable(item)]
        table = memory.answers(operation.__qualname__)
        key = tuple(_key(item) for item in counting)
        found = table.get(key)
        if found is None:
            held = [item.copy() if isinstance(item, np.ndarray) else item for item in counting]
            found = table.put(key, held, operation(*given, **options))
        return found[1]

    return asked  # type: ignore[return-value]
