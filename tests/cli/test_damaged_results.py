"""Results that a disk or another programme damaged: read as they were, or refused in a sentence, whatever was hit."""

import re
from itertools import islice

import pytest
import typer
import xarray as xr

from engine.cli.results_file import read_results
from engine.reporting.netcdf import write_netcdf

SIGNS = (b"OHDR", b"OCHK", b"FRHP", b"FHDB", b"FHIB", b"BTHD", b"BTLF", b"BTIN", b"GCOL")  # of parts of HDF5


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a file of many variables and attributes, as results have."""
    names = [f"measure_{k}" for k in range(40)]
    found = xr.Dataset({name: ("iteration", [1.0, 2.0, 3.0], {"unit": "£m"}) for name in names})
    path = tmp_path_factory.mktemp("whole") / "results.nc"
    write_netcdf(found.assign_attrs({f"attribute_{k}": "said" for k in range(40)}), path)
    return path.read_bytes()


def hit(whole, sign):
    """The file with a bit turned over in some part of this kind, in its sign or behind it."""
    for part in islice(re.finditer(sign, whole), 4):
        for offset in (1, 20):
            turned = bytearray(whole)
            turned[part.start() + offset] ^= 4
            yield bytes(turned)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("sign", SIGNS)
def test_a_bit_that_turned_over_in_any_part_of_the_file(tmp_path, whole, capsys, sign):
    refused = 0
    for turned in hit(whole, sign):
        (tmp_path / "turned.nc").write_bytes(turned)
        try:
            read_results(tmp_path / "turned.nc")
        except typer.Exit as ended:
            refused += ended.exit_code == 2
    said = capsys.readouterr().err.splitlines()
    assert refused == len(said)
    assert refused or sign not in whole
    assert all("turned.nc cannot be read as results of a run: " in line for line in said)
