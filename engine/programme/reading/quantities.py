"""The ways to write a quantity -> `Quantity`: its law, its base, and where the number came from.

A number; the name of a law in `[laws]`; a table with a `kind` (or a bare `value`); a table with
`law = "name"`; a table with `total`, `share` and `part`, which splits a total over the clusters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, get_args

from distributions import Law, Shared
from distributions.base.asked import AskedTooMuch
from engine.problems import Findings, listed, nearest, number, shown
from engine.programme.quantity import GREATEST, PLAIN, SMALLEST, UNKNOWN, Basis, Provenance, Quantity, Role
from engine.programme.reading.law_reader import LawReader
from engine.programme.reading.laws import constant, is_fixed, kinds, likely_size, mean_of, support
from engine.programme.reading.listed_values import ListedValues
from engine.programme.reading.totals import TotalReader
from engine.programme.schema import PROVENANCE, ShareTable, TotalTable
from engine.programme.table import NOT_TEXT_ALONE, as_text

TYPES = {"date": str | date, "signed_off": str | date | bool, "observations": int}
FORMS = (
    'a number, the name of a law in [laws] or of a belief, or a table with "kind", "value", "law" or "total"'
)


class Written(NamedTuple):
    """What one way of writing gives; `law` is nothing where a fault has been told."""

    law: Law | None
    base: float | None = None
    provenance: Provenance = UNKNOWN


class QuantityReader:
    """Reads quantities; faults go to `findings`. `read` holds every one by its full name, in file order."""

    def __init__(
        self,
        laws: Mapping[str, dict[str, Any]],
        totals: Mapping[str, TotalTable],
        shares: Mapping[str, ShareTable],
        sources: Mapping[str, object],
        findings: Findings,
        unit: str = "",
        beliefs: Mapping[str, dict[str, Any] | float] | None = None,
    ) -> None:
        own = {name: _without(table, ("base", *PROVENANCE)) for name, table in laws.items()}
        self._laws = LawReader(own, findings, unit)
        self._totals = TotalReader(totals, shares, findings)
        self._tables, self._sources, self._findings = laws, sources, findings
        self.read: dict[str, Quantity] = {}
        self._beliefs: dict[str, Quantity] = {}
        self.unread: set[str] = set()  # names of quantities whose law is at fault
        self._listed = ListedValues(findings)
        self.beliefs = self._believed(beliefs or {})
        for name, table in laws.items():  # a law that nothing uses must be right all the same
            if not self._listed.are_too_many:
                self._listed.count(self._laws.named(name, f"laws.{name}"), f"laws.{name}")
            self._given(table, f"laws.{name}")

    def _believed(self, tables: Mapping[str, dict[str, Any] | float]) -> tuple[Quantity, ...]:
        """The quantities of `[beliefs]`, which may then stand where a number may."""
        found = []
        for name, table in tables.items():
            key = f"beliefs.{name}"
            if name in self._tables:
                self._findings.add(key, f'the name "{name}", as in [laws]', "a name of its own for each")
            found.append(self.quantity(table, key, key))
        for quantity in found:
            shared = Shared(quantity.name, quantity.law)
            name = quantity.name.removeprefix("beliefs.")
            self._laws.beliefs[name] = quantity.law if quantity.is_certain else shared
            self._beliefs[name] = quantity
        return tuple(found)

    def quantity(
        self,
        value: Any,
        name: str,
        key: str,
        role: Role = PLAIN,
        section: Provenance = UNKNOWN,
        cluster: str | None = None,
    ) -> Quantity:
        """The quantity `name`, written at the dotted path `key` in a section with its own provenance."""
        is_unread = self._listed.are_too_many and isinstance(value, dict)
        written = Written(None) if is_unread else self._written(value, key, cluster)
        self._listed.count(written.law, key)
        if written.law is None:
            quantity = Quantity(name, constant(role.base or 0.0), role.base or 0.0)
            self.unread.add(name)
        else:
            base = self._base(written, key, role)
            self._check_bounds(written.law, base, key, role)
            self._check_size(written.law, base, key)
            quantity = Quantity(name, written.law, base, written.provenance.inheriting(section))
        self.read[name] = quantity
        return quantity

    def default(self, value: float, name: str) -> Quantity:
        """A quantity that the file leaves out."""
        self.read[name] = Quantity(name, constant(value), value, is_written=False)
        return self.read[name]

    def keep(self, quantity: Quantity) -> Quantity:
        """A quantity that stands for others in the file, as one that was read."""
        self.read[quantity.name] = quantity
        return quantity

    def provenance(self, section: Any, key: str) -> Provenance:
        """What a section of the file says of its numbers; a source that is not in `[sources]` is told."""
        return self._checked(Provenance(**{field: getattr(section, field) for field in PROVENANCE}), key)

    def _written(self, value: Any, key: str, cluster: str | None) -> Written:
        if isinstance(value, str):
            return self._named(value, key)
        if not isinstance(value, dict):
            fixed = number(value)
            if fixed is None:
                self._findings.add(key, shown(value), FORMS)
            return Written(None if fixed is None else constant(fixed))
        base, own = self._given(value, key)
        rest = _without(value, ("base", *PROVENANCE))
        if "kind" in rest or "value" in rest:
            return Written(self._laws.table(rest, key), base, own)
        if "law" in rest:
            return self._reference(rest, key, base, own)
        if "total" in rest or "share" in rest:
            return self._part_of_total(rest, key, cluster, base, own)
        if rest:
            return Written(self._laws.table(rest, key))  # it tells which kind may be meant
        self._findings.add(key, shown(value), FORMS)
        return Written(None)

    def _named(self, name: str, key: str) -> Written:
        law = self._laws.named(name, key)
        if name in self._beliefs:
            belief = self._beliefs[name]
            return Written(law, belief.base, belief.provenance)
        table = self._tables.get(name, {})
        return Written(law, *self._given(table, f"laws.{name}"))

    def _reference(self, table: dict[str, Any], key: str, base: float | None, own: Provenance) -> Written:
        is_kind = table["law"] in kinds() and table["law"] not in self._tables
        if is_kind or not isinstance(table["law"], str):
            hint = f'a law of that kind is written here as kind = "{table["law"]}"' if is_kind else ""
            self._findings.add(f"{key}.law", shown(table["law"]), "the name of a law in [laws]", hint)
            return Written(None)
        self._refuse_others(table, ("law",), key)
        named = self._named(table["law"], f"{key}.law")
        return Written(named.law, named.base if base is None else base, own.inheriting(named.provenance))

    def _part_of_total(
        self, table: dict[str, Any], key: str, cluster: str | None, base: float | None, own: Provenance
    ) -> Written:
        self._refuse_others(table, ("total", "share", "part"), key)
        found = self._totals.part(table, key, cluster)
        if found is None:
            return Written(None)
        value, provenance = found
        return Written(constant(value), base, own.inheriting(provenance))

    def _refuse_others(self, table: dict[str, Any], accepted: tuple[str, ...], key: str) -> None:
        known = (*accepted, "base", *PROVENANCE)
        for name in _without(table, accepted):
            found = f'a key "{name}" that does not belong here'
            self._findings.add(f"{key}.{name}", found, listed(known), nearest(name, known))

    def _given(self, table: dict[str, Any], key: str) -> tuple[float | None, Provenance]:
        """Base and provenance that a table gives itself."""
        base = number(table.get("base"))
        if base is None and "base" in table:
            self._findings.add(f"{key}.base", shown(table["base"]), "a finite number")
        if table.keys().isdisjoint(PROVENANCE):
            return base, UNKNOWN
        fields: dict[str, Any] = {field: table.get(field) for field in PROVENANCE}
        for field, said in fields.items():
            is_right = isinstance(said, TYPES.get(field, str))
            if field == "observations":
                is_right = is_right and not isinstance(said, bool) and said >= 1
            if said is not None and not is_right:
                self._findings.add(f"{key}.{field}", shown(said), NOT_TEXT_ALONE.get(field, "text in quotes"))
            fields[field] = (said if field == "observations" else as_text(said)) if is_right else None
        if fields["basis"] not in (None, *get_args(Basis)):
            accepted = listed([f'"{basis}"' for basis in get_args(Basis)])
            self._findings.add(
                f"{key}.basis",
                shown(fields["basis"]),
                accepted,
                nearest(str(fields["basis"]), get_args(Basis)),
            )
        return base, self._checked(Provenance(**fields), key)

    def _checked(self, provenance: Provenance, key: str) -> Provenance:
        source = provenance.source
        if source is not None and self._sources and source not in self._sources:
            accepted = f"a name in [sources]: {listed(list(self._sources))}"
            hint = nearest(source, self._sources)
            self._findings.add(f"{key}.source", shown(source), accepted, hint, needs=f"sources.{source}")
        return provenance

    def _base(self, written: Written, key: str, role: Role) -> float:
        """Given; else that of the role; else the value or mode of the law; else its mean."""
        assert written.law is not None
        own = getattr(written.law, "value" if is_fixed(written.law) else "mode", None)
        for base in (written.base, role.base, number(own)):
            if base is not None:
                return base
        mean, why = None, "has no finite mean"
        try:
            mean = number(mean_of(written.law))
        except AskedTooMuch:
            why = "is of so many laws within each other that its mean takes too long to work out"
        if mean is None:
            self._findings.add(
                f"{key}.base", f"nothing, and the law {why}", "base = the value in the base case"
            )
        return mean or 0.0

    def _check_bounds(self, law: Law, base: float, key: str, role: Role) -> None:
        low, high = support(law)
        if role.low <= low and high <= role.high and role.low <= base <= role.high:
            return
        accepted = (
            f"at least {role.low:g}" if math.isinf(role.high) else f"from {role.low:g} to {role.high:g}"
        )
        if low < role.low or high > role.high:
            found = f"{low:g}" if low == high else f"values from {low:g} to {high:g}"
            hint = 'cut a law off with kind = "truncated"' if low < high else ""
            if role.high == 1.0 and 1.0 < high <= 100.0 and low >= 0.0:
                hint = f"{high:g}% is {high / 100:g}"
            self._findings.add(key, found, f"{accepted}: {role.reason}", hint)
        elif not role.low <= base <= role.high:
            self._findings.add(f"{key}.base", f"{base:g}", f"{accepted}: {role.reason}")

    def _check_size(self, law: Law, base: float, key: str) -> None:
        """Sizes that no programme has, and whose sums and products leave what a computer holds."""
        likely = likely_size(law)
        greatest = max(likely, abs(base))
        if not greatest <= GREATEST:
            found = f"{base:g}" if likely == abs(base) else f"values of up to {greatest:g}, the base {base:g}"
            accepted = f"a number of at most {GREATEST:g} in size; choose a greater unit"
            self._findings.add(key, found, accepted)
        elif 0 < greatest < SMALLEST:
            accepted = f"0, or a number of at least {SMALLEST:g} in size; choose a smaller unit"
            self._findings.add(key, f"{greatest:g}", accepted)


def _without(table: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name not in names}
