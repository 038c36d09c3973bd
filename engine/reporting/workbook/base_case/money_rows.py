"""Lines of money as rows: what has flowed by the end of each year, the money of each year, and sums by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from engine.reporting.workbook.formula import NONE, Formula, sum_of, total
from engine.reporting.workbook.grid import Content, Grid

DESCRIBED = 8  # columns before the years
FIRST = 6  # row of the first line


class MoneyRows:
    """A sheet of lines, those of one kind and cluster side by side, so that sums are of neighbouring cells.

    Columns: name, cluster, kind, five that `words` names, then for each year what has flowed by its end (`what`), the
    money of each year, what falls after the horizon, the total.
    """

    words: tuple[str, ...]
    what: str

    def __init__(self, grid: Grid, title: str, names: tuple[str, ...], ends: list[Formula]) -> None:
        self.grid, self.names = grid, names
        count = len(names)
        grid.widths = (40, 14, 18, 26, *(13.0,) * (4 + 2 * count + 3))
        grid.frozen = (FIRST, 1)
        grid.add([title], "title")
        grid.add(
            [
                "Money of a year = amount x (flowed by its end - flowed by the end of the last) x factor of the year."
            ],
            "note",
        )
        years = [*names, *names]
        grid.add([*[None] * DESCRIBED, self.what, *[None] * (count - 1), "Money of the year"], "section")
        grid.add(
            [
                "Line",
                "Cluster",
                "Kind",
                *self.words,
                *years,
                "After the horizon",
                "Total",
                "Late, not counted",
            ],
            "heading",
        )
        self.ends = grid.add(
            ["End of the year, month", *[None] * (DESCRIBED - 1), *ends], "months", c0="text"
        )[DESCRIBED:]
        grid.add()
        self.money: dict[tuple[str, str], list[int]] = defaultdict(list)  # kind and cluster -> rows
        self.row_of: dict[str, int] = {}

    def extra_row(self, words: str, contents: Sequence[Content]) -> list[Formula]:
        """The row below the ends of years."""
        row = FIRST - 1
        self.grid.put(row, 0, words, "text")
        return [self.grid.put(row, DESCRIBED + k, content, "months") for k, content in enumerate(contents)]

    def begin_row(self, words: Sequence[str]) -> int:
        """A row with its name, cluster, kind and further words; its number."""
        self.grid.add(words)
        row = self.grid.next - 1
        self.money[words[2], words[1]].append(row)
        self.row_of[words[0]] = row
        return row

    def fill(self, row: int, column: int, content: Formula, style: str) -> Formula:
        """One of the cells that describe a line."""
        return self.grid.put(row, column, content, style)

    def finish_row(
        self,
        row: int,
        amount: Formula,
        flowed: list[Formula],
        factors: list[Formula] | None,
        style: str,
        after: bool,
    ) -> None:
        """What has flowed by the end of each year, and its money; the rest is paid `after` the horizon, or never."""
        count, before = len(flowed), NONE
        terms = []
        for k, content in enumerate(flowed):
            by_end = self.grid.put(row, DESCRIBED + k, content, style)
            money = amount.times(by_end.minus(before))
            money = money.times(factors[k]) if factors else money
            terms.append(self.grid.put(row, DESCRIBED + count + k, money, "money"))
            before = by_end
        left = NONE
        if after:
            left = amount.times(_rest(before))
            left = left.times(factors[-1]) if factors else left
        self.grid.put(row, DESCRIBED + 2 * count, left, "money")
        every = self.grid.block((row, DESCRIBED + count), (row, DESCRIBED + 2 * count))
        self.grid.put(row, DESCRIBED + 2 * count + 1, sum_of(every), "money")
        self.grid.put(row, DESCRIBED + 2 * count + 2, NONE, "money")

    def late(self, row: int, content: Formula) -> None:
        """What falls after the horizon and is counted nowhere."""
        self.grid.put(row, DESCRIBED + 2 * len(self.names) + 2, content, "money")

    def sum(self, kinds: Sequence[str], clusters: Sequence[str], column: int) -> Formula:
        """The sum over lines of some kinds and clusters of a column, counted from the money of the first year on."""
        rows = sorted(
            row for kind in kinds for cluster in clusters for row in self.money.get((kind, cluster), ())
        )
        place = DESCRIBED + len(self.names) + column
        return total(sum_of(self.grid.block((first, place), (last, place))) for first, last in _runs(rows))

    @property
    def after_column(self) -> int:
        """The column of what falls after the horizon, as `sum` counts them; the total and what is late follow."""
        return len(self.names)


def _rest(share: Formula) -> Formula:
    return Formula(f"(1-{share.text})", 1.0 - share.value)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of neighbouring rows."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found
