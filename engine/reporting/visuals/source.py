"""The line at the foot of a chart: what was played, what was changed in it, and how it was drawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.analysis.measures import iterations_of

if TYPE_CHECKING:
    import xarray as xr

_ROOM = 220  # letters for what was changed: two lines


def source_line(results: xr.Dataset) -> str:
    """`Source: title; scenario: s; changed: a = 3; 10,000 iterations, seed 7; programme 0123abcd; outturn 0.1.0`."""
    attrs = results.attrs
    if "source" in attrs:  # what no programme gave says itself where it came from
        return f"Source: {attrs['source']}."
    parts = [str(attrs.get("title") or "untitled programme")]
    if attrs.get("scenario"):
        parts.append(f"scenario: {attrs['scenario']}")
    changed = changes(str(attrs.get("changes") or "[]"))
    if changed:
        parts.append(f"changed: {changed}")
    iterations = iterations_of(results) or int(attrs.get("iterations", 0))
    if iterations:  # an elicited or fitted law is drawn without being played
        run = f"{iterations:,} iteration{'s' if iterations != 1 else ''}"
        if attrs.get("interrupted") and int(attrs["iterations_asked"]) != iterations:
            run += f" (interrupted, {int(attrs['iterations_asked']):,} asked)"
        parts.append(run + (f", seed {int(attrs['seed'])}" if "seed" in attrs else ""))
    if attrs.get("programme_hash"):
        parts.append(f"programme {str(attrs['programme_hash'])[:8]}")
    if attrs.get("engine_version", "unknown") != "unknown":
        parts.append(f"outturn {attrs['engine_version']}")
    return "Source: " + "; ".join(parts) + "."


def changes(told: str) -> str:
    """What was done to the programme since it was read (a JSON list of sentences), as much of it as two lines hold.

    What is left out is counted: `a = 3; b at its base, and 7 more changes`.
    """
    sentences = [str(sentence).strip().rstrip(".") for sentence in json.loads(told)]
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if len("; ".join([*kept, sentence])) > _ROOM:
            break
        kept.append(sentence)
    text = "; ".join(sentence if len(sentence) <= _ROOM else f"{sentence[: _ROOM - 1]}…" for sentence in kept)
    more = len(sentences) - len(kept)
    return f"{text}, and {more} more change{'s' if more > 1 else ''}" if more else text
