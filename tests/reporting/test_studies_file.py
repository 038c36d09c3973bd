"""Studies are read back as they were written, and none of another run is taken for this one's."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest
import xarray as xr

from engine.folders.manifest import MANIFEST, write_manifest
from engine.reporting.studies_file import NAME, Saved, StudiesError, read_studies, write_studies

ATTRS = {"programme_hash": "abc", "seed": 7, "scenario": "", "option": "", "changes": "[]", "title": "T"}


@pytest.fixture
def saved():
    found = xr.Dataset(
        {
            "value": (("cause", "level"), np.array([[1.5, np.nan], [np.inf, -2.0]])),
            "holds": ("cause", np.array([True, False])),
            "words": ("cause", np.array(["£ é 東京", ""], object)),
        },
        coords={"cause": ["a.b", "c"], "level": [50.0, 80.0]},
        attrs={"units": "£m", "seed": 7, "share": 0.25, "options": ["x", "y"], "empty": ""},
    )
    empty = xr.Dataset({"value": ("input", np.zeros(0))}, coords={"input": np.zeros(0, np.str_)})
    return Saved(
        {"bridge": found, "needed": empty}, {"misses": "too few: 1"}, "outturn report f --seed 7", "f"
    )


def test_they_come_back_as_they_were(saved, tmp_path):
    write_studies(tmp_path / NAME, saved, ATTRS)
    again = read_studies(tmp_path / "results.nc", ATTRS)
    assert (again.unanswered, again.command, again.file) == (saved.unanswered, saved.command, saved.file)
    assert list(again.studies) == ["bridge", "needed"]
    for name, one in saved.studies.items():
        xr.testing.assert_equal(one, again.studies[name])
    assert again.studies["bridge"].attrs["units"] == "£m"
    assert list(again.studies["bridge"].attrs["options"]) == ["x", "y"]
    assert again.studies["bridge"]["holds"].dtype == bool


def test_where_there_are_none_nothing_is_found(tmp_path):
    assert read_studies(tmp_path / "results.nc", ATTRS) is None


@pytest.mark.parametrize("key", ["programme_hash", "seed", "changes"])
def test_those_of_another_run_are_refused(saved, tmp_path, key):
    write_studies(tmp_path / NAME, saved, ATTRS)
    with pytest.raises(StudiesError, match=f"of another run .* differs in {key}"):
        read_studies(tmp_path / "results.nc", ATTRS | {key: "other"})


def test_what_was_altered_or_is_no_such_file_is_refused(saved, tmp_path):
    path = tmp_path / NAME
    write_studies(path, saved, ATTRS)
    write_manifest(tmp_path / MANIFEST, {NAME: path}, {})
    read_studies(tmp_path / "results.nc", ATTRS)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(StudiesError, match="is not the file that the run wrote"):
        read_studies(tmp_path / "results.nc", ATTRS)
    (tmp_path / MANIFEST).unlink()
    path.write_bytes(json.dumps({"studies": 1}).encode())
    with pytest.raises(StudiesError, match="cannot be read"):
        read_studies(tmp_path / "results.nc", ATTRS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unanswered", "[1]"),
        ("unanswered", '{"misses": 1}'),
        ("unanswered", float("nan")),
        ("unanswered", "[" * 1000),
        ("format", np.array([1, 1])),
        ("format", float("nan")),
        ("format", "x"),
    ],
)
def test_an_attribute_that_was_altered_is_refused(saved, tmp_path, name, value):
    write_studies(tmp_path / NAME, saved, ATTRS)
    with h5py.File(tmp_path / NAME, "r+") as opened:
        opened.attrs[name] = value
    with pytest.raises(StudiesError, match=NAME):
        read_studies(tmp_path / "results.nc", ATTRS)
