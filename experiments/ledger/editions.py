"""Predictions as a file that is never changed again: what it says, its hash, and the chain of editions."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import engine
from engine.analysis.measures import describe
from engine.analysis.measures import measure as measure_of
from engine.programme.months import date_name
from engine.reporting.phrasing import DATED, is_date
from experiments.ledger.questions import Question, played, questions
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

FOLDER = Path(__file__).parent / "frozen"
SUMS = "SHA256SUMS"
AS_OF = "2023-05-31"
PERCENTILES = (10, 50, 90)


class Broken(AssertionError):
    """An edition that is not what was frozen, or is missing."""


@dataclass(frozen=True)
class Prediction:
    """What the programme says to a question: the central 80%, to whole counts, and how likely it is to hold."""

    question: Question
    unit: str
    low: float
    middle: float
    high: float
    chance: float


class Forecast(NamedTuple):
    """The programme's results with a measure for every question, and what they say to each."""

    results: xr.Dataset
    predictions: list[Prediction]


def measure(iterations: int = 100_000, seed: int = 2023) -> Forecast:
    """What the programme says now."""
    results = played(iterations, seed)
    return Forecast(results, predictions(results, questions(engine.load(PROGRAMME))))


def check(forecast: Forecast) -> None:
    """Intervals hold what they say, and what was frozen is as it was; raises `AssertionError`."""
    assert editions(), "nothing is frozen"
    for one in forecast.predictions:
        assert one.low <= one.middle <= one.high, one.question.measure
        # ends are rounded to a tenth
        assert one.chance > 0.78, f"{one.question.measure}: {one.chance} within its central 80%"


def predictions(results: xr.Dataset, asked: list[Question]) -> list[Prediction]:
    """P10, P50 and P90 of the measure of each question, to the digits that are frozen, and the chance between."""
    found = []
    for question in asked:
        values = np.asarray(measure_of(results, question.measure).values)
        unit = str(describe(results, question.measure)["units"])
        whole = bool((values == np.rint(values)).all())
        if whole:  # a count lies between no two counts
            low, middle, high = np.percentile(values, PERCENTILES, method="inverted_cdf").tolist()
        else:
            low, middle, high = np.percentile(values, PERCENTILES).round(1).tolist()
        chance = round(float(np.mean((low <= values) & (values <= high))), 3)
        found.append(Prediction(question, unit, low, middle, high, chance))
    return found


def text(forecast: Forecast, reason: str, day: str, before: str) -> str:
    """An edition: what was played, and a table a question."""
    attrs = forecast.results.attrs
    head = {
        "frozen": day,
        "as_of": AS_OF,
        "reason": reason,
        "before": before,
        "programme": str(attrs["programme_hash"]),
        "iterations": int(attrs["iterations"]),
        "seed": int(attrs["seed"]),
    }
    lines = [
        "[edition]",
        *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()),
    ]
    for one in forecast.predictions:
        table = {
            "question": one.question.words,
            "counts": one.question.counts,
            "settled": one.question.settled,
            "unit": one.unit,
            "low": one.low,
            "middle": one.middle,
            "high": one.high,
            "chance": one.chance,
        }
        lines += ["", f"[{json.dumps(one.question.measure)}]"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
        if is_date(one.unit):
            start = one.unit.removeprefix(DATED)
            months = [date_name(end, start) for end in (one.low, one.middle, one.high)]
            lines.append(f"months = {json.dumps(months)}")
    return "\n".join(lines) + "\n"


def freeze(edition: str, folder: Path = FOLDER) -> Path:
    """Write the next edition and its sum."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"edition_{len(sums(folder)) + 1}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(edition)
    with (folder / SUMS).open("a", encoding="utf-8") as file:
        file.write(f"{digest(path)}  {path.name}\n")
    return path


def sums(folder: Path = FOLDER) -> dict[str, str]:
    """The SHA-256 of each edition by the name of its file, first to last."""
    path = folder / SUMS
    if not path.exists():
        return {}
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {name: found for found, name in pairs}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def editions(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every edition, first to last; raises `Broken` where one was altered, dropped or put in between."""
    found, before = [], ""
    for name, expected in sums(folder).items():
        path = folder / name
        if not path.exists() or digest(path) != expected:
            raise Broken(f"{name} is not what was frozen")
        one = tomllib.loads(path.read_text(encoding="utf-8"))
        if one["edition"]["before"] != before:
            raise Broken(f"{name} does not follow the edition before it")
        before = expected
        found.append(one)
    if len(found) != len(list(folder.glob("edition_*.toml"))):
        raise Broken("an edition stands there that was never frozen")
    return found


def moved(edition: dict[str, Any], found: list[Prediction]) -> list[str]:
    """The questions whose middle lies outside the frozen interval now, or that were not asked."""
    return [
        one.question.measure
        for one in found
        if one.question.measure not in edition
        or not edition[one.question.measure]["low"] <= one.middle <= edition[one.question.measure]["high"]
    ]
