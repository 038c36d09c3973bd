"""Correlation groups: schema -> the matrices that are asked for and played, or which inputs clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from distributions import Law, Shared, keeps_ranks
from engine.dependence.conversions import MEASURES, Measure, hangs_on_laws
from engine.dependence.copula import Copula
from engine.dependence.feasibility import clash_in_words, is_possible
from engine.dependence.group import MOST_TIED
from engine.dependence.nearest import MOST_REPAIRED
from engine.dependence.pearson_targets import pearson_behind, scores_behind
from engine.dependence.registry import copula_class, those_with_degrees
from engine.dependence.targets import scores_of, target_of
from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import CorrelationGroup, Quantity, Risk
from engine.programme.names import matching
from engine.programme.reading.events import EventNames
from engine.programme.reading.laws import support
from engine.programme.reading.pearson_laws import PearsonLaws
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.repair import Repair
from engine.programme.reading.varied_correlations import VariedReader, Written
from engine.programme.reading.written_correlations import MatrixReader
from engine.programme.schema import CorrelationTable


class CorrelationReader:
    """Reads correlation groups over the inputs that `quantities` has read; faults go to `findings`.

    In a file, an input of a group that is constant is a fault. Where a scenario or an override has put values in
    (`is_varied`), it may have fixed that input on purpose: it leaves its group. `repairs` reads every group
    as if it said `repair = true`.
    """

    def __init__(
        self,
        quantities: QuantityReader,
        risks: Sequence[Risk],
        findings: Findings,
        is_varied: bool,
        repairs: bool = False,
    ) -> None:
        self._events, self._risks = EventNames(risks, findings, is_varied), risks
        self._quantities, self._findings = quantities, findings
        self._is_varied, self._repairs = is_varied, repairs
        self._inputs: Mapping[str, Quantity] = quantities.read
        self._beliefs = {belief.name: belief for belief in quantities.beliefs}
        self._group_of: dict[str, tuple[str, str]] = {}
        self._key_of: dict[str, str] = {}

    @cached_property
    def _uncertain(self) -> dict[str, Quantity]:
        """The inputs that have more than one value, and those that could not be read."""
        return {
            name: quantity
            for name, quantity in self._inputs.items()
            if name in self._quantities.unread
            or (len(set(support(quantity.law))) > 1 and not isinstance(quantity.law, Shared))
        }

    def group(self, place: int, table: CorrelationTable) -> CorrelationGroup | None:
        """One group; nothing where a fault has been told, or where too few inputs are left uncertain."""
        key, table = f"correlation.{place}", self._events.renamed(table)
        faults = len(self._findings.found)
        inputs = self._members(table, key)
        self._refuse_shared(inputs, table.name, key)
        self._check_beliefs(inputs, key)
        self._check_name(table.name, key)
        copula = self._copula(table, key)
        if len(inputs) > MOST_TIED:
            self._findings.add(
                f"{key}.inputs", f"{len(inputs):,} inputs", f"at most {MOST_TIED:,} in one group"
            )
            return None
        beliefs = {name.removeprefix("beliefs."): belief for name, belief in self._beliefs.items()}
        matrix = MatrixReader(table, key, beliefs, self._findings)
        target = matrix.matrix(inputs)
        repair = Repair(table, inputs, key, self._findings)
        provenance = self._quantities.provenance(table, key)
        if target is None or copula is None or len(self._findings.found) > faults:
            return None
        varying = {*self._uncertain, *self._events.uncertain}
        staying = [place for place, name in enumerate(inputs) if name in varying]
        if len(staying) < 2:
            return None
        inputs, target = tuple(inputs[place] for place in staying), target[np.ix_(staying, staying)]
        written = {
            (staying.index(a), staying.index(b)): one
            for (a, b), one in matrix.varied.items()
            if a in staying and b in staying
        }
        if written and not self._are_of_luck(inputs, written, key):
            return None
        way: tuple[Measure, Copula] = (table.measure, copula)
        laws = PearsonLaws(self._inputs, self._risks, self._findings)
        members: list[Law] | None = None
        asked = target
        if hangs_on_laws(table.measure):
            members = laws.behind(inputs, target, copula, key)
            if members is None:
                return None
            way, asked = ("normal", copula), scores_behind(target, members)
        scores, clash = scores_of(asked, *way), ""
        if not is_possible(scores):
            clash = clash_in_words(inputs, asked, *way) or ""
            if not (table.repair or self._repairs):
                hint = (
                    "`repair = true` here plays the nearest possible ones; `outturn doctor FILE` shows them"
                )
                self._findings.add(key, clash, f"{MEASURES[table.measure]}s that can hold together", hint)
                return None
            if len(inputs) > MOST_REPAIRED:
                found = f"{len(inputs):,} inputs whose correlations cannot hold together"
                self._findings.add(f"{key}.repair", found, f"at most {MOST_REPAIRED:,} inputs to repair")
                return None
            repaired = repair.scores(inputs, asked, staying, way)
            if repaired is None:
                return None
            scores = repaired
        repairs = table.repair or self._repairs
        varied = VariedReader(self._beliefs, key, self._findings).entries(
            written, scores, way, members, repairs
        )
        if varied is None:
            return None
        played = target
        if clash:
            played = pearson_behind(scores, members) if members is not None else target_of(scores, *way)
        return CorrelationGroup(
            table.name, inputs, target, table.measure, copula, scores, played, clash, provenance, varied
        )

    def _are_of_luck(self, inputs: Sequence[str], written: Written, key: str) -> bool:
        """Whether what hangs on beliefs is no belief itself."""
        among = [name for name in inputs if name in self._beliefs]
        if among:
            by = next(iter(written.values()))[1][0]
            found = f"{among[0]}, a belief, tied to others as much as {by}, another, says"
            self._findings.add(f"{key}.inputs", found, "numbers as correlations between beliefs")
        return not among

    def _check_beliefs(self, inputs: Sequence[str], key: str) -> None:
        """Beliefs are tied to beliefs alone, and values whose ranks are not those of their uniforms to nothing."""
        among = [name for name in inputs if name in self._beliefs]
        if among and len(among) < len(inputs):
            other = next(name for name in inputs if name not in self._beliefs)
            found = f"{among[0]}, a belief, beside {other}, which luck decides"
            self._findings.add(
                f"{key}.inputs", found, "beliefs alone, or none: a belief is one draw for all luck"
            )
        for name in inputs:
            if (
                name in self._inputs
                and name not in self._quantities.unread
                and not keeps_ranks(self._inputs[name].law)
            ):
                found = f"{name}, of which a belief says which law it has"
                self._findings.add(
                    f"{key}.inputs",
                    found,
                    "inputs whose value rises with their rank",
                    "tie the belief instead",
                )

    def _check_name(self, name: str, key: str) -> None:
        """What a copula draws for a group as a whole is keyed by its name: groups of one name would be one."""
        first = self._key_of.setdefault(name, key)
        if first != key:
            self._findings.add(
                f"{key}.name", f"{shown(name)}, as {first}", "a name of its own for each group"
            )

    def _copula(self, table: CorrelationTable, key: str) -> Copula | None:
        """The copula of a group; nothing where its degrees of freedom do not fit it, which is told."""
        kind = copula_class(table.copula)
        if kind.fitting(table.degrees):
            return kind(table.degrees)
        if kind.degrees_above is None:
            found = f"{table.degrees:g}, for the copula {shown(table.copula)}"
            takers = listed([f'"{name}"' for name in those_with_degrees()])
            accepted, needs = f"no degrees of freedom, or copula = {takers}", f"{key}.copula"
        else:
            found = f"{'nothing' if table.degrees is None else table.degrees}, for {kind.article}{kind.title}"
            remark = f" ({kind.degrees_remark})" if kind.degrees_remark else ""
            accepted, needs = f"degrees of freedom above {kind.degrees_above:g}{remark}", ""
        self._findings.add(f"{key}.degrees", found, accepted, needs=needs)
        return None

    def _members(self, table: CorrelationTable, key: str) -> tuple[str, ...]:
        """Inputs of the group: a pattern takes the uncertain ones of those it fits; a name must be one."""
        faults = len(self._findings.found)
        found: dict[str, None] = {}
        for place, pattern in enumerate(table.inputs):
            if pattern in found and pattern in table.inputs[:place]:
                self._findings.add(f"{key}.inputs.{place}", f"{shown(pattern)} again", "each input once")
            found.update(dict.fromkeys(self._fitting(pattern, f"{key}.inputs.{place}")))
        if not table.inputs:
            for place, pair in enumerate(table.pairs or ()):
                for side in ("a", "b"):
                    found.update(
                        dict.fromkeys(self._fitting(getattr(pair, side), f"{key}.pairs.{place}.{side}"))
                    )
        if len(found) < 2 and len(self._findings.found) == faults and not self._findings.is_partial:
            self._findings.add(
                f"{key}.inputs", listed(list(found)) or "none", "at least two uncertain inputs"
            )
        return tuple(found)

    def _fitting(self, pattern: str, key: str) -> list[str]:
        if self._events.asked(pattern):
            return self._events.fitting(pattern, key)
        fitting = matching(pattern, self._inputs)
        uncertain = matching(pattern, self._uncertain)
        if not fitting and not self._findings.is_partial:
            accepted = "the full name of an input, or a pattern such as *.duration"
            self._findings.add(
                key, f"{shown(pattern)}, which fits no input", accepted, nearest(pattern, self._inputs)
            )
        elif fitting and not uncertain and self._is_varied:
            return fitting
        elif fitting and not uncertain:
            found = f"{shown(pattern)}, constant in this programme: {', '.join(fitting)}"
            self._findings.add(key, found, "inputs that are uncertain: a constant varies with nothing")
        return uncertain

    def _refuse_shared(self, inputs: Sequence[str], group: str, key: str) -> None:
        for name in inputs:
            first, first_key = self._group_of.setdefault(name, (group, key))
            if first_key != key:
                found = f'{name}, which stands in the group "{first}" already'
                self._findings.add(
                    f"{key}.inputs", found, "an input in one group only; one matrix can hold both groups"
                )
