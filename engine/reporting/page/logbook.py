"""The log of a run's numbers, as the sections read it; nothing where the results hold none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.analysis.assumption_log import NOT_YET, assumption_log

if TYPE_CHECKING:
    from engine.reporting.page.material import Material

PROBABILITY = "risk probability"


class Entry(NamedTuple):
    """One number of the programme's file, with all that is said of it, "" where nothing is."""

    name: str
    base: float
    said: dict[str, str]
    is_unsourced: bool
    is_changed: bool

    @property
    def is_unowned(self) -> bool:
        """Whether nobody answers for it."""
        return not self.said["owner"]

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed it off."""
        return self.said["signed_off"] not in NOT_YET


def entries(material: Material) -> list[Entry]:
    """Every number of the log; first those with neither source nor basis, then those without an owner."""
    if not json.loads(material.attrs.get("assumptions") or "[]"):
        return []
    log = assumption_log(material.findings.results)
    columns = {str(key): variable.values.tolist() for key, variable in log.variables.items()}
    told = [str(key) for key in log.data_vars]
    found = [
        Entry(
            str(name),
            float(columns["base"][place]),
            {key: str(columns[key][place]) for key in told},
            bool(columns["unsourced"][place]),
            bool(columns["changed"][place]),
        )
        for place, name in enumerate(columns["quantity"])
    ]
    return sorted(found, key=lambda one: (not one.is_unsourced, not one.is_unowned))


def sources(material: Material) -> dict[str, dict[str, Any]]:
    """The sources of the file by key: title, url, date and note, as far as they are given."""
    found: dict[str, dict[str, Any]] = json.loads(material.attrs.get("sources") or "{}")
    return found


def responses(material: Material) -> dict[str, bool]:
    """By risk, whether its response is taken."""
    found: dict[str, bool] = json.loads(material.attrs.get("responses") or "{}")
    return found
