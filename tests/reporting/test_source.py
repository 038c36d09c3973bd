import json

from engine.reporting.visuals.source import changes, source_line


def test_what_was_changed_is_said(results):
    results.attrs["changes"] = json.dumps(["costs.works.amount = 12", "without: flood"])
    assert "scenario: central; changed: costs.works.amount = 12; without: flood; 2,000" in source_line(
        results
    )
    results.attrs["changes"] = "[]"
    assert "changed" not in source_line(results)


def test_what_has_no_room_is_counted():
    every = [f"at base: clusters.synergy.build.duration.{k}" for k in range(20)]
    told = changes(json.dumps(every))
    shown, _, more = told.partition(", and ")
    assert shown.split("; ") == every[: len(shown.split("; "))]
    assert more == f"{20 - len(shown.split('; '))} more changes"
    assert len(told) < 250
    assert changes(json.dumps(["x" * 1000, "y"])) == "x" * 219 + "…, and 1 more change"
