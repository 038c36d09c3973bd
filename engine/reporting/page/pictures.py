"""Charts as pieces of a report: named now, drawn when they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from engine.reporting import chart, chart_names
from engine.reporting.page.report import Pictures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from engine.analysis.findings import Findings


def of_run(name: str, findings: Findings) -> Pictures:
    """What the chart `name` draws of every run; nothing where the run has nothing for it."""
    return Pictures(name, partial(_of_run, name, findings))


def of_study(name: str, *found: object, draw: str = "", **how: object) -> Pictures:
    """The one picture that the chart `name` (`draw` if it has another name there) makes of what a study found."""
    return Pictures(name, partial(_of_study, name, draw or f"draw_{name}", found, how))


def other_of_run(shown: Iterable[str], findings: Findings) -> list[Pictures]:
    """All charts of the registry that are drawn of every run, but for those `shown` already."""
    taken = set(shown)
    return [of_run(name, findings) for name in chart_names() if name not in taken and _is_of_run(name)]


def _is_of_run(name: str) -> bool:
    return hasattr(chart(name), "of_run")


def _of_run(name: str, findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    yield from chart(name).of_run(findings)


def _of_study(
    name: str, draw: str, found: tuple[object, ...], how: dict[str, object]
) -> Iterator[tuple[str, Callable[[], Figure]]]:
    yield name, partial(getattr(chart(name), draw), *found, **how)
