import numpy as np
import pytest
import xarray as xr

from engine.reporting.visuals.scale import plain_number, rescaled, scale_of, shown_values


@pytest.mark.parametrize(
    ("values", "units", "shown"),
    [
        ([-1800.0, 900.0], "£m", ("£m", 1.0)),
        ([25_000.0], "£m", ("£bn", 1e-3)),
        ([2.5e10, 1.0], "£", ("£bn", 1e-9)),
        ([-0.05], "£m", ("£k", 1e3)),
        ([0.0], "£m", ("£m", 1.0)),
        ([np.nan, np.inf], "£m", ("£m", 1.0)),
        ([2e-7], "£m", ("£", 1e6)),
        ([3e17], "£", ("£tn", 1e-12)),
        ([12_000.0], "US$m", ("US$bn", 1e-3)),
        ([12_000.0], "EUR m", ("EUR bn", 1e-3)),
        ([3e6], "hours", ("million hours", 1e-6)),
        ([3e6], "EUR", ("million EUR", 1e-6)),
        ([3e6], "FTE", ("million FTE", 1e-6)),
        ([3e-6], "hours", ("hours", 1.0)),
        *(([3e6], plain, (plain, 1.0)) for plain in ("1", "", "%", "year", "financial year", "months")),
    ],
)
def test_a_unit_fit_to_read(values, units, shown):
    assert scale_of(values, units) == (shown[0], pytest.approx(shown[1], rel=1e-15))


def test_what_is_shown_is_the_same_amount():
    found = xr.Dataset(
        {"value": ("x", [1e4, np.nan]), "other": ("x", [1.0, 2.0])}, attrs={"units": "£m", "base": 2e4}
    )
    shown = rescaled(found, ("value", "not there"), scale_of(shown_values(found, ("value",)), "£m"), ["base"])
    assert shown["value"].values.tolist()[0] == 10.0
    assert np.isnan(shown["value"][1])
    assert shown["other"].identical(found["other"])
    assert (shown.attrs["units"], shown.attrs["base"]) == ("£bn", 20.0)
    assert found["value"][0] == 1e4
    assert rescaled(found, ("value",), scale_of([1.0], "£m")) is found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.5e10, "25,000,000,000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (1250.0, "1,250"),
        (0.0, "0"),
        (7.0, "7"),
    ],
)
def test_a_number_never_has_an_exponent(value, text):
    assert plain_number(value) == text
