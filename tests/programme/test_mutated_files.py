"""Whatever is done to a good file, the answer is a programme or a `ProgrammeError`, and nothing else."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.programme import Programme, ProgrammeError, load
from tests.programme.small_programme import SMALL

FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = [
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "nan",
    "-inf",
    "1e400",
    "9" * 400,
    "é",
    "\\u0000",
    "0",
]
VALUES: list[Any] = [
    None, -1, 0, 1, 2.5, 1e308, -1e308, 10**400, float("nan"), float("inf"), True, "", "x", "slip", "north.build", "*",
    [], [1], ["*"], [[1, 2], [3]], {}, {"kind": "pert"}, {"kind": []}, {"value": 1e308}, {"low": 1, "high": 2},
    {"kind": "lognormal", "log_mean": 1e308, "log_sd": 1e308}, {"kind": "lognormal", "log_mean": 800, "log_sd": 1},
    {"kind": "beta", "alpha": 1e308, "beta": 1e-308}, {"kind": "discrete", "values": [], "probabilities": []},
    {"kind": "truncated", "law": {"kind": "truncated"}}, {"kind": "risk_event", "probability": 2, "impact": "slip"},
    {"kind": "normal", "percentiles": [1, 2]}, {"kind": "normal", "percentiles": [[0.1, 1], [0.9, 10**400]]},
    {"law": "slip"}, {"law": 3}, {"total": "one_off", "share": "users", "part": 1e308}, {"total": {}, "share": []},
    {"rank": 0.5}, {"delay": 1, "targets": ["*"]},
]  # fmt: skip


def outcome(path: Any, **more: Any) -> Programme | None:
    """The programme, if the file is one; an error of another kind comes through."""
    try:
        return load(path, **more)
    except ProgrammeError as refusal:
        error = refusal
    assert error.problems
    assert all(problem.found and problem.accepted for problem in error.problems)
    assert str(error).count("\n") >= 2 * len(error.problems)
    return None


@FUZZ
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)
)
def test_text_cut_out_and_put_in(tmp_path, cuts):
    text = SMALL
    for where, length, piece in cuts:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    outcome(path)


@FUZZ
@given(st.binary(max_size=30), st.floats(0, 1))
def test_bytes_put_in(tmp_path, piece, where):
    raw = SMALL.encode()
    path = tmp_path / "programme.toml"
    path.write_bytes(raw[: int(where * len(raw))] + piece + raw[int(where * len(raw)) :])
    outcome(path)


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the tables of a file."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, inner in pairs for found in places(inner, (*place, key)))][
        1 if not place else 0 :
    ]


@FUZZ
@given(st.data())
def test_values_replaced_removed_and_added(tmp_path, data):
    import tomllib

    tables = tomllib.loads(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from(places(tables)))
        holder = tables
        for part in path:
            holder = holder[part]
        action = data.draw(st.sampled_from(["replace", "remove", "add", "swap"]))
        value = deepcopy(data.draw(st.sampled_from(VALUES)))
        if action == "remove" or value is None:
            del holder[last]
        elif action == "add" and isinstance(holder, dict):
            holder[data.draw(st.sampled_from(["x", "base", "kind", "source", "a.b", "cost", "[key]"]))] = (
                value
            )
        elif action == "swap":
            holder[last] = deepcopy(
                data.draw(st.sampled_from(list(holder.values() if isinstance(holder, dict) else holder)))
            )
        else:
            holder[last] = value
    path = tmp_path / "programme.toml"
    path.write_text(
        "".join(f"{json.dumps(key)} = {inline(value)}\n" for key, value in tables.items()), encoding="utf-8"
    )
    outcome(path)


def inline(value: Any) -> str:
    """A value in TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value)
    return str(value)


PATHS = [
    "laws.slip", "laws.slip.mode", "north.build.duration", "clusters", "correlation.0.rank", "funding.0", "start",
    "title", ".", "x.y", "", "risks.supplier.effects.0", "risks.supplier.effects", "totals.one_off.value",
    "shares.users.north", "scenarios", "horizon", "claims.both.all_of",
]  # fmt: skip


@FUZZ
@given(
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(VALUES), min_size=1, max_size=3),
    st.sampled_from([None, "", "late", "lat"]),
)
@example({"correlation.0.rank": 10**400}, None)  # which no float holds
def test_any_override(tmp_path, overrides, scenario):
    path = tmp_path / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    outcome(path, overrides=overrides, scenario=scenario)


NAMES = ["north.build.duration", "south.wave.duration", "north.procure.duration", "south.wave"]
KEYS: dict[str, list[Any]] = {
    "rank": [0.4, -0.7, 1, -1],
    "matrix": [[[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]], [[1, 1, 1], [1, 1, 0], [1, 0, 1]]],
    "pairs": [[{"a": NAMES[0], "b": NAMES[1], "rank": 0.9}]],
    "measure": ["spearman", "kendall", "normal"],
    "copula": ["gaussian", "student_t", "iman_conover"],
    "degrees": [3, 2.001, 2, 1e308],
    "repair": [True, False],
    "pinned": [[NAMES[:2]], [NAMES[:2], NAMES[1:3], [NAMES[0], NAMES[2]]], [[]], [NAMES[3:], NAMES[:1] * 2]],
    "weights": [{NAMES[0]: 2}, {NAMES[0]: 100, NAMES[1]: 0.01}, {NAMES[0]: 0}, {NAMES[3]: 1}],
}


@FUZZ
@given(st.data())
def test_any_correlation_group(tmp_path, data):
    keys = data.draw(st.lists(st.sampled_from(list(KEYS)), unique=True))
    wild = st.sampled_from(VALUES).filter(lambda value: value is not None)
    group = {key: data.draw(st.one_of(st.sampled_from(KEYS[key]), wild)) for key in keys}
    lines = "".join(f"{key} = {inline(value)}\n" for key, value in group.items())
    path = tmp_path / "programme.toml"
    path.write_text(SMALL.replace("rank = 0.4\n", lines), encoding="utf-8")
    outcome(path, repairs=data.draw(st.booleans()))


def test_the_unchanged_file_is_a_programme(tmp_path):
    """The negative control: were everything refused, nothing above would have been tried."""
    path = tmp_path / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert outcome(path) is not None
