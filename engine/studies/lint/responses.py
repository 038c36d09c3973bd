"""Responses to risks that make them worse, and risks that are called closed and may strike."""

from __future__ import annotations

from collections.abc import Iterator

from engine.programme.model import Risk
from engine.studies.lint.slip import Case, Slip


def rules(case: Case) -> Iterator[Slip]:
    """Both, once for a risk that may strike several times."""
    seen: set[str] = set()
    for risk in case.programme.risks:
        name = risk.family or risk.name
        if name not in seen:
            seen.add(name)
            yield from _worse(risk, name)
            yield from _closed(risk, name)


def _worse(risk: Risk, name: str) -> Iterator[Slip]:
    """A chance that remains and is greater than that of the file without the response."""
    response = risk.response
    if response is None or response.probability is None or response.is_taken:
        return
    before, after = risk.probability.law.mean(), response.probability.law.mean()
    if after > before:
        found = f"a chance of {after:g} on average, where the risk without its response has {before:g}"
        yield Slip(
            f"risks.{name}.response.probability", found, "it makes the risk likelier; are they swapped?"
        )


def _closed(risk: Risk, name: str) -> Iterator[Slip]:
    status = (risk.probability.provenance.status or "").casefold()
    if status == "closed" and risk.can_strike and risk.probability.law.mean() > 0:
        yield Slip(
            f"risks.{name}.status",
            "closed, and it strikes all the same",
            "probability = 0 keeps it from striking",
        )
