"""The correlations of a group as a file writes them: one for all pairs, single pairs, or a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from engine.dependence.conversions import MEASURES
from engine.dependence.definite import TOLERANCE
from engine.problems import Findings, listed, nearest, shown
from engine.programme.quantity import Quantity
from engine.programme.schema import CorrelationTable, PairTable

FloatArray = NDArray[np.float64]


def same_for_all(count: int, correlation: float) -> FloatArray:
    """The matrix `(input, input)` in which every pair has one correlation."""
    matrix = np.full((count, count), correlation)
    np.fill_diagonal(matrix, 1.0)
    return matrix


class MatrixReader:
    """Reads the matrix of one group, at `key`; faults go to `findings`.

    A correlation may be one of the `beliefs`, by their names as written; the matrix has its base, and `varied` says of
    pairs by place what it is: a number, and the full names of the beliefs that multiply it.
    """

    def __init__(
        self, table: CorrelationTable, key: str, beliefs: Mapping[str, Quantity], findings: Findings
    ) -> None:
        self._table, self._key, self._findings = table, key, findings
        self._beliefs = beliefs
        self.varied: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {}

    def matrix(self, inputs: Sequence[str]) -> FloatArray | None:
        """The matrix as written, in the group's measure; nothing if it is written in no way, in two, or wrongly."""
        matrix = self._as_listed(inputs)
        return None if matrix is None else self._multiplied(matrix)

    def _multiplied(self, matrix: FloatArray) -> FloatArray:
        """The matrix with the factor of its group in every pair."""
        written, key = self._table.factor, f"{self._key}.factor"
        if written is None:
            return matrix
        factor, names = self._number(written, key)
        if not 0 <= factor <= 1:
            self._findings.add(key, f"{factor:g}", "a factor from 0 to 1")
        for pair in combinations(range(len(matrix)), 2) if names else ():
            if matrix[pair]:
                number, own = self.varied.get(pair, (float(matrix[pair]), ()))
                self.varied[pair] = number, (*own, *names)
        if not names:
            self.varied = {pair: (number * factor, own) for pair, (number, own) in self.varied.items()}
        return np.where(np.eye(len(matrix), dtype=bool), matrix, factor * matrix)

    def _as_listed(self, inputs: Sequence[str]) -> FloatArray | None:
        table, key = self._table, self._key
        written = [form for form in ("rank", "matrix", "pairs") if getattr(table, form) is not None]
        if len(written) != 1:
            found = listed(written, "and") or "none of rank, matrix or pairs"
            self._findings.add(key, found, "exactly one of rank, matrix or pairs")
            return None
        if table.rank is not None:
            correlation, names = self._number(table.rank, f"{key}.rank")
            self._check(correlation, f"{key}.rank")
            self._vary(combinations(range(len(inputs)), 2), names)
            return same_for_all(len(inputs), correlation)
        if table.pairs is not None:
            return self._from_pairs(table.pairs, inputs, bool(table.inputs))
        return self._from_rows(table.matrix or [], inputs, f"{key}.matrix")

    def _from_pairs(self, pairs: Sequence[PairTable], inputs: Sequence[str], is_closed: bool) -> FloatArray:
        """Unlisted pairs are 0. A closed group takes pairs of its own inputs only."""
        matrix = same_for_all(len(inputs), 0.0)
        seen: set[frozenset[str]] = set()
        for place, pair in enumerate(pairs):
            where = f"{self._key}.pairs.{place}"
            correlation, names = self._number(pair.rank, f"{where}.rank")
            self._check(correlation, f"{where}.rank")
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
                matrix[a, b] = matrix[b, a] = correlation
                self._vary([(min(a, b), max(a, b))], names)
        return matrix

    def _from_rows(
        self, written: Sequence[Sequence[float | str]], inputs: Sequence[str], key: str
    ) -> FloatArray | None:
        count = len(inputs)
        rows = [
            [self._entry(one, f"{key}.{i}.{j}", (j, i)) for j, one in enumerate(row)]
            for i, row in enumerate(written)
        ]
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
                if abs(row[j] - rows[j][i]) > TOLERANCE or self.varied.get((i, j)) != self.varied.get((j, i)):
                    found += f", but {rows[j][i]:g} the other way round"
                    self._findings.add(f"{key}.{i}.{j}", found, "a symmetric matrix")
                self._check(row[j], f"{key}.{i}.{j}", found)
        square = np.array(rows, np.float64).reshape(count, count)  # of no inputs too
        matrix: FloatArray = (square + square.T) / 2
        np.fill_diagonal(matrix, 1.0)
        self.varied = {pair: one for pair, one in self.varied.items() if pair[0] < pair[1]}
        return matrix

    def _entry(self, written: float | str, key: str, pair: tuple[int, int]) -> float:
        correlation, names = self._number(written, key)
        self._vary([pair], names)
        return correlation

    def _number(self, written: float | str, key: str) -> tuple[float, tuple[str, ...]]:
        """A number, or the base of the belief that stands for it, with its full name unless it is certain."""
        if not isinstance(written, str):
            return written, ()
        if written not in self._beliefs:
            known = list(self._beliefs)
            accepted = f"a number, or a name in [beliefs]: {listed(known) or 'there are none'}"
            self._findings.add(key, shown(written), accepted, nearest(written, known), f"beliefs.{written}")
            return 0.0, ()
        belief = self._beliefs[written]
        return belief.base, () if belief.is_certain else (belief.name,)

    def _vary(self, pairs: Iterable[tuple[int, int]], names: tuple[str, ...]) -> None:
        if names:
            self.varied |= dict.fromkeys(pairs, (1.0, names))

    def _check(self, correlation: float, key: str, found: str = "") -> None:
        if not -1 <= correlation <= 1:
            accepted = f"a {MEASURES[self._table.measure]} from -1 to 1"
            self._findings.add(key, found or f"{correlation:g}", accepted)
