"""YAML text -> a tree of nodes with line numbers; what makes YAML ambiguous is refused."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import yaml

from ..problems import InputError, Problem

LARGEST_BYTES = 5_000_000
DEEPEST = 40
# control characters, surrogates and what YAML can't hold; escapes in quotes can make them too
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as PyYAML counts lines
SYNTAX_CODES = (
    ("quoted scalar", "yaml_quote"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_no_colon"),
    ("expected <block end>", "yaml_indent"),
    ("',' or ']'", "yaml_bracket"),
    ("',' or '}'", "yaml_bracket"),
    ("cannot start any token", "yaml_quote_needed"),
    ("expected a single document", "yaml_two_documents"),
)


@dataclass(frozen=True)
class Scalar:
    """A plain value: None, bool, int, float, str; dates stay text. `text` is as written."""

    value: Any
    text: str
    line: int
    quoted: bool


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Mapping:
    """A mapping; keys in order of the file, with their lines."""

    entries: dict[Any, Node]
    key_lines: dict[Any, int]
    line: int


Node = Union[Scalar, Items, Mapping]
SHIPPED = Path(__file__).resolve().parents[2] / "resources"


class _Loader(yaml.SafeLoader):
    """SafeLoader that leaves dates as text and refuses anchors, aliases, tags and deep nesting."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.document = name
        self.nesting = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Check the next event before a node is made of it."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refuse("yaml_alias", self.document, line)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise _refuse("yaml_tag", self.document, line, tag=tag)
        if self.nesting >= DEEPEST:
            raise _refuse("yaml_too_deep", self.document, line)
        self.nesting += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.nesting -= 1
        return node


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The C loader, ten times as fast, for the files that come with the plugin: tests read them
    with the strict one too, so they hold nothing that it refuses.
    """


_FastLoader.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def read(path: Path) -> Mapping:
    """The root mapping of a file; raises InputError with file and line."""
    tree = read_any(path, path.name)
    if not isinstance(tree, Mapping):
        raise _refuse("yaml_not_mapping", path.name, tree.line)
    return tree


def parse(raw: bytes, name: str) -> Mapping:
    """The root mapping of YAML text; `name` is what messages call the file."""
    tree = parse_any(raw, name)
    if not isinstance(tree, Mapping):
        raise _refuse("yaml_not_mapping", name, tree.line)
    return tree


def read_any(path: Path, name: str) -> Node:
    """The root of a file, whatever it is; `name` is what messages call the file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(Problem("file_missing", {"path": str(path)}, str(path))) from error
    except OSError as error:
        if path.is_dir():
            raise InputError(Problem("file_is_folder", {"path": str(path)}, "")) from error
        if isinstance(error, PermissionError):
            raise InputError(Problem("file_forbidden", {"path": str(path)}, "")) from error
        params = {"file": str(path), "reason": error.strerror or ""}
        raise InputError(Problem("file_unreadable", params, str(path))) from error
    if SHIPPED in path.resolve().parents:
        with contextlib.suppress(yaml.YAMLError):  # a changed file: the strict loader says why
            return _tree(_FastLoader(raw), name)
    return parse_any(raw, name)


def parse_any(raw: bytes, name: str) -> Node:
    """The root of YAML text, whatever it is."""
    if len(raw) > LARGEST_BYTES:
        raise _refuse("yaml_too_large", name, 1, megabytes=LARGEST_BYTES // 1_000_000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refuse("yaml_not_utf8", name, line) from error
    strange = UNREADABLE.search(text)
    if strange is not None:
        raise _refuse("yaml_character", name, text.count("\n", 0, strange.start()) + 1)
    lines = LINE_BREAK.split(text)
    for number, line_text in enumerate(lines, 1):
        if "\t" in line_text[: len(line_text) - len(line_text.lstrip(" \t"))]:
            raise _refuse("yaml_tab", name, number)
    try:
        return _tree(_Loader(text, name), name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = str(error.problem or "")
        if line <= len(lines) and "\t" in lines[line - 1]:
            raise _refuse("yaml_tab", name, line) from error
        opened = _quoted_over_lines(text, line)
        if opened:
            raise _refuse("yaml_quote", name, opened) from error
        raise _refuse(
            _syntax_code(reason, error), name, _opened(error, line), reason=reason
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        reason = (str(error).splitlines() or [""])[0]
        raise _refuse("yaml_syntax", name, 1, reason=reason) from error


def _tree(loader: Any, name: str) -> Node:
    try:
        root = loader.get_single_node()
        if root is None:
            raise _refuse("yaml_empty", name, 1)
        return _convert(loader, root, name)
    finally:
        loader.dispose()


def _syntax_code(reason: str, error: yaml.MarkedYAMLError) -> str:
    """The sentence for what PyYAML calls the fault; `yaml_syntax` for the rare ones."""
    for part, code in SYNTAX_CODES:
        if part in reason or part in str(error.context or ""):
            return code
    return "yaml_syntax"


def _quoted_over_lines(text: str, line: int) -> int:
    """The line where a quoted text begins that ends on the faulty line, 0 where there is none.

    A quotation mark that is forgotten swallows all up to the next one, and only there YAML trips.
    """
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if quoted and token.start_mark.line + 1 < line == token.end_mark.line + 1:
                return int(token.start_mark.line) + 1
    return 0


def _opened(error: yaml.MarkedYAMLError, line: int) -> int:
    """The line to look at: an unclosed quote or bracket is found only at the end of the file."""
    if error.context_mark is not None and "end of stream" in str(error.problem):
        return int(error.context_mark.line) + 1
    return line


def _refuse(code: str, name: str, line: int, **params: Any) -> InputError:
    return InputError(Problem(code, {"file": name, "line": line, **params}, f"{name}:{line}"))


def _convert(loader: Any, node: yaml.Node, name: str) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(_value(loader, node, name), node.value, line, bool(node.style))
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_convert(loader, item, name) for item in node.value), line)
    entries: dict[Any, Node] = {}
    lines: dict[Any, int] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _refuse("yaml_key", name, key_line)
        if key_node.tag.endswith(":merge"):
            raise _refuse("yaml_alias", name, key_line)
        key = _value(loader, key_node, name)
        if key in entries:
            raise _refuse("yaml_duplicate_key", name, key_line, key=key, first=lines[key])
        entries[key] = _convert(loader, value_node, name)
        lines[key] = key_line
    return Mapping(entries, lines, line)


def _value(loader: Any, node: yaml.ScalarNode, name: str) -> Any:
    line = node.start_mark.line + 1
    if UNREADABLE.search(node.value):
        raise _refuse("yaml_character", name, line)
    try:
        return loader.construct_object(node)
    except (ValueError, OverflowError, yaml.constructor.ConstructorError) as error:
        raise _refuse("yaml_syntax", name, line, reason=str(node.value)[:40]) from error
