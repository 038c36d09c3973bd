"""All that one run's results say, each thing worked out once, when first asked for, and handed on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.claims import ClaimCounts, claim_specs, claim_table, count_claims
from engine.analysis.clusters import by_cluster
from engine.analysis.figures import Figures, figures
from engine.analysis.measures import measure_names
from engine.analysis.outlook import outlook
from engine.analysis.summary import Facts, facts, summary_table
from engine.analysis.tails import tails
from engine.analysis.verdict import ranged
from engine.analysis.whole import check_whole
from engine.analysis.years import MEASURE, by_year

if TYPE_CHECKING:
    import xarray as xr


class Findings:
    """What results, kept or counted, say: at 95% confidence, by the analyses of this package.

    Raises `ResultsError` for results of several runs put together, `DamagedResults` for what is not whole.
    """

    def __init__(self, results: xr.Dataset) -> None:
        check_one_run(results)
        check_whole(results)
        self.results = results
        self._facts: dict[str, Facts] = {}
        self._outlooks: dict[str, xr.Dataset] = {}
        self._fans: dict[str, xr.Dataset] = {}

    @cached_property
    def claim_specs(self) -> dict[str, dict[str, Any]]:
        """The claims as they were stated, by name."""
        return claim_specs(self.results)

    @cached_property
    def claim_counts(self) -> ClaimCounts:
        """In how many iterations each claim and all of them hold."""
        return count_claims(self.results)

    @cached_property
    def claims(self) -> xr.Dataset:
        """What `claims` gives."""
        return claim_table(self.results, self.claim_counts)

    @cached_property
    def verdict(self) -> xr.Dataset:
        """What `verdict` gives."""
        return ranged(self.results, self.claims)

    @cached_property
    def summary(self) -> xr.Dataset:
        """What `summarise` gives."""
        return summary_table(self.results, {name: self._known(name) for name in self.measures})

    @cached_property
    def tails(self) -> xr.Dataset | None:
        """What `tails` gives; nothing of a summary."""
        return None if is_summary(self.results) else tails(self.results)

    @cached_property
    def measures(self) -> list[str]:
        """Names of the measures that are one number an iteration."""
        return measure_names(self.results)

    @cached_property
    def clusters(self) -> xr.Dataset:
        """What `by_cluster` gives."""
        return by_cluster(self.results)

    @cached_property
    def years(self) -> xr.Dataset:
        """What `by_year` gives."""
        return self.fan(MEASURE)

    def fan(self, name: str) -> xr.Dataset:
        """What `by_year` gives of a cumulative measure."""
        if name not in self._fans:
            self._fans[name] = by_year(self.results, of=name)
        return self._fans[name]

    def outlook(self, name: str) -> xr.Dataset:
        """What `outlook` gives of a measure."""
        if name not in self._outlooks:
            found = figures(self.results, name)
            self._outlooks[name] = outlook(self.results, name, found, self._known(name, found), self.claims)
        return self._outlooks[name]

    def _known(self, name: str, found: Figures | None = None) -> Facts:
        """What a summary says of a measure; its values are let go, since all of them may not fit into memory."""
        if name not in self._facts:
            self._facts[name] = facts(found or figures(self.results, name))
        return self._facts[name]


def findings_of(results: xr.Dataset | Findings) -> Findings:
    """The findings of results, or those that are there already."""
    return results if isinstance(results, Findings) else Findings(results)
