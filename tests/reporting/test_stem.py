"""Charts of claims and measures with any names: two names two files, and none outside of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from distributions import Normal
from engine.model.promises import ModelError
from engine.reporting.files import write_run
from engine.reporting.visuals.stem import stem_of

ODD = (
    "cost", "a b", "a_b", "a/b", "a\\b", "../../cost", "..", ".", "", "x", "x.svg", "x.png", "x.pdf", "cost\n", "שלום",
    "😀", "😁", "a" * 121, "a" * 120, "a" * 400, "b" + "a" * 400, "😀" * 200, "é" * 100, "nul\0", "\udcff", "a:b", "*",
)  # fmt: skip


def test_two_names_are_two_files_of_the_folder(tmp_path: Path) -> None:
    stems = [stem_of("s_curve", name) for name in ODD]
    assert len({*stems}) == len(ODD)
    assert stems[:1] == ["s_curve_cost"]
    assert stem_of("s_curve", "a" * 120) == "s_curve_" + "a" * 120
    for stem in stems:
        file = tmp_path / f"{stem}.svg"
        assert file.parent == tmp_path
        assert len(file.name.encode()) < 200
        file.touch()
    assert len(list(tmp_path.iterdir())) == len(ODD)


def test_a_claim_of_anothers_results_leads_out_of_no_folder(tmp_path: Path) -> None:
    claims = {"one": {"metric": "y", "at_most": 5}, "../../out": {"all_of": ["one", "one"]}}
    model = engine.Model({"x": Normal(5, 1)}, lambda x: (x, 2 * x), ("y", "y.svg"), claims=claims)
    written = write_run(engine.simulate(model, 200), tmp_path / "within" / "deep")
    assert {file.parent for file in written} == {tmp_path / "within" / "deep"}
    assert [file.name for file in tmp_path.iterdir()] == ["within"]
    assert any(file.name.startswith("s_curve_") for file in written)


@pytest.mark.parametrize("name", ["a/b", "", "a\0"])
def test_an_output_that_no_file_of_results_can_hold_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="is no name by which results can be kept"):
        engine.Model({"x": Normal(5, 1)}, lambda x: x, (name,))
