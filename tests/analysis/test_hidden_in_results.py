"""Text of results that somebody altered: letters that would not be seen are refused, by attribute."""

import json

import pytest
import xarray as xr

from engine.analysis.whole import DamagedResults, check_whole


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "\u202eb", json.dumps({"a": "b\x1bc"}), json.dumps("\x07")])
def test_they_are_refused(text):
    found = xr.Dataset({"y": ("iteration", [1.0], {"long_name": text})}, attrs={"title": "T"})
    with pytest.raises(DamagedResults, match="attribute long_name of y hides the letter"):
        check_whole(found)
    with pytest.raises(DamagedResults, match="attribute title of the results hides the letter"):
        check_whole(xr.Dataset(attrs={"title": text}))


@pytest.mark.parametrize(
    "text", ["£1m – ‘so’", json.dumps("£ 😀 é\n"), r'{"a": "C:\\u001b is a path"}', "two\nlines\t"]
)
def test_what_is_seen_is_not(text):
    check_whole(xr.Dataset(attrs={"title": text}))
