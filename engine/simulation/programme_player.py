"""What plays a programme, and tells of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import Draws, Plan
from engine.compiled.play import numbers_needed, play
from engine.compiled.sheet_rows import draw_rows
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.reference import by_reference
from engine.draws.designs import apply_design
from engine.measures import MEASURES, MONEY, PARTS
from engine.plan.base_case import Played, play_base
from engine.plan.figure_words import long_name, units_of
from engine.plan.figures import figures_of
from engine.plan.plan import Planned, make_plan
from engine.programme.figure import Figure
from engine.programme.metrics import described
from engine.programme.model import Programme
from engine.simulation.assumptions import approximate_of, assumptions, responses_of
from engine.simulation.base_programme import base_programme
from engine.simulation.beyond_money import check_size
from engine.simulation.inputs import inputs_of
from engine.simulation.parts import Part, parts_of, with_shared_labels
from engine.simulation.player import TILE, Arrays, Floats, Input, Labels, Run
from engine.simulation.tile import tile_of


class ProgrammePlayer:
    """Plays a programme."""

    def __init__(self, programme: Programme, run: Run) -> None:
        self.programme, self.run = programme, run

    def __reduce__(self) -> tuple[type, tuple[Programme, Run]]:
        return ProgrammePlayer, (self.programme, self.run)

    @cached_property
    def planned(self) -> Planned:
        """The programme as arrays, before it is known how it is drawn and what is asked of it."""
        return make_plan(self.programme, self.run.redraw)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """All single parts that a run can tell of, by full name."""
        return parts_of(self.programme, self.planned)

    @cached_property
    def asked(self) -> dict[str, list[Part]]:
        """The parts that are asked for, by their measure."""
        found: dict[str, list[Part]] = {}
        for name in self.run.parts:
            part = self.parts[name]
            found.setdefault(part.measure, []).append(part)
        found = with_shared_labels(found, self.parts.values())
        return {measure: found[measure] for measure in PARTS if measure in found}

    @cached_property
    def bare(self) -> Plan:
        """The programme as arrays, with the parts that are asked for."""
        parts = [part for some in self.asked.values() for part in some]
        rows = [part.place for part in parts if part.measure != "line_money"]
        lines = [part.place for part in parts if part.measure == "line_money"]
        plan = self.planned.plan
        return plan._replace(
            outcome_rows=plan.outcome_rows + len(parts),
            path=plan.path._replace(is_told=plan.path.is_told or "critical" in self.asked),
            copied=np.array(rows, np.int64),
            lines=np.array(lines, np.int64),
        )

    @cached_property
    def plan(self) -> Plan:
        """The same, its draws under the design of the run."""
        run = self.run
        draws = apply_design(self.draws, run.design, run.iterations, run.seed, run.world)
        return by_reference(self.bare._replace(draws=draws))

    @property
    def draws(self) -> Draws:
        return self.planned.plan.draws

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.planned.measures, *self.figures, *self.asked)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """What is told beside every measure, by name."""
        return {figure.name: figure for figure in figures_of(self.programme)}

    def buffer(self, iterations: int) -> Floats:
        return np.empty((self.bare.outcome_rows, iterations))

    def prepare(self) -> None:
        _ = self.plan

    def play(self, first: int, stop: int, buffer: Floats, origin: int) -> None:
        tile = tile_of(self.bare)
        memory = np.empty(numbers_needed(self.bare, tile))
        play(self.plan, self.run.seed, first, stop, origin, tile, memory, buffer)
        check_size(self.bare.outcome, buffer[:, first - origin : stop - origin], first, self.programme.unit)

    def draw(self, first: int, stop: int, rows: NDArray[np.int64]) -> Floats:
        out = np.empty((rows.size, stop - first))
        memory = np.empty(self.bare.rows * LANES + len(self.draws.streams) * TILE)
        draw_rows(self.plan, self.run.seed, first, TILE, rows, memory, out)
        return out

    def arrays(self, buffer: Floats) -> Arrays:
        found = {}
        for name in self.planned.measures:
            first = getattr(self.bare.outcome, name)
            dim, labels = self.labels(name)
            found[name] = buffer[first : first + len(labels)] if dim else buffer[first]
        first = self.planned.plan.figures.first
        for name in self.figures:
            found[name] = buffer[first]
            first += 1
        for name, parts in self.asked.items():
            found[name] = buffer[first : first + len(parts)]
            first += len(parts)
        return found

    def labels(self, name: str) -> Labels:
        if name in PARTS:
            return Labels(PARTS[name].dim, tuple(part.label for part in self.asked.get(name, ())))
        if name in self.figures:
            return Labels()
        dim = MEASURES[name].dim
        if dim == "cluster":
            return Labels(dim, tuple(cluster.id for cluster in self.programme.clusters))
        if dim == "year":
            first = int(self.programme.start[:4])
            return Labels(dim, tuple(range(first, first + len(self.programme.discount_factors))))
        return Labels()

    def coordinates(self, dim: str) -> dict[str, Any]:
        if dim == "year":
            month = self.programme.start[5:]
            attrs = {"long_name": f"Programme year, beginning in month {month} of"}
            return {dim: (dim, np.array(self.labels("yearly_cost").names), attrs)}
        if dim == "cluster":
            names = np.array([cluster.name for cluster in self.programme.clusters], dtype=object)
            ids = np.array(self.labels("one_off_cost").names, dtype=object)
            return {dim: (dim, ids), "cluster_name": (dim, names)}
        parts = next(self.asked[name] for name in self.asked if PARTS[name].dim == dim)
        found: dict[str, Any] = {dim: (dim, np.array([part.label for part in parts], dtype=object))}
        if dim == "line":
            for key in ("kind", "cluster", "category"):
                found[f"line_{key}"] = (dim, np.array([getattr(part, key) for part in parts], dtype=object))
        return found

    def over_clusters(self, name: str) -> str:
        return MEASURES[name].over_clusters if name in MEASURES else ""

    def describe(self, name: str) -> dict[str, Any]:
        if name in self.figures:
            figure = self.figures[name]
            words, units = long_name(figure, self.programme), units_of(figure, self.programme)
            return {"long_name": words, "units": units, "cautious": described(figure.metric).cautious}
        measure = MEASURES.get(name) or PARTS[name]
        units = self.programme.unit if measure.unit == MONEY else measure.unit
        missing = {"missing": 0} if measure.may_be_missing else {}
        return {"long_name": measure.long_name, "units": units, "cautious": measure.cautious, **missing}

    @cached_property
    def played(self) -> Played:
        """The base case."""
        return play_base(self.bare, self.planned.sheet.base)

    @cached_property
    def base(self) -> Arrays:
        return {name: values[..., 0] for name, values in self.arrays(self.played.outcome).items()}

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        return {
            claim.name: {k: v for k, v in asdict(claim).items() if v not in (None, ()) and k != "figure"}
            for claim in self.programme.claims
        }

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(inputs_of(self.programme, self.planned))

    def about(self) -> dict[str, Any]:
        programme = self.programme
        there = {line.benefit_class for line in programme.benefits}
        classes = [one for one in ("cash", "efficiency", "societal", "carbon") if one in there]
        sources = {name: vars(source) for name, source in programme.sources.items()}
        return {
            "title": programme.title,
            "scenario": programme.scenario or "",
            "option": programme.option or "",
            "unit": programme.unit,
            "price_base": programme.price_base,
            "start": programme.start,
            "horizon": programme.horizon,
            "discounting": programme.discounting,
            "responses": json.dumps(responses_of(programme)),
            "total_cost": json.dumps(programme.total_cost),
            "benefit_classes": json.dumps(classes),
            "changes": json.dumps(programme.changes, ensure_ascii=False),
            "cluster_names": json.dumps({c.id: c.name for c in programme.clusters}, ensure_ascii=False),
            "floor": json.dumps(asdict(programme.floor), ensure_ascii=False) if programme.floor else "",
            "programme_hash": programme.content_hash,
            "sources": json.dumps(sources, ensure_ascii=False),
            **approximate_of(programme),
            "assumptions": json.dumps(list(assumptions(programme)), ensure_ascii=False),
        }

    def base_account(self) -> dict[str, Any]:
        found = base_programme(self.programme, self.planned.plan)
        return {"base_programme": json.dumps(found, ensure_ascii=False)}

    def under(self, run: Run) -> ProgrammePlayer:
        other = ProgrammePlayer(self.programme, run)
        if run.redraw == self.run.redraw:
            other.planned = self.planned
        return other
