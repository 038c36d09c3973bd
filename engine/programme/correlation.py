"""Correlation groups: schema -> Spearman matrices that a Gaussian copula can have, or which inputs clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.programme.feasibility import TOLERANCE, clash_in_words
from engine.programme.laws import support
from engine.programme.model import CorrelationGroup, Quantity
from engine.programme.names import matching, nearest
from engine.programme.problems import Findings, listed, shown
from engine.programme.quantities import QuantityReader
from engine.programme.schema import CorrelationTable, PairTable

FloatArray = NDArray[np.float64]


class CorrelationReader:
    """Reads correlation groups over the inputs that `quantities` has read; faults go to `findings`.

    In a file, an input of a group that is constant is a fault. Where a scenario or an override has put values in
    (`is_varied`), it may have fixed that input on purpose: it leaves its group.
    """

    def __init__(self, quantities: QuantityReader, findings: Findings, is_varied: bool) -> None:
        self._quantities, self._findings, self._is_varied = quantities, findings, is_varied
        self._inputs: Mapping[str, Quantity] = quantities.read
        self._uncertain = [
            name
            for name, quantity in quantities.read.items()
            if name in quantities.unread or np.ptp(support(quantity.law)) > 0
        ]
        self._group_of: dict[str, tuple[str, str]] = {}

    def group(self, place: int, table: CorrelationTable) -> CorrelationGroup | None:
        """One group; nothing where a fault has been told, or where too few inputs are left uncertain."""
        key = f"correlation.{place}"
        faults = len(self._findings.found)
        inputs = self._members(table, key)
        self._refuse_shared(inputs, table.name, key)
        matrix = self._matrix(table, inputs, key)
        provenance = self._quantities.provenance(table, key)
        if matrix is None or len(self._findings.found) > faults:
            return None
        staying = [place for place, name in enumerate(inputs) if name in self._uncertain]
        if len(staying) < 2:
            return None
        inputs, matrix = tuple(inputs[place] for place in staying), matrix[np.ix_(staying, staying)]
        clash = clash_in_words(inputs, matrix)  # a repair of an impossible matrix would begin here
        if clash is not None:
            self._findings.add(key, clash, "rank correlations that can hold together")
            return None
        return CorrelationGroup(table.name, inputs, matrix, provenance)

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

    def _matrix(self, table: CorrelationTable, inputs: Sequence[str], key: str) -> FloatArray | None:
        """The Spearman matrix as written; nothing if it is written in no way, in two, or wrongly."""
        written = [form for form in ("rank", "matrix", "pairs") if getattr(table, form) is not None]
        if len(written) != 1:
            found = listed(written, "and") or "none of rank, matrix or pairs"
            self._findings.add(key, found, "exactly one of rank, matrix or pairs")
            return None
        if table.rank is not None:
            self._check_rank(table.rank, f"{key}.rank")
            return _filled(len(inputs), table.rank)
        if table.pairs is not None:
            return self._from_pairs(table.pairs, inputs, bool(table.inputs), key)
        return self._from_rows(table.matrix or [], inputs, f"{key}.matrix")

    def _from_pairs(
        self, pairs: Sequence[PairTable], inputs: Sequence[str], is_closed: bool, key: str
    ) -> FloatArray:
        """Unlisted pairs are 0. A closed group takes pairs of its own inputs only."""
        matrix = _filled(len(inputs), 0.0)
        seen: set[frozenset[str]] = set()
        for place, pair in enumerate(pairs):
            where = f"{key}.pairs.{place}"
            self._check_rank(pair.rank, f"{where}.rank")
            both = frozenset((pair.a, pair.b))
            if len(both) == 1:
                self._findings.add(where, f"{pair.a} with itself", "two different inputs")
            elif both in seen:
                self._findings.add(where, f"the pair {pair.a}, {pair.b} again", "each pair once")
            seen.add(both)
            strangers = {side: name for side in ("a", "b") if (name := getattr(pair, side)) not in inputs}
            for side, name in strangers.items() if is_closed else ():
                accepted = "the full name of an input of this group"
                self._findings.add(f"{where}.{side}", shown(name), accepted, nearest(name, inputs))
            if not strangers:
                a, b = inputs.index(pair.a), inputs.index(pair.b)
                matrix[a, b] = matrix[b, a] = pair.rank
        return matrix

    def _from_rows(
        self, rows: Sequence[Sequence[float]], inputs: Sequence[str], key: str
    ) -> FloatArray | None:
        count = len(inputs)
        if len(rows) != count or any(len(row) != count for row in rows):
            if not self._findings.found:  # else the count may only be wrong because an input is misspelt
                sizes = listed(sorted({str(len(row)) for row in rows}))
                accepted = f"{count} rows of {count}, in the order of the inputs: {listed(inputs, 'and')}"
                self._findings.add(key, f"{len(rows)} rows of {sizes or 'no'} numbers", accepted)
            return None
        for i, row in enumerate(rows):
            if abs(row[i] - 1) > TOLERANCE:
                self._findings.add(
                    f"{key}.{i}.{i}", f"{row[i]:g} for {inputs[i]} with itself", "1 on the diagonal"
                )
            for j in range(i):
                found = f"{row[j]:g} for {inputs[i]} with {inputs[j]}"
                if abs(row[j] - rows[j][i]) > TOLERANCE:
                    found += f", but {rows[j][i]:g} the other way round"
                    self._findings.add(f"{key}.{i}.{j}", found, "a symmetric matrix")
                self._check_rank(row[j], f"{key}.{i}.{j}", found)
        matrix: FloatArray = (np.array(rows) + np.array(rows).T) / 2
        return matrix

    def _check_rank(self, rank: float, key: str, found: str = "") -> None:
        if not -1 <= rank <= 1:
            self._findings.add(key, found or f"{rank:g}", "a rank correlation from -1 to 1")


def _filled(count: int, rank: float) -> FloatArray:
    matrix = np.full((count, count), rank)
    np.fill_diagonal(matrix, 1.0)
    return matrix
