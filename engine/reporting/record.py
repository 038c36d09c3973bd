"""Results -> one JSON object: the machine's summary of a run."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from engine.analysis.classes import classes_of
from engine.analysis.findings import Findings, findings_of
from engine.bounds import metrics_of
from engine.reporting import phrasing
from engine.reporting.phrasing import changes
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr


def record(results: xr.Dataset | Findings) -> dict[str, Any]:
    """The summary of a run as plain data; NaN and infinity, which JSON has not, are `None`.

    Every probability and percentile has its 95% interval beside it; `p20` and `p80` are cumulative, so that
    a benefit has an 80% chance of at least its `p20`. `changes` are sentences of what was overridden, switched off or
    held at its base value, `assumptions` the whole assumption log, `changed_assumptions` its entries that an override
    changed.
    """
    findings = findings_of(results)
    attrs = findings.results.attrs
    assumptions = json.loads(attrs.get("assumptions") or "[]")
    return {
        "programme": attrs["title"],
        "scenario": attrs["scenario"] or None,
        "changes": changes(attrs),
        "responses": json.loads(attrs.get("responses") or "{}"),
        "changed_assumptions": [one for one in assumptions if one.get("changed")],
        "assumptions": assumptions,
        "iterations": int(attrs["iterations"]),
        **({"iterations_asked": int(attrs["iterations_asked"])} if attrs.get("interrupted") else {}),
        "seed": int(attrs["seed"]),
        "price_base": attrs.get("price_base"),
        "benefit_classes": classes_of(attrs),
        **({"approximate": json.loads(attrs["approximate"])} if attrs.get("approximate") else {}),
        "programme_hash": attrs.get("programme_hash"),
        "engine_version": attrs["engine_version"],
        "processor": attrs.get("processor"),
        "draws": attrs["draws"],
        "design": attrs["design"],
        "design_gives_up": attrs["design_gives_up"],
        "claims": claim_records(findings),
        "measures": measure_records(findings),
    }


def claim_records(findings: Findings) -> list[dict[str, Any]]:
    """Each claim: what it says, how often it held, and whether the base case meets it."""
    found = findings.verdict
    records = []
    for name in found["claim"].values:
        claim = found.sel(claim=name)
        metrics = metrics_of(findings.claim_specs, str(name))
        bounds = {side: float(claim[side]) for side in ("at_least", "at_most")}
        records.append(
            {
                "name": str(name),
                "statement": str(claim["statement"].values),
                "metric": metrics[0] if len(metrics) == 1 else metrics,
                **{side: bound for side, bound in bounds.items() if not math.isnan(bound)},
                "probability": float(claim["probability"]),
                "interval": [float(claim["low"]), float(claim["high"])],
                "base_case": bool(claim["base_case"]),
                "verdict": str(claim["word"].values),
                "floor": float(found.attrs["floor"]),
                "floor_reason": str(found.attrs["floor_why"]),
                **ranges_of(claim),
            }
        )
    return records


def ranges_of(claim: xr.Dataset) -> dict[str, Any]:
    """How far beliefs and scenarios move a claim, where they were played."""
    told: dict[str, Any] = {}
    for what in ("belief", "scenario"):
        ends = [float(claim[f"{what}_{end}"]) for end in ("low", "high")]
        if not any(map(math.isnan, ends)):
            told[f"over_{what}s"] = ends
    if "over_scenarios" in told:
        told["at_least_in"], told["at_most_in"] = (str(claim[end].values) for end in ("lowest", "highest"))
    if not math.isnan(float(claim["never"])):
        told["mean_if_never_seen"] = float(claim["never"])
    return told


def measure_records(findings: Findings) -> dict[str, dict[str, Any]]:
    """Each measure: base, mean, standard deviation, percentiles, how many iterations gave none, and one not nought."""
    summary = findings.summary
    records = {}
    for name in summary["measure"].values:
        measure = summary.sel(measure=name)
        labels = [f"p{percentile:g}" for percentile in summary["percentile"].values]
        values = zip(labels, measure["value"].values, strict=True)
        bounds = zip(labels, measure["value_low"].values, measure["value_high"].values, strict=True)
        records[str(name)] = {
            "unit": str(measure["units"].values),
            **{key: number(float(measure[key])) for key in ("base", "mean", "sd")},
            **{label: number(float(value)) for label, value in values},
            "intervals": {
                "mean": [number(float(measure["mean_low"])), number(float(measure["mean_high"]))],
                **{label: [number(float(low)), number(float(high))] for label, low, high in bounds},
            },
            "cautious": str(measure["cautious"].values),
            "missing": int(measure["missing"]),
            "nonzero": int(measure["nonzero"]),
            **dates(measure, labels),
            **tail_record(findings, str(name)),
        }
    return records


def dates(measure: xr.Dataset, labels: list[str]) -> dict[str, Any]:
    """Of a date its base case, mean and percentiles as months of the calendar; nothing of any other measure."""
    units = str(measure["units"].values)
    if not phrasing.is_date(units):
        return {}
    values = zip(labels, measure["value"].values, strict=True)
    named = {key: measure[key] for key in ("base", "mean")} | dict(values)
    return {"dates": {key: phrasing.quantity(float(value), units) for key, value in named.items()}}


def tail_record(findings: Findings, name: str) -> dict[str, Any]:
    """Mean of the worst iterations beyond each level on the careful side, and the shape, each with its interval."""
    if findings.tails is None:
        return {}
    found = findings.tails.sel(measure=name)

    def figure(key: str, one: xr.Dataset) -> dict[str, Any]:
        value, low, high = (number(float(one[f"{key}{end}"])) for end in ("", "_low", "_high"))
        return {"value": value, "interval": [low, high]}

    return {
        "expected_shortfall": {
            f"{level:g}": figure("expected_shortfall", found.sel(level=level))
            for level in found["level"].values
        },
        "skewness": figure("skewness", found),
        "kurtosis": figure("kurtosis", found),
    }


def number(value: float) -> float | None:
    """A number that JSON has."""
    return value if math.isfinite(value) else None


def record_text(results: xr.Dataset | Findings) -> str:
    """`record` as indented JSON text, in which nothing is obeyed by a terminal."""
    return visible(json.dumps(record(results), indent=2, ensure_ascii=False, allow_nan=False), kept="\n")
