"""Which numbers does a run stand on, where does each come from, and who answers for it?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr

SAID = ("source", "basis", "note", "owner", "status", "date", "signed_off", "effect", "observations")
NOT_YET = ("no", "")  # of `signed_off`


def assumption_log(results: xr.Dataset) -> xr.Dataset:
    """The assumption log of results, one `quantity` for each number that the programme's file gives, in its order.

    Variables by `quantity` are text, "" where nothing is said: `kind` (duration, cost, risk probability, ...),
    `cluster`, `law`, `source` (its key in the file), `source_title`, `basis`, `note`, `owner`, `status`, `date`,
    `signed_off`, `effect`, `observations`; `base` is its value in the base case (NaN where the log has none), in its
    own units. True where so: `unsourced`, neither source nor basis is given; `changed`, it is no longer what the file
    says.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> log = engine.assumption_log(engine.simulate(programme, iterations=100))
        >>> log["basis"].sel(quantity="counterfactual.cost").item()
        'assumed'

    Raises `ResultsError` for results without a log.
    """
    import xarray as xr

    entries = json.loads(results.attrs.get("assumptions") or "[]")
    if not entries:
        raise ResultsError("these results hold no assumption log: no attribute 'assumptions'")
    sources = json.loads(results.attrs.get("sources") or "{}")
    text = {
        key: ("quantity", np.array([str(entry.get(key, "")) for entry in entries], object))
        for key in ("kind", "cluster", "law", *SAID)
    }
    titles = [sources.get(entry.get("source"), {}).get("title", "") for entry in entries]
    flags = {
        key: ("quantity", np.array([bool(entry.get(key)) for entry in entries]))
        for key in ("unsourced", "changed")
    }
    return xr.Dataset(
        {
            **text,
            "source_title": ("quantity", np.array(titles, object)),
            "base": ("quantity", np.array([entry.get("base", np.nan) for entry in entries], np.float64)),
            **flags,
        },
        coords={"quantity": np.array([entry["name"] for entry in entries], object)},
        attrs={key: results.attrs.get(key, "") for key in ("title", "scenario", "programme_hash")},
    )
