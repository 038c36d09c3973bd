"""`outturn bridge` as a user meets it."""

from __future__ import annotations

import json

from tests.cli.test_run import outturn, seen

FEW = ("flagship", "--iterations", 200, "--by", "kind", "--orders", 4)


def test_table_json_and_files(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "engine.reporting.visuals.save.chart_bytes", lambda *_: b""
    )  # names alone are looked at
    out = tmp_path / "out"
    table = outturn("bridge", *FEW, "--out", out)
    assert table.exit_code == 0, table.stderr
    assert "Durations and" in table.stdout
    assert "A step is what a cause adds" in table.stdout
    charts = [f"bridge_{end}.{kind}" for end in ("assured", "mean", "p50") for kind in ("pdf", "png", "svg")]
    assert seen(out) == sorted(["bridge.json", *charts])
    printed = outturn("bridge", *FEW, "--format", "json", "--quiet")
    assert printed.stderr == ""
    assert json.loads(printed.stdout) == json.loads((out / "bridge.json").read_text(encoding="utf-8"))


def test_groups_of_ones_own(tmp_path):
    found = outturn("bridge", *FEW[:3], "--group", "Money=funding.*", "--group", "Risks=risks.*", "--quiet")
    assert found.exit_code == 0, found.stderr
    assert "All else" in found.stdout


def test_slips_end_with_2(tmp_path):
    for arguments, words in (
        (("--group", "Money"), "LABEL=PATTERNS"),
        (("--measure", "total_benefits"), "total_benefit"),
        (("--orders", 1), "at least 4"),
        (("--group", "A=drivers.nothing"), "fits no input"),
    ):
        result = outturn("bridge", *FEW[:3], *arguments)
        assert result.exit_code == 2, result.stdout
        assert words in result.stderr
        assert result.stdout == ""
