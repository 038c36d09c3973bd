"""The correlations of a group as a file writes them: one for all pairs, single pairs, or a matrix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dependence.conversions import MEASURES
from engine.dependence.definite import TOLERANCE
from engine.problems import Findings, listed, nearest, shown
from engine.programme.schema import CorrelationTable, PairTable

FloatArray = NDArray[np.float64]


def same_for_all(count: int, correlation: float) -> FloatArray:
    """The matrix `(input, input)` in which every pair has one correlation."""
    matrix = np.full((count, count), correlation)
    np.fill_diagonal(matrix, 1.0)
    return matrix


class MatrixReader:
    """Reads the matrix of one group, at `key`; faults go to `findings`."""

    def __init__(self, table: CorrelationTable, key: str, findings: Findings) -> None:
        self._table, self._key, self._findings = table, key, findings

    def matrix(self, inputs: Sequence[str]) -> FloatArray | None:
        """The matrix as written, in the group's measure; nothing if it is written in no way, in two, or wrongly."""
        table, key = self._table, self._key
        written = [form for form in ("rank", "matrix", "pairs") if getattr(table, form) is not None]
        if len(written) != 1:
            found = listed(written, "and") or "none of rank, matrix or pairs"
            self._findings.add(key, found, "exactly one of rank, matrix or pairs")
            return None
        if table.rank is not None:
            self._check(table.rank, f"{key}.rank")
            return same_for_all(len(inputs), table.rank)
        if table.pairs is not None:
            return self._from_pairs(table.pairs, inputs, bool(table.inputs))
        return self._from_rows(table.matrix or [], inputs, f"{key}.matrix")

    def _from_pairs(self, pairs: Sequence[PairTable], inputs: Sequence[str], is_closed: bool) -> FloatArray:
        """Unlisted pairs are 0. A closed group takes pairs of its own inputs only."""
        matrix = same_for_all(len(inputs), 0.0)
        seen: set[frozenset[str]] = set()
        for place, pair in enumerate(pairs):
            where = f"{self._key}.pairs.{place}"
            self._check(pair.rank, f"{where}.rank")
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
                self._check(row[j], f"{key}.{i}.{j}", found)
        square = np.array(rows, np.float64).reshape(count, count)  # of no inputs too
        matrix: FloatArray = (square + square.T) / 2
        np.fill_diagonal(matrix, 1.0)
        return matrix

    def _check(self, correlation: float, key: str, found: str = "") -> None:
        if not -1 <= correlation <= 1:
            accepted = f"a {MEASURES[self._table.measure]} from -1 to 1"
            self._findings.add(key, found or f"{correlation:g}", accepted)
