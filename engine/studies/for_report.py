"""The further plays that a report needs: what each question found by name, and why one was not answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from distributions import LawError
from engine.analysis.added import is_summary
from engine.analysis.claims import claim_specs
from engine.analysis.contingency import contingency as contingency_from
from engine.analysis.drivers import drivers as drivers_in
from engine.analysis.misses import misses as misses_in
from engine.bounds import joined_by, metrics_of
from engine.problems import Refused
from engine.programme.model import Programme
from engine.simulation.draw import draw
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

MOST = 100_000  # iterations whose inputs are drawn again: of the flagship 75 MB
OF_A_STUDY = 10_000  # iterations of each of hundreds of runs

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Asked:
    """A programme, the results of its run, its options by name, and the file where it was written."""

    programme: Programme
    results: xr.Dataset
    options: Mapping[str, Programme] = field(default_factory=dict)
    file: Path | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        return int(self.results.attrs["seed"])

    @property
    def few(self) -> int:
        """Iterations of a study that plays hundreds of runs."""
        return min(int(self.results.attrs["iterations"]), OF_A_STUDY)

    @property
    def claim(self) -> str:
        """The first claim, "" where there is none."""
        return self.programme.claims[0].name if self.programme.claims else ""

    @cached_property
    def measure(self) -> str | None:
        """The measure of the first claim; without one total benefits, or total cost where nothing is gained."""
        if self.claim:
            return metrics_of(claim_specs(self.results), self.claim)[0]
        return "total_benefit" if self.programme.benefits else "total_cost"

    @cached_property
    def kept(self) -> xr.Dataset:
        """The run itself, or of one that is too long or was not kept its like, whose iterations are."""
        attrs = self.results.attrs
        is_whole = not is_summary(self.results) and int(attrs.get("replicates", 1)) == 1
        if is_whole and int(attrs["iterations"]) <= MOST and not attrs.get("interrupted"):
            return self.results
        return simulate_whole(self.programme, min(int(attrs["iterations"]), MOST), self.seed)

    @cached_property
    def drawn(self) -> xr.Dataset:
        """The inputs of `kept`."""
        attrs = self.kept.attrs
        return draw(self.programme, int(attrs["iterations"]), self.seed, design=str(attrs["design"]))


class Question(NamedTuple):
    """What is asked: a name, what is said meanwhile, and what answers it; nothing where it has no object."""

    name: str
    doing: str
    answer: Callable[[Asked], xr.Dataset | None]


class Gathered(NamedTuple):
    """What the studies found by name, and by name why one found nothing."""

    studies: dict[str, xr.Dataset]
    unanswered: dict[str, str]


def gather(asked: Asked, told: Told | None = None) -> Gathered:
    """Ask every question of a report; `told` hears of each before it is worked out: the words, its place, how many.

    A question that is refused (too few iterations, nothing that varies) is answered by the reason.
    """
    studies: dict[str, xr.Dataset] = {}
    unanswered: dict[str, str] = {}
    for place, question in enumerate(QUESTIONS, 1):
        if told is not None:
            told(question.doing, place, len(QUESTIONS))
        try:
            found = question.answer(asked)
        except (Refused, LawError) as error:
            unanswered[question.name] = _reason(error)
            continue
        if found is not None:
            studies[question.name] = found
    return Gathered(studies, unanswered)


def _reason(error: ValueError) -> str:
    """A refusal in one line."""
    if isinstance(error, Refused) and error.problems:
        first = error.problems[0]
        return f"{first.place}: found {first.found}; needed {first.accepted}"
    return str(error).splitlines()[0]


def _contingency(asked: Asked) -> xr.Dataset | None:
    from engine.studies.contingency import contingency_of

    if not asked.programme.costs and not asked.programme.risks:
        return contingency_from(asked.kept)
    count = min(int(asked.results.attrs["iterations"]), MOST)
    return contingency_of(asked.programme, iterations=count, seed=asked.seed)


def _bridge(asked: Asked) -> xr.Dataset | None:
    from engine.studies.bridge import bridge

    return bridge(asked.programme, asked.measure, asked.few, asked.seed)


def _drivers(asked: Asked) -> xr.Dataset | None:
    return drivers_in(asked.kept, asked.drawn, asked.measure) if asked.drawn.sizes["input"] else None


def _misses(asked: Asked) -> xr.Dataset | None:
    if not asked.claim or not asked.drawn.sizes["input"]:
        return None
    return misses_in(asked.kept, asked.drawn, asked.claim)


def _gaps(asked: Asked) -> xr.Dataset | None:
    from engine.studies.gaps import gaps

    return gaps(asked.programme, asked.measure, asked.few, asked.seed)


def _needed(asked: Asked) -> xr.Dataset | None:
    from engine.studies.switching import switching_values

    if not asked.claim:
        return None
    return switching_values(asked.programme, asked.claim, iterations=asked.few, seed=asked.seed)


def _promise(asked: Asked) -> xr.Dataset | None:
    from engine.studies.goal_seek import bound_needed

    specs = claim_specs(asked.kept)
    if not asked.claim or joined_by(specs[asked.claim]):
        return None
    if all(specs[asked.claim].get(side) is not None for side in ("at_least", "at_most")):
        return None
    found = bound_needed(asked.kept, asked.claim)
    return found.assign_attrs(start=asked.programme.start)


def _options(asked: Asked) -> xr.Dataset | None:
    from engine.studies.options import compare_options

    if len(asked.options) < 2:
        return None
    return compare_options(asked.options, None, asked.few, asked.seed)


def _responses(asked: Asked) -> xr.Dataset | None:
    from engine.studies.worth_of_responses import worth_of_responses

    if asked.file is None or not any(risk.response is not None for risk in asked.programme.risks):
        return None
    scenario = asked.programme.scenario
    return worth_of_responses(
        asked.file, iterations=asked.few, seed=asked.seed, scenario=scenario, overrides=asked.overrides
    )


def _risk_map(asked: Asked) -> xr.Dataset | None:
    from engine.studies.risk_map import risk_map

    if asked.file is None or not any(risk.can_strike for risk in asked.programme.risks):
        return None
    scenario, measure = asked.programme.scenario, "total_cost" if asked.programme.costs else asked.measure
    return risk_map(
        asked.file,
        measure or "total_cost",
        asked.few,
        asked.seed,
        scenario=scenario,
        overrides=asked.overrides,
    )


def _timetable(asked: Asked) -> xr.Dataset | None:
    from engine.studies.timetable import timetable

    if not asked.programme.activities or not asked.programme.clusters:
        return None
    return timetable(asked.programme, asked.few, asked.seed)


def _assumptions(asked: Asked) -> xr.Dataset | None:
    from engine.studies.assumptions import assumptions

    if not asked.drawn.sizes["input"]:
        return None
    return assumptions(asked.programme, asked.measure, iterations=asked.few, seed=asked.seed)


def _box(asked: Asked) -> xr.Dataset | None:
    from engine.studies.ignorance import box_of_first_claim

    return box_of_first_claim(asked.programme, asked.results)


def _beliefs(asked: Asked) -> xr.Dataset | None:
    from engine.studies.ignorance import movers_of_claims

    return movers_of_claims(asked.programme, 2 * asked.few, asked.seed)


QUESTIONS = (
    Question("contingency", "What to set aside", _contingency),
    Question("bridge", "From the plan to the forecast, cause by cause", _bridge),
    Question("drivers", "What drives it", _drivers),
    Question("misses", "When the claim is missed", _misses),
    Question("gaps", "The forecast without each cause", _gaps),
    Question("needed", "What would have to be true", _needed),
    Question("promise", "What could be promised", _promise),
    Question("options", "Options on common draws", _options),
    Question("responses", "What responses to risks are worth", _responses),
    Question("risk_map", "How likely and how heavy risks are", _risk_map),
    Question("timetable", "When each activity runs", _timetable),
    Question("assumptions", "How much is assumption", _assumptions),
    Question("probability_box", "How far beliefs move the claim", _box),
    Question("beliefs", "Which beliefs move each claim", _beliefs),
)
