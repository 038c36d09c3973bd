"""The ledger: predictions of what can be told, frozen so that a change is seen, and scored by `outturn score`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
import xarray as xr

import engine
from engine.reporting.netcdf import write_netcdf
from experiments.ledger import editions, pictures, questions
from experiments.shared_services import PROGRAMME
from tests.cli.command import outturn

ITERATIONS = 2000


@pytest.fixture(scope="module")
def forecast() -> editions.Forecast:
    return editions.measure(ITERATIONS)


@pytest.fixture(scope="module")
def results(forecast: editions.Forecast) -> xr.Dataset:
    return forecast.results


@pytest.fixture(scope="module")
def found(forecast: editions.Forecast) -> list[editions.Prediction]:
    return forecast.predictions


def test_every_interval_holds_what_it_says(results: xr.Dataset, found: list[editions.Prediction]) -> None:
    for one in found:
        values = results[one.question.measure].values
        inside = np.mean((one.low <= values) & (values <= one.high))
        assert one.chance == pytest.approx(inside, abs=5e-4)
        assert one.chance >= 0.8 - 0.01, one.question.measure  # ends are rounded to a tenth
        assert one.low <= one.middle <= one.high


def test_legacy_cost_to_a_year_never_falls_and_is_no_more_than_the_whole(results: xr.Dataset) -> None:
    whole = results["legacy_cost"].sum("cluster").values
    by_year = [results[questions.legacy_name(year)].values for year in questions.LEGACY_TO]
    for earlier, later in zip(by_year, [*by_year[1:], whole], strict=True):
        assert (later >= earlier - 1e-9).all()
    assert by_year[-1].max() > 0


def test_no_more_departments_join_than_live_clusters_have(results: xr.Dataset) -> None:
    programme = engine.load(PROGRAMME)
    for month in questions.JOINED_BY:
        joined = results[questions.joined_name(month)].values
        live = results[f"clusters_live_at_{month}"].values if month in questions.YEAR_ENDS else None
        assert (joined <= sum(len(one.departments) for one in programme.clusters)).all()
        assert live is None or ((joined == 0) == (live == 0)).all()


def test_an_edition_is_never_changed(tmp_path: Path, forecast: editions.Forecast) -> None:
    first = editions.freeze(editions.text(forecast, "the first", "2023-06-01", ""), tmp_path)
    text = editions.text(forecast, "£m told anew", "2023-06-02", editions.digest(first))
    second = editions.freeze(text, tmp_path)
    told = editions.editions(tmp_path)
    assert [one["edition"]["reason"] for one in told] == ["the first", "£m told anew"]
    assert editions.moved(told[-1], forecast.predictions) == []
    assert run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=True)
    kept = second.read_bytes()
    second.write_bytes(kept.replace(b"low = ", b"low = 1", 1))
    with pytest.raises(editions.Broken, match="edition_2"):
        editions.editions(tmp_path)
    second.write_bytes(kept)
    sums = tmp_path / editions.SUMS
    sums.write_text(sums.read_text().splitlines(keepends=True)[1])  # the first is dropped
    with pytest.raises(editions.Broken, match="does not follow"):
        editions.editions(tmp_path)


def test_what_is_frozen_here_is_whole(forecast: editions.Forecast) -> None:
    editions.check(forecast)
    few = [dataclasses.replace(one, chance=0.5) for one in forecast.predictions]
    with pytest.raises(AssertionError, match="within its central 80%"):
        editions.check(forecast._replace(predictions=few))


def test_a_prediction_that_moved_is_named(forecast: editions.Forecast, tmp_path: Path) -> None:
    editions.freeze(editions.text(forecast, "the first", "2023-06-01", ""), tmp_path)
    edition = editions.editions(tmp_path)[0]
    found = forecast.predictions
    name = found[0].question.measure
    other = edition | {name: edition[name] | {"low": 90, "high": 99}}
    assert editions.moved(other, found) == [name]
    assert name in pictures.answer(forecast, [other])
    assert "another programme" not in pictures.answer(forecast, [other])
    older = other | {"edition": other["edition"] | {"programme": "0" * 64}}
    assert "It is of another programme than is played now." in pictures.answer(forecast, [older])


def test_outturn_score_scores_it(
    tmp_path: Path, results: xr.Dataset, found: list[editions.Prediction]
) -> None:
    """Were every middle to come true, each would lie within its interval."""
    write_netcdf(results, tmp_path / "results.nc")
    outcomes = tmp_path / "outcomes.toml"
    tables = [
        f'[outcomes.o{k}]\nmeasure = "{one.question.measure}"\nvalue = {one.middle}\n'
        for k, one in enumerate(found)
    ]
    outcomes.write_text("\n".join(tables), encoding="utf-8")
    told = outturn("score", tmp_path, outcomes)
    assert told.exit_code == 0, told.output
    assert f"{len(found)} of {len(found)} facts within" in " ".join(told.output.split())
    assert "outside" not in told.output


def test_its_chart(forecast: editions.Forecast) -> None:
    figure = pictures.chart(forecast)
    assert len(figure.axes) == 5
    assert "will be, with a chance" in str(figure.get_label())
