"""`outturn run` of a programme with beliefs and scenarios: three numbers a claim."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import outturn
from tests.programme.test_beliefs import written

SCENARIOS = """[scenarios.cheap.set]
"beliefs.level" = -0.4

[claims.cost]"""


def run(tmp_path: Path, *more: str) -> tuple[str, dict[str, object]]:
    file = written(tmp_path, ("[claims.cost]", SCENARIOS))
    out = tmp_path / "out"
    result = outturn("run", file, "--iterations", 500, "--no-charts", "--out", out, *more)
    assert result.exit_code == 0, result.output
    return result.output, json.loads((out / "summary.json").read_text("utf-8"))["claims"][0]


def test_a_claim_has_its_ranges(tmp_path: Path) -> None:
    output, claim = run(tmp_path)
    assert "Over beliefs" in output
    assert "Over scenarios" in output
    low, high = claim["over_beliefs"]  # type: ignore[misc]
    assert 0 <= low < claim["probability"] < high <= 1
    assert claim["at_most_in"] == "cheap"
    assert claim["verdict"] in ("unlikely", "undecided", "likely")


def test_ranges_can_be_left_out(tmp_path: Path) -> None:
    output, claim = run(tmp_path, "--worlds", "0", "--no-scenarios")
    assert "Over" not in output
    assert "over_beliefs" not in claim
    assert "over_scenarios" not in claim
