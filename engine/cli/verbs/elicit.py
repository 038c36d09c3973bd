"""`outturn elicit`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import answers, note, print_as_written
from engine.cli.exits import exit_on_refusal, refuse

if TYPE_CHECKING:
    import xarray as xr

    from engine.elicitation.elicit import Elicited
    from engine.elicitation.pooling import Pooled

# Text, not float: the command then says itself what it found instead of a number.
Value = Annotated[
    str | None, typer.Option(metavar="VALUE", help="Value not exceeded with this chance in per cent.")
]
Said = Annotated[str, typer.Option(help="Kept with the answer, in the note.")]


class Pool(StrEnum):
    """How experts are made one."""

    linear = "linear"
    quantile = "quantile"


def elicit(
    p1: Value = None,
    p5: Value = None,
    p10: Value = None,
    p20: Value = None,
    p25: Value = None,
    p50: Value = None,
    p75: Value = None,
    p80: Value = None,
    p90: Value = None,
    p95: Value = None,
    p99: Value = None,
    quantile: Annotated[
        list[str] | None,
        typer.Option(metavar="PROBABILITY=VALUE", help="Any other, e.g. 0.33=9. May be repeated."),
    ] = None,
    low: Annotated[
        str | None, typer.Option(metavar="VALUE", help="A bound: the quantity is never below this.")
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(
            metavar="VALUE", help="The most likely value; with --low and --high a three-point estimate."
        ),
    ] = None,
    high: Annotated[
        str | None, typer.Option(metavar="VALUE", help="A bound: the quantity is never above this.")
    ] = None,
    families: Annotated[
        str | None,
        typer.Option(metavar="KIND,KIND", help="Laws to try, by TOML kind; all of them if left out."),
    ] = None,
    who: Said = "",
    when: Said = "",
    basis: Said = "",
    experts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answers of several experts: .csv or .toml.")
    ] = None,
    pool: Annotated[Pool, typer.Option(help="How experts are pooled.")] = Pool.linear,
    name: Annotated[str, typer.Option(help="Name of the law in the TOML.")] = "elicited",
    unit: Annotated[str, typer.Option(help="Unit of the values, such as £m or months.")] = "",
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw what the law implies, as SVG, PNG and PDF.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the TOML and nothing beside it.")] = False,
) -> None:
    """Turn what experts say (P10, P50, P90) into a law: ranked fits, what the best implies, TOML to paste.

    A three-point estimate is --low, --mode and --high. Low and high are bounds then; where they may be passed, give
    them as percentiles: --p10, --mode and --p90.

    A file of experts has a line for each: columns who, when, basis, note, weight, mode, and quantiles as p10, p50, p90.
    In TOML the same names are keys of an array of tables called answers.
    """
    with exit_on_refusal():
        from engine.cli.plot_name import plot_stem

        given = (p1, p5, p10, p20, p25, p50, p75, p80, p90, p95, p99)
        named = {f"--p{p}": x for p, x in zip(PERCENTAGES, given, strict=True)}
        numbers = _numbers({**named, "--low": low, "--mode": mode, "--high": high})
        stated = [(p / 100, numbers[f"--p{p}"]) for p in PERCENTAGES if f"--p{p}" in numbers]
        stated += _others(quantile or [])
        bounds = numbers.get("--low"), numbers.get("--high")
        likely = numbers.get("--mode")
        stem = plot_stem(plot)
        _check_name(name)
        wanted = None if families is None else [kind.strip() for kind in families.split(",")]
        found: Elicited | Pooled
        if experts is None:
            found = _single(stated, likely, (who, when, basis), wanted, *bounds)
        else:
            if stated or likely is not None or who or when or basis:
                refuse(
                    f"--experts {experts}: holds the answers itself; leave out quantiles, --mode, "
                    "--who, --when, --basis"
                )
            found = _several(experts, pool.value, wanted, *bounds)
        _tell(found, name, unit, stem, quiet)


PERCENTAGES = (1, 5, 10, 20, 25, 50, 75, 80, 90, 95, 99)


def _single(
    stated: list[tuple[float, float]],
    mode: float | None,
    said: tuple[str, str, str],
    families: list[str] | None,
    low: float | None,
    high: float | None,
) -> Elicited:
    from engine.elicitation.answer import Answer
    from engine.elicitation.elicit import elicit as elicited

    return elicited(Answer(stated, *said, mode=mode), families, low, high)


def _several(
    file: Path, method: str, families: list[str] | None, low: float | None, high: float | None
) -> Pooled:
    from engine.elicitation.expert_file import read_answer_file
    from engine.elicitation.pooling import pool as pooled
    from engine.problems import listed

    answers, notes = read_answer_file(file)
    if notes:
        note(f"{file.name}: read with {listed(notes, 'and')}")
    return pooled(answers, method, families, low, high)


def _tell(found: Elicited | Pooled, name: str, unit: str, plot: Path | None, quiet: bool) -> None:
    if plot is not None or not quiet:
        dataset = found.to_dataset(unit)
        if plot is not None:
            from engine.reporting import draw_elicitation, save_figure

            written = save_figure(draw_elicitation(dataset), plot)
            if not quiet:
                note(f"Written: {', '.join(map(str, written))}")
        if not quiet:
            from engine.reporting.tables.elicitation import print_elicitation

            print_elicitation(dataset, answers())
            for sentence in _beware(found, dataset):
                print_as_written(f"{sentence}\n")
            print()
    print_as_written(found.toml(name))


def _beware(found: Elicited | Pooled, dataset: xr.Dataset) -> Iterator[str]:
    """Tails that nobody stated and that laws as good put elsewhere; what a low and a high were taken for."""
    from engine.elicitation.elicit import Elicited
    from engine.elicitation.tails import LONGER
    from engine.reporting.elicitation import shown

    alone = isinstance(found, Elicited)
    for name, one in (
        [("", found)] if isinstance(found, Elicited) else zip(found.names, found.experts, strict=True)
    ):
        for percentile, (first, value), others in one.partings():
            told = ", ".join(f"{shown(x, dataset)} by {law}" for law, x in others.items())
            yield (
                f"{name}{'' if alone else ': '}P{percentile} is {shown(value, dataset)} by {first}, which stands "
                f"first, and {told}: a tail {LONGER:g} times as long or more, which nobody stated. If it matters, "
                f"state a P{percentile} or a bound."
            )
    if isinstance(found, Elicited) and found.answer.mode is not None and not found.answer.pairs:
        low, high = found.low, found.high
        yield (
            f"Low and high are bounds, never passed. If they may be passed one time in ten each, give them as "
            f"percentiles: --p10 {low:g} --mode {found.answer.mode:g} --p90 {high:g}."
        )


def _numbers(written: dict[str, str | None]) -> dict[str, float]:
    """The options that were given, as numbers; every one that is none is told."""
    from engine.elicitation.answer import ElicitationError
    from engine.problems import Problem

    numbers, faults = {}, []
    for option, text in written.items():
        try:
            if text is not None:
                numbers[option] = float(text)
        except ValueError:
            accepted = "a number alone, with a point for decimals; the unit goes into --unit"
            faults.append(Problem(option, f'"{text}"', accepted))
    if faults:
        raise ElicitationError(faults)
    return numbers


def _others(quantiles: list[str]) -> Iterator[tuple[float, float]]:
    for text in quantiles:
        left, equals, right = text.partition("=")
        try:
            probability, value = float(left), float(right)
        except ValueError:
            probability = value = math.nan
        if not equals or math.isnan(probability) or math.isnan(value):
            refuse(f"--quantile {text}: needs PROBABILITY=VALUE, for instance --quantile 0.33=9")
        yield probability, value


def _check_name(name: str) -> None:
    from engine.programme.names import NAME, NAME_RULE

    if not NAME.fullmatch(name):
        refuse(f"--name {name}: a law's name is of {NAME_RULE}")
