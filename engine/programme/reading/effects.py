"""What a risk does: the effects in its own table and in those of its list, schema -> model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.problems import Findings, listed
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Effect, Provenance
from engine.programme.reading.laws import support
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References
from engine.programme.risk_tables import EffectOfRisk, RiskOfFile


@dataclass(frozen=True)
class EffectReader:
    """Reads the effects of risks; faults go to `findings`."""

    references: References
    quantities: QuantityReader
    findings: Findings

    def effects(self, table: RiskOfFile, key: str, risk: Provenance) -> tuple[Effect, ...]:
        """All effects of the risk whose table stands at the dotted path `key`."""
        own = [kind for kind in effect_kinds() if getattr(table, kind) is not None]
        found: list[Effect] = []
        if own and table.targets is None:
            self.findings.add(f"{key}.targets", "nothing", f"what the {listed(own, 'and')} hits")
        elif own:
            found += self._together(table, table.targets or [], own, key, risk, alone=False)
        elif table.targets is not None:
            accepted = f"targets together with {listed(list(effect_kinds()))}, or in a table of effects"
            self.findings.add(f"{key}.targets", "targets without an effect", accepted)
        found += self.of_list(table.effects, key, risk)
        if not own and not table.effects and table.targets is None:
            every = listed(list(effect_kinds()))
            self.findings.add(f"{key}.effects", "nothing", f"at least one effect: {every}, with its targets")
        return tuple(found)

    def of_list(self, tables: Sequence[EffectOfRisk], key: str, risk: Provenance) -> list[Effect]:
        """The effects of the list `effects` of what stands at `key`."""
        found: list[Effect] = []
        for place, effect in enumerate(tables):
            at = f"{key}.effects.{place}"
            kinds = [kind for kind in effect_kinds() if getattr(effect, kind) is not None]
            section = self.quantities.provenance(effect, at).inheriting(risk)
            if not kinds:
                every = listed(list(effect_kinds()))
                self.findings.add(at, f"none of {every}", f"at least one of {every}")
            found += self._together(effect, effect.targets, kinds, at, section, alone=len(kinds) == 1)
        return found

    def _together(
        self,
        table: Any,
        targets: Sequence[str],
        kinds: Sequence[str],
        key: str,
        section: Provenance,
        alone: bool,
    ) -> list[Effect]:
        """Effects on the same targets; one that stands alone in its table is called by the table."""
        every = effect_kinds()
        hits = {every[kind].hits for kind in kinds}
        like = {
            frozenset({"activities"}): self.references.activities_like,
            frozenset({"lines"}): self.references.lines_like,
        }.get(frozenset(hits), self.references.items_like)
        struck = like(targets, f"{key}.targets") if kinds else ()
        found = []
        for kind in kinds:
            name = key if alone else f"{key}.{kind}"
            size = self.quantities.quantity(
                getattr(table, kind), name, f"{key}.{kind}", every[kind].size, section
            )
            mine = tuple(one for one in struck if self._may_hit(every[kind].hits, one))
            if struck and not mine:
                accepted = f"an activity among the targets: a {kind} hits activities"
                self.findings.add(f"{key}.targets", f"lines alone, {listed(struck, 'and')}", accepted)
            self._refuse_negative(kind, size.law, mine, f"{key}.{kind}")
            found.append(Effect(kind, size, mine))
        return found

    def _may_hit(self, hits: str, target: str) -> bool:
        known = {"activities": self.references.activities, "lines": self.references.lines}
        return hits not in known or target in known[hits]

    def _refuse_negative(self, kind: str, law: Any, targets: Sequence[str], key: str) -> None:
        """A factor below 0 can turn money round, but no time."""
        stretched = [target for target in targets if target in self.references.activities]
        if effect_kinds()[kind].into == "factors" and stretched and (low := support(law)[0]) < 0:
            accepted = f"at least 0: it multiplies the duration of {listed(stretched, 'and')}"
            self.findings.add(key, f"values from {low:g}", accepted)
