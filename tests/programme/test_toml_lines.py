"""Lines of dotted paths, against the file itself: the value on a line is the value of its path."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.programme.reading.toml_lines import TomlLines

AWKWARD = '''\
# a comment = [with, brackets]
plain = 1
"quoted.key" = 2 # [not.a.table]
text = "# no comment, [no] { table }"
long = """
inside = 3
[inside.table]
escaped \\""" and ""two"" quotes"""
literal = \'\'\'
it's 'quoted' \'\'\'
list = [
  10, # the first
  [20, 21],
  { a = 30, b.c = [31,
    32] },
]
dotted.one = 40
dotted . "t w o" = 41
day = 2022-04-01 10:00:00
[table . "sub table"]
inner = { x = 50, y = { z = 51 } }
[[things]]
size = 60
[[things]]
size = 61
[things.part]
weight = 62
[[things.pieces]]
n = 63
[[things.pieces]]
n = 64
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("plain", 2),
        ("quoted.key", 3),
        ("text", 4),
        ("long", 5),
        ("literal", 9),
        ("list", 11),
        ("list.0", 12),
        ("list.1", 13),
        ("list.1.1", 13),
        ("list.2.a", 14),
        ("list.2.b.c.0", 14),
        ("list.2.b.c.1", 15),
        ("dotted", 17),
        ("dotted.one", 17),
        ("dotted.t w o", 18),
        ("day", 19),
        ("table", 20),
        ("table.sub table", 20),
        ("table.sub table.inner.y.z", 21),
        ("things", 22),
        ("things.0", 22),
        ("things.0.size", 23),
        ("things.1", 24),
        ("things.1.size", 25),
        ("things.1.part", 26),
        ("things.1.part.weight", 27),
        ("things.1.pieces.0", 28),
        ("things.1.pieces.1.n", 31),
        ("plain.that.is.not.there", 2),
        ("things.1.colour", 24),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_path_has_its_line(key, line):
    assert tomllib.loads(AWKWARD)  # the text is TOML
    assert TomlLines(AWKWARD).line(key) == line


KEYS = st.text("abc_-1", min_size=1, max_size=4)
TEXTS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8)
SCALARS = st.one_of(st.integers(-9, 9), st.booleans(), TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def as_toml(value: object, gap: str) -> str:
    """A value in TOML, lists broken into lines by `gap`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + f",{gap}".join(as_toml(item, gap) for item in value) + f"{gap}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_toml(item, ' ')}" for key, item in value.items()) + "}"
    return str(value)


def paths(value: object, prefix: str):
    """Every dotted path inside a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield f"{prefix}.{key}"
        yield from paths(inner, f"{prefix}.{key}")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5), st.sampled_from([" ", "\n", " # ] } \n\n"]))
def test_every_path_of_any_file_has_a_line_between_its_key_and_the_next(data, gap):
    written = [f"{key} = {as_toml(value, gap)}" for key, value in data.items()]
    text = "\n".join(written) + "\n"
    assert tomllib.loads(text) == data
    lines = TomlLines(text)
    first = 1
    for (key, value), part in zip(data.items(), written, strict=True):
        last = first + part.count("\n")
        assert lines.line(key) == first
        for path in paths(value, key):
            assert path in lines._lines  # its own line, not that of what holds it
            assert first <= lines.line(path) <= last
        first = last + 1
