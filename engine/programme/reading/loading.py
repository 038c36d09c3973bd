"""A programme file on disk -> `Programme`, or every problem that it has, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from engine.garbage import no_garbage_looked_for
from engine.problems import Findings, Problem, ProgrammeError, nearest, shortened
from engine.programme.model import Programme
from engine.programme.reading.resolve import resolved
from engine.programme.reading.scenario import Replacement, applied, named_tables
from engine.programme.reading.toml_depth import tables_of
from engine.programme.reading.toml_lines import TomlLines
from engine.programme.reading.toml_slips import NOT_CLOSED, opened, slip
from engine.table_files.first_bytes import kind_by_first_bytes


def load(
    path: str | PathLike[str],
    scenario: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    repairs: bool = False,
    option: str | None = None,
) -> Programme:
    """See `engine.programme.load`."""
    with no_garbage_looked_for():
        return _loaded(path, scenario, overrides or {}, repairs, option)


def _loaded(
    path: str | PathLike[str],
    scenario: str | None,
    overrides: Mapping[str, Any],
    repairs: bool,
    option: str | None,
) -> Programme:
    file, text, data = _read(path)
    if scenario is None and isinstance(data.get("default_scenario"), str):
        scenario = data["default_scenario"]
    findings = Findings()
    changed, replaced = applied(data, scenario or None, overrides, findings, option or None)
    programme = resolved(changed, scenario or None, bool(replaced), findings, repairs)
    if findings.found:
        raise ProgrammeError(_problems(file, text, findings, replaced))
    programme = replace(programme, option=option or None)
    if not replaced:
        return programme
    changes = tuple(f"{path} = {value}" for path, value in overrides.items())
    return replace(programme, changes=changes, altered=_altered(programme, _as_written(file, text, repairs)))


def _altered(programme: Programme, as_written: Programme) -> tuple[str, ...]:
    """Names of the quantities whose law or base is not that of the file, whichever way it was changed."""
    before = {q.name: (q.law, q.base) for q, *_ in as_written.quantities()}
    for risk in as_written.risks:
        before |= {q.name: (q.law, q.base) for q in (risk.response.quantities() if risk.response else ())}
    changed = (q for q, *_ in programme.quantities() if before.get(q.name) != (q.law, q.base))
    return tuple(dict.fromkeys(q.name for q in changed if q.is_written or q.name in before))


def scenario_names(path: str | PathLike[str]) -> tuple[str, ...]:
    """See `engine.programme.scenario_names`."""
    return tuple(named_tables(_read(path)[2], "scenarios"))


def option_names(path: str | PathLike[str]) -> tuple[str, ...]:
    """See `engine.programme.option_names`."""
    data = _read(path)[2]
    names, baseline = list(named_tables(data, "options")), data.get("baseline_option")
    return tuple(sorted(names, key=lambda name: name != baseline))


def written(path: str | PathLike[str]) -> tuple[dict[str, Any], TomlLines]:
    """The tables of a file as they stand in it, and where each is; raises `ProgrammeError` if it cannot be read."""
    _, text, tables = _read(path)
    return tables, TomlLines(text)


MOST_BYTES = 64 << 20  # of a file: it is read in half a minute
_TABLES = (".csv", ".tsv", ".tab")
_tables_of = lru_cache(maxsize=1)(tables_of)  # `check` reads a file twice; nothing writes into the tables


@lru_cache(maxsize=1)  # the same for each scenario of a file
def _as_written(file: str, text: str, repairs: bool) -> Programme:
    return resolved(_tables_of(file, text), None, False, Findings(), repairs)


def _read(path: str | PathLike[str]) -> tuple[str, str, dict[str, Any]]:
    """Name, text and tables of a file; raises `ProgrammeError` if it is none, or no TOML in UTF-8."""
    file = str(path)
    try:
        with Path(path).open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(file, "no such file", hint=_files_like(Path(path))) from None
    except IsADirectoryError:
        inside = sorted(entry.name for entry in Path(path).glob("*.toml"))
        raise _unreadable(
            file, "a directory", hint=f"it holds {', '.join(inside)}" if inside else ""
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(file, getattr(error, "strerror", None) or str(error)) from None
    if len(raw) > MOST_BYTES:
        raise _unreadable(
            file, f"more than {MOST_BYTES >> 20} MB", hint="a programme of 100,000 clusters has 20 MB"
        )
    kind = kind_by_first_bytes(raw)
    if kind is not None:
        raise _unreadable(file, kind.name, hint="outturn fit reads tables; outturn init writes a programme")
    try:
        text = raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"byte 0x{raw[error.start]:02x} at offset {error.start}, which is not UTF-8"
        line = raw[: error.start].count(b"\n") + 1
        raise _unreadable(file, found, line, "save the file as UTF-8") from None
    try:
        return file, text, _tables_of(file, text)
    except ProgrammeError:
        raise
    except ValueError as error:
        if Path(path).suffix.lower() in _TABLES:
            hint = "outturn fit reads it; outturn init writes a programme"
            raise _unreadable(file, "a table of text (CSV)", hint=hint) from None
        raise _not_toml(file, text, str(error)) from None


def _unreadable(file: str, found: str, line: int | None = None, hint: str = "") -> ProgrammeError:
    return ProgrammeError.at(file, found, "a programme file: TOML text in UTF-8", hint, line)


def _files_like(path: Path) -> str:
    """A hint with the nearest names of TOML files beside a missing one."""
    return (
        nearest(path.name, [entry.name for entry in path.parent.glob("*.toml")])
        if path.parent.is_dir()
        else ""
    )


def _not_toml(file: str, text: str, message: str) -> ProgrammeError:
    """What is wrong with the line of which `tomllib` says `message`."""
    lines = text.split("\n")  # as TOML has them: there are letters besides at which Python ends a line
    at = re.search(r" \(at line (\d+), column \d+\)$", message)
    line = int(at[1]) if at else max(len(lines), 1) if message.endswith("(at end of document)") else None
    said = message[: at.start()] if at else message.removesuffix(" (at end of document)")
    if line is not None and said.startswith(NOT_CLOSED):
        line = opened(lines, line)
    shown = lines[line - 1] if line is not None and line <= len(lines) else ""
    if line is not None and line > 1 and not shown.strip():  # what is not closed is noticed after its line
        shown = lines[line - 2]
    found, hint = slip(shown, said) if shown.strip() else (said, "")
    accepted = "TOML (https://toml.io): key = value, text in quotes, numbers without"
    quoted = f"{shortened(shown.strip(), 100)}: {found}" if shown.strip() else found
    return ProgrammeError.at(file, quoted, accepted, hint, line)


def _problems(file: str, text: str, findings: Findings, replaced: Sequence[Replacement]) -> list[Problem]:
    """The findings with their lines, in file order; a value put in by a scenario is found where it stands."""
    lines = TomlLines(text)
    problems = []
    for key, found, accepted, hint in findings.found:
        line = lines.line(key)
        for path, written_at, said in reversed(replaced):
            if key == path or key.startswith(f"{path}."):
                line = lines.line(written_at)
                hint = f"{said}; {hint}" if hint else said
                break
        problems.append(Problem(file, found, accepted, hint, key, line))
    return sorted(problems, key=lambda problem: (problem.line is None, problem.line or 0))
