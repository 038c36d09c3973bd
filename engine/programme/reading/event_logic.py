"""Which risks hang on which others: names checked, circles and contradictions told, an order that respects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import Risk
from engine.programme.reading.precedence import circles, in_order
from engine.programme.risk_tables import RiskOfFile

LINKS = ("implies", "prevented_by", "needs")


def linked(
    risks: Mapping[str, Risk], tables: Mapping[str, RiskOfFile], findings: Findings
) -> tuple[Risk, ...]:
    """The risks with what they say of each other, each behind all that decides whether it strikes."""
    with_links = {name: _links(risk, tables[name], risks, findings) for name, risk in risks.items()}
    implying: dict[str, list[str]] = {name: [] for name in with_links}
    for risk in with_links.values():
        for name in risk.implies:
            implying[name].append(risk.name)
    after = {r.name: (*r.needs, *r.prevented_by, *implying[r.name]) for r in with_links.values()}
    for circle in circles(after):
        found = f"a circle: {' hangs on '.join(circle)}"
        findings.add(f"risks.{circle[0]}", found, "risks that do not decide over each other in turn")
    for name, risk in with_links.items():
        _refuse_contradictions(risk, implying[name], findings)
    _refuse_alone(with_links, findings)
    return tuple(with_links[name] for name in in_order(after))


def _links(risk: Risk, table: RiskOfFile, risks: Mapping[str, Risk], findings: Findings) -> Risk:
    """The risk with its links to known others; links to no risk, to itself, or given twice are told."""
    for link in LINKS:
        names: list[str] = getattr(table, link)
        for place, name in enumerate(names):
            key = f"risks.{risk.name}.{link}.{place}"
            if name == risk.name:
                findings.add(key, f"{shown(name)}, the risk itself", "another risk")
            elif name in names[:place]:
                findings.add(key, f"{shown(name)} again", "each risk once")
            elif name not in risks:
                others = [other for other in risks if other != risk.name]
                accepted = f"the name of another risk: {listed(others) or 'there is none'}"
                findings.add(key, shown(name), accepted, nearest(name, others))

    def known(names: list[str]) -> tuple[str, ...]:
        return tuple(name for name in dict.fromkeys(names) if name in risks and name != risk.name)

    return replace(
        risk,
        exclusive=table.exclusive,
        implies=known(table.implies),
        prevented_by=known(table.prevented_by),
        needs=known(table.needs),
    )


def _refuse_contradictions(risk: Risk, implying: list[str], findings: Findings) -> None:
    """A risk that another forces to strike cannot hang on a third."""
    hangs = [link for link in ("exclusive", "prevented_by", "needs") if getattr(risk, link)]
    if implying and hangs:
        found = f"{listed(hangs, 'and')}, but {listed(implying, 'and')} implies {risk.name}"
        accepted = "a risk that another implies, or one that hangs on others: both cannot always hold"
        findings.add(f"risks.{risk.name}.{hangs[0]}", found, accepted)
    both = [name for name in risk.needs if name in risk.prevented_by]
    if both:
        accepted = "a risk that is needed or one that prevents"
        findings.add(f"risks.{risk.name}.needs", f"{listed(both, 'and')}, in prevented_by too", accepted)


def _refuse_alone(risks: Mapping[str, Risk], findings: Findings) -> None:
    """A word for `exclusive` that no other risk says."""
    for group in dict.fromkeys(risk.exclusive for risk in risks.values() if risk.exclusive):
        members = [risk for risk in risks.values() if risk.exclusive == group]
        if len(members) == 1:
            accepted = "the same word at another risk as well: one alone excludes nothing"
            findings.add(f"risks.{members[0].name}.exclusive", shown(group), accepted)
