"""Each reader of other people's files, given one input made by choices; it answers, or refuses in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

import engine
from distributions import LawError
from engine.problems import Refused
from engine.programme import load, starter
from tests.fuzzing.choices import Choices
from tests.fuzzing.documents import at, bytes_changed, change, document, good, inline, names, places
from tests.fuzzing.grammar import NUMBERS, WILD, nodes_at, value

Reader = Callable[[Choices, Path], bool]  # True: it was read; False: refused in words
LONGEST_REFUSAL = 20_000  # letters: more than any screen
SEPARATORS = [",", ";", "\t", "|"]
CELLS = [
    *(
        "1",
        "2.5",
        "-3",
        "1e3",
        "1,5",
        "1.234,5",
        "1 234",
        "£3m",
        "12%",
        "",
        "NA",
        "n/a",
        "nan",
        "inf",
        '"4"',
        '"',
        "x",
    ),
    *("1e400", "(3)", "−4", "yes", "left", "2023-01-01", "\u202e1", "=1+1", "0x10", "1_000", "'5", "١٢"),
]


def refused(work: Callable[[], Any]) -> bool:
    """Whether it was refused, in words of a bearable length; any other exception comes through."""
    try:
        work()
    except (Refused, LawError) as error:
        words = str(error)
    else:
        return False
    assert 0 < len(words.strip()) < LONGEST_REFUSAL, f"a refusal of {len(words)} letters"
    return True


def toml(choices: Choices, folder: Path) -> bool:
    """A programme file: read, linted, and of those that are read some planned and played."""
    file = folder / "programme.toml"
    file.write_bytes(document(choices))
    plays = choices.holds(8)

    def work() -> None:
        from engine.studies.lint.lint import lint

        programme = load(file, repairs=choices.holds(8))
        lint(programme, file)
        if plays:
            engine.claims(engine.simulate(programme, 32, seed=1, threads=1))

    return not refused(work)


def overrides(choices: Choices, folder: Path) -> bool:
    """Values set from outside, and scenarios by name."""
    text, tables = choices.one_of(good())
    file = folder / "programme.toml"
    file.write_text(text, encoding="utf-8")
    changes = {}
    for _ in range(1 + choices.below(3)):
        place = choices.one_of(places(tables))
        path = ".".join(map(str, place))
        if choices.holds(3):
            path = choices.one_of(
                [*names(tables), "", ".", "a.b.c", f"{path}.low", path.upper(), "x" * 300, path[:-1]]
            )
        nodes = nodes_at(place)
        new = value(choices, choices.one_of(nodes), names(tables)) if nodes else choices.one_of(WILD)
        changes[path] = choices.one_of(
            [new, inline(new), str(new), at(tables, choices.one_of(places(tables)))]
        )
    scenario = choices.one_of([None, None, "", "late", *names(tables)[:3]])
    return not refused(lambda: load(file, scenario, changes))


def table_text(choices: Choices, heading: list[str]) -> bytes:
    """A table as text, in whatever program's way."""
    separator, end = choices.one_of(SEPARATORS), choices.one_of(["\n", "\r\n", "\r"])
    rows = [[choices.one_of(CELLS) for _ in heading] for _ in range(choices.below(30))]
    if not choices.holds(3):  # numbers throughout, ascending in a row
        numbers = [[100 + choices.below(900) for _ in heading] for _ in range(5 + choices.below(30))]
        rows = [[str(number) for number in sorted(row)] for row in numbers]
        if choices.holds(3):
            choices.one_of(rows)[0] = choices.one_of(CELLS)
    lines = [separator.join(row) for row in [heading, *rows]]
    if choices.holds(6):
        lines.insert(
            choices.below(len(lines)), choices.one_of(["", "# note", "Total;;", '"a\nb"', ",,,,,,,,"])
        )
    encoding = choices.one_of(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
    raw = (end.join(lines) + choices.one_of(["", end])).encode(encoding, "replace")
    return bytes_changed(choices, raw) if choices.holds(4) else raw


def csv(choices: Choices, folder: Path) -> bool:
    """A column of data, and a law fitted to what was read now and then."""
    from engine.fitting.column import read_column

    file = folder / "data.csv"
    file.write_bytes(table_text(choices, ["forecast", "outcome", "side"][: 3 - choices.below(6) // 4]))
    column = choices.one_of(["outcome", "forecast", "outcome/forecast", "side", "none", "", "/"])
    where = choices.one_of(
        [(), (), ("forecast > 1",), ("outcome != x",), ("side = left",), (">",), ("a b c",)]
    )
    fits = choices.holds(60)

    def work() -> None:
        decimal = choices.one_of([None, None, "point", "comma"])
        found = read_column(file, column, where, choices.one_of([None, None, "side"]), decimal=decimal)
        if fits:
            engine.fit(found.values, ["normal", "lognormal"], bootstrap=0)

    return not refused(work)


def experts(choices: Choices, folder: Path) -> bool:
    """What experts say, from a table or TOML, and laws of a few of them."""
    from engine.elicitation.expert_file import read_answers

    heading = (
        ["p10", "p50", "p90", "weight"]
        if choices.holds(2)
        else ["p10", "p90", "who", "when", "note", "weight"]
    )
    if choices.holds(3):
        heading.insert(
            choices.below(4), choices.one_of(["mode", "p2.5", "p10", "P50", "weight", "p", "p101", "x", ""])
        )
    if choices.holds(2):
        file, raw = folder / "answers.csv", table_text(choices, heading)
    else:
        file = folder / "answers.toml"
        some = sorted(float(choices.below(50)) for _ in range(4))
        rows = [
            {"p10": some[0], "p50": some[1], "p90": some[2], "weight": some[3]}
            for _ in range(1 + choices.below(3))
        ]
        for row in rows if choices.holds(2) else ():
            row[choices.one_of(heading)] = choices.one_of([*NUMBERS, *WILD])
        raw = f"answers = {inline(rows)}\n".encode("utf-8", "replace")
        raw = bytes_changed(choices, raw) if choices.holds(3) else raw
    file.write_bytes(raw)
    pools = choices.holds(40)

    def work() -> None:
        answers = read_answers(file)
        if pools:
            engine.pool(answers[:2], choices.one_of(["linear", "quantile_average"]))

    return not refused(work)


@cache
def played(keep: str) -> xr.Dataset:
    """Results to begin with."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programme.toml"
        file.write_text(starter(), encoding="utf-8")
        return engine.simulate(engine.load(file), 300, seed=1, threads=1, keep=keep)  # type: ignore[arg-type]


def results(choices: Choices, folder: Path) -> bool:
    """Results whose attributes or arrays somebody changed."""
    from engine.analysis.findings import Findings
    from engine.reporting.record import record_text

    found = played(choices.one_of(["iterations", "summary"])).copy()
    found.attrs = dict(found.attrs)
    for _ in range(1 + choices.below(3)):
        found = altered(choices, found)
    return not refused(lambda: record_text(Findings(found)))


def altered(choices: Choices, found: xr.Dataset) -> xr.Dataset:
    """Results with one thing changed."""
    what = choices.below(5)
    variables = [str(name) for name in found.variables]
    if what == 0:
        found.attrs.pop(choices.one_of([*found.attrs, "none"]), None)
    elif what == 1:
        found.attrs[choices.one_of([*found.attrs])] = choices.one_of([*WILD[:-8], "[]", "{}", "null", "[{}]"])
    elif what == 2 and found.data_vars:
        found = found.drop_vars(choices.one_of(variables), errors="ignore")
    elif what == 3:
        claims = json.loads(found.attrs["claims"]) if str(found.attrs.get("claims", ""))[:2] == "[{" else [{}]
        change(choices, {"claims": claims})
        found.attrs["claims"] = json.dumps(claims, default=str)
    elif found.data_vars:
        name = choices.one_of([str(name) for name in found.data_vars])
        attrs = dict(found[name].attrs)
        if attrs and choices.holds(2):
            key = choices.one_of([*attrs])
            attrs[key] = choices.one_of(WILD[:-8])
        values = found[name].copy(data=np.array(found[name].values))
        if values.dtype.kind == "f" and values.size:
            values.values.flat[choices.below(values.size)] = choices.one_of([np.nan, np.inf, 1e308, -1.0])
        found = found.assign({name: values.assign_attrs(attrs)})
    return found


@cache
def packed() -> Path:
    """A pack to begin with."""
    import tempfile

    from engine.analysis.findings import Findings
    from engine.packs.write import write_pack

    folder = Path(tempfile.mkdtemp(prefix="outturn-fuzzing-"))
    file = folder / "programme.toml"
    file.write_text(starter(), encoding="utf-8")
    write_pack(
        Findings(engine.simulate(engine.load(file), 64)), folder / "pack", file.read_bytes(), {}, "iterations"
    )
    return folder / "pack"


def packs(choices: Choices, folder: Path) -> bool:
    """A pack of which files were changed, under sums that hold or that do not."""
    from engine.packs.manifest import FILES, MANIFEST, SUMS, write_manifest
    from engine.packs.verify import read_run, verify

    pack = folder / "pack"
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(packed(), pack)
    for _ in range(1 + choices.below(2)):
        file = pack / choices.one_of([*FILES, *FILES, MANIFEST, SUMS])
        if file.suffix == ".json" and choices.holds(2):
            about = json.loads((packed() / file.name).read_bytes())
            change(choices, about)
            file.write_text(json.dumps(about, default=str), encoding="utf-8")
        elif choices.holds(12):
            file.unlink(missing_ok=True)
        elif file.exists():
            file.write_bytes(bytes_changed(choices, file.read_bytes()))
    if all((pack / name).exists() for name in FILES) and not choices.holds(3):
        write_manifest(pack)
    plays = choices.holds(10)
    return not refused(lambda: verify(pack, threads=1) if plays else read_run(pack))


READERS: dict[str, Reader] = {
    "toml": toml,
    "set": overrides,
    "csv": csv,
    "experts": experts,
    "results": results,
    "packs": packs,
}
