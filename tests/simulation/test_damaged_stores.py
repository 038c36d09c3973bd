"""A store that lost a part, or of which a bit was flipped, is noticed when it is analysed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.analysis.findings import Findings
from engine.analysis.whole import DamagedResults
from engine.programme import starter

ITERATIONS = 40_000  # two chunks


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stores")
    (folder / "p.toml").write_text(starter(), encoding="utf-8")
    engine.simulate(engine.load(folder / "p.toml"), ITERATIONS, store=folder / "run.zarr")
    return folder / "run.zarr"


@pytest.fixture
def store(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy.zarr"))


def analysed(store: Path) -> xr.Dataset:
    results = xr.open_zarr(store, consolidated=False)
    Findings(results)
    engine.claims(results)
    return engine.summarise(results).sortby("measure")  # a folder has no order of its own


def test_a_whole_store_is_read_wherever_it_was_moved(store, whole):
    assert analysed(store).identical(analysed(whole))


@pytest.mark.parametrize("measure", ["total_benefit", "payback_year", "benefit_cost_ratio", "one_off_cost"])
def test_a_lost_chunk_is_noticed_also_where_an_iteration_may_give_no_number(store, measure):
    [chunk] = [*(store / measure).glob("1"), *(store / measure).glob("1.0")]
    chunk.unlink()
    with pytest.raises(DamagedResults, match=f"^{measure}: "):
        analysed(store)


@pytest.mark.parametrize("fault", ["a flipped bit", "cut off", "empty", "two exchanged"])
def test_a_chunk_that_is_another_is_noticed(store, fault):
    chunk = store / "npv" / "0"
    good = chunk.read_bytes()
    found = {
        "a flipped bit": good[:999] + bytes([good[999] ^ 8]) + good[1000:],
        "cut off": good[:1000],
        "empty": b"",
        "two exchanged": (store / "total_cost" / "0").read_bytes()[:-4] + good[-4:],
    }[fault]
    chunk.write_bytes(found)
    with pytest.raises(DamagedResults, match=r"^npv cannot be read: part of it is damaged"):
        analysed(store)


@pytest.mark.parametrize("file", ["cluster/0", "year/0", "npv/.zarray", ".zgroup"])
def test_every_small_file_is_known_again(store, file):
    other = (store / file).read_bytes().replace(b"\n", b"\n ") + b" "
    (store / file).write_bytes(other)
    with pytest.raises((DamagedResults, ValueError)):
        analysed(store)


def test_lost_attributes_are_noticed(store):
    (store / ".zattrs").unlink()
    results = xr.open_zarr(store, consolidated=False)
    for analysis in (engine.claims, engine.summarise, Findings):
        with pytest.raises(DamagedResults, match="lost their attributes, their claims among them"):
            analysis(results)


def test_a_claim_that_was_altered_is_noticed(store):
    text = (store / ".zattrs").read_text(encoding="utf-8")
    assert text.count("150") > 0
    (store / ".zattrs").write_text(text.replace("150", "140"), encoding="utf-8")
    with pytest.raises(DamagedResults, match="SHA-256"):
        analysed(store)


def test_a_formula_may_give_no_number_as_often_as_it_did(tmp_path):
    from distributions import Uniform

    model = engine.Model({"x": Uniform(-1, 1)}, lambda x: np.sqrt(x))
    with np.errstate(invalid="ignore"):
        results = engine.simulate(model, ITERATIONS, store=tmp_path / "s")
    missing = int(engine.summarise(results)["missing"].item())
    assert 0 < missing < ITERATIONS
    assert results["y"].attrs["missing"] == missing
    (tmp_path / "s" / "y" / "1").unlink()
    with pytest.raises(DamagedResults, match=rf"^y: .* and {missing:,} were when it was played"):
        engine.summarise(xr.open_zarr(tmp_path / "s", consolidated=False))


def test_whatever_unpacks_a_chunk_fails_in_a_sentence_that_names_the_store(store):
    about = json.loads((store / "npv" / ".zarray").read_bytes()) | {"compressor": {"id": "zlib", "level": 1}}
    (store / "npv" / ".zarray").write_text(json.dumps(about), encoding="utf-8")
    shutil.rmtree(store / "manifest")  # in which the file is listed
    with pytest.raises(DamagedResults, match=r"npv cannot be read: part of it is damaged .*copy\.zarr"):
        analysed(store)
