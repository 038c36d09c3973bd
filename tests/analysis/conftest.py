import pytest
import xarray as xr

from tests.analysis.synthetic_results import synthetic_results


@pytest.fixture(scope="session")
def results() -> xr.Dataset:
    return synthetic_results()
