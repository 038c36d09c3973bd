"""What a report is made from: one run's findings, the studies that were made of it, and how all that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.analysis.added import is_summary
from engine.analysis.findings import Findings
from engine.analysis.measures import iterations_of
from engine.bounds import metrics_of
from engine.reporting.tables.measures import MeasureRow, measure_row

if TYPE_CHECKING:
    import xarray as xr

COST, BENEFIT = "total_cost", "total_benefit"


@dataclass(frozen=True, eq=False)
class Material:
    """Findings of a run, studies by name, and by name why a study is not there.

    `command` makes the report again; `file` is the programme as a user names it, "" where only results were given.
    """

    findings: Findings
    studies: Mapping[str, xr.Dataset] = field(default_factory=dict)
    unanswered: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    file: str = ""

    @property
    def attrs(self) -> dict[str, Any]:
        """Attributes of the results."""
        return dict(self.findings.results.attrs)

    @property
    def iterations(self) -> int:
        """Of the run."""
        return iterations_of(self.findings.results)

    @property
    def is_summary(self) -> bool:
        """Whether single iterations were not kept."""
        return is_summary(self.findings.results)

    @cached_property
    def lead(self) -> str:
        """The first claim by name, "" where nothing is claimed."""
        return next(iter(self.findings.claim_specs), "")

    @cached_property
    def measure(self) -> str:
        """What is told first: the measure of the first claim, else total benefits, else the first measure."""
        names = self.findings.measures
        of_claim = metrics_of(self.findings.claim_specs, self.lead) if self.lead else []
        return next((name for name in (*of_claim, BENEFIT, COST, *names) if name in names), "")

    def row(self, name: str) -> MeasureRow | None:
        """What the run says of one measure, in words; nothing where it is not there or nought throughout."""
        if name not in self.findings.measures:
            return None
        found = self.findings.summary.sel(measure=name)
        row = measure_row(name, found, self.iterations, str(self.attrs.get("start", "")))
        return None if row.nought() else row

    def study(self, name: str) -> xr.Dataset | None:
        """What a study found, if it was made."""
        return self.studies.get(name)

    def without(self, name: str, verb: str = "") -> str:
        """Why a study is not there, in a sentence."""
        if name in self.unanswered:
            return f"Not told: {self.unanswered[name].rstrip('.')}."
        how = f"outturn {verb or name} {self.file or 'programme.toml'}"
        return f"Not told here, since it needs further plays than these results hold. To play them: {how}"
