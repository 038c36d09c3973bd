"""What may cause that a promise is missed: the inputs of a programme or a model, put together under names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from engine.model.model import Model
from engine.problems import Refused, nearest
from engine.programme.model import Programme
from engine.programme.variation import fitting

By = Literal["cause", "kind", "cluster", "cluster and kind", "input"]
SHARED = "Several clusters"
KINDS = {
    "duration": "Durations and late starts",
    "earliest start": "Durations and late starts",
    "cost": "Costs",
    "cost factor": "Costs",
    "benefit": "Size of benefits",
    "emissions": "Size of benefits",
    "lag": "Ramp-up",
    "ramp": "Ramp-up",
    "decline": "Decline",
    "realisation": "Realisation",
    "uptake": "Uptake",
    "driver": "Drivers",
    "risk": "Risks",
    "funding": "Funding",
    "counterfactual": "Counterfactual",
    "belief": "Beliefs",
}
"""What a kind of quantity is called as a cause; another kind is called as it is."""


class CauseError(Refused):
    """Causes that are asked for and cannot be told apart."""


class Cause(NamedTuple):
    """Inputs that act or stay at their base together."""

    label: str
    inputs: tuple[str, ...]
    """Those that vary, risks' strikes among them; none where the cause is switched off."""


class Member(NamedTuple):
    """One input: its name, what kind of cause it is, the cluster ("" of none, or the word for several), its risk."""

    name: str
    kind: str
    cluster: str
    risk: str = ""


def causes_of(
    played: Programme | Model, by: By = "cause", groups: Mapping[str, Iterable[str]] | None = None
) -> list[Cause]:
    """The causes of a programme or model, each with the inputs that vary.

    `by` puts inputs together by "kind" (dates, ramp-up, realisation, drivers, risks, funding, …), by "cause", which is
    the same with every risk on its own, by "cluster", by "cluster and kind", or leaves each "input" alone; a model's
    inputs stand alone. `groups` maps labels to patterns instead; inputs that no pattern fits are one more cause,
    "All else". Raises `CauseError` for an unknown `by` or an input that two labels claim, and `VariationError` for a
    pattern that fits no input.
    """
    if by not in get_args(By):
        raise CauseError(
            f"by = {by!r}: one of {', '.join(get_args(By))} is needed; {nearest(by, get_args(By))}"
        )
    members = (
        [Member(n, "input", "") for n in played.inputs] if isinstance(played, Model) else _members(played)
    )
    varying = _varying(played)
    if groups:
        label = _labels_of_groups([member.name for member in members], groups)
    elif isinstance(played, Model):
        label = {member.name: member.name for member in members}
    else:
        called = {cluster.id: cluster.name for cluster in played.clusters}
        label = {member.name: _LABEL[by](member, called) for member in members}
    found: dict[str, list[str]] = {}
    for member in members:
        inputs = found.setdefault(label[member.name], [])
        if member.name in varying:
            inputs.append(member.name)
    # a kind of which nothing varies is no cause; a risk or a group that is switched off is one, whose step is nought
    return [
        Cause(name, tuple(some))
        for name, some in found.items()
        if some or name.startswith("Risk: ") or groups
    ]


def _members(programme: Programme) -> list[Member]:
    """Every quantity and every risk's strikes, once."""
    drivers = {driver.name: _cluster_of(driver.targets) for driver in programme.drivers}
    families: dict[str, list[str]] = {}
    for risk in programme.risks:  # one that may strike again is several of one family
        targets = [target for effect in risk.effects for target in effect.targets]
        families.setdefault(risk.family or risk.name, []).extend(targets)
    risks = {name: _cluster_of(targets) for name, targets in families.items()}
    found: dict[str, Member] = {}
    for quantity, kind, cluster in programme.quantities():
        section, _, rest = quantity.name.partition(".")
        own = rest.partition(".")[0]
        if section == "risks" and own in risks:
            found[quantity.name] = Member(quantity.name, "risk", risks[own], own)
        elif section == "drivers" and own in drivers:
            found[quantity.name] = Member(quantity.name, kind, drivers[own])
        else:
            found[quantity.name] = Member(quantity.name, kind, cluster)
    for risk in programme.risks:
        own = risk.family or risk.name
        found[risk.strikes] = Member(risk.strikes, "risk", risks[own], own)
    return list(found.values())


def _cluster_of(targets: Iterable[str]) -> str:
    clusters = {target.partition(".")[0] for target in targets}
    return next(iter(clusters), "") if len(clusters) < 2 else SHARED


def _varying(played: Programme | Model) -> set[str]:
    if isinstance(played, Model):
        return set(played.inputs)
    strikes = {risk.strikes for risk in played.risks if risk.can_strike}
    return {quantity.name for quantity in played.uncertain()} | strikes


def _kind(member: Member, _: Mapping[str, str]) -> str:
    return KINDS.get(member.kind, member.kind.capitalize())


def _cause(member: Member, called: Mapping[str, str]) -> str:
    return f"Risk: {member.risk}" if member.risk else _kind(member, called)


def _cluster(member: Member, called: Mapping[str, str]) -> str:
    return called.get(member.cluster, member.cluster) or _kind(member, called)


def _both(member: Member, called: Mapping[str, str]) -> str:
    kind, cluster = _kind(member, called), _cluster(member, called)
    return kind if cluster == kind else f"{cluster}: {kind[:1].lower()}{kind[1:]}"


_LABEL: dict[str, Callable[[Member, Mapping[str, str]], str]] = {
    "cause": _cause,
    "kind": _kind,
    "cluster": _cluster,
    "cluster and kind": _both,
    "input": lambda member, _: member.name,
}


def _labels_of_groups(names: list[str], groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, patterns in groups.items():
        for name in fitting([patterns] if isinstance(patterns, str) else patterns, names, "input"):
            if found.setdefault(name, label) != label:
                raise CauseError(
                    f"{name} is in {found[name]!r} and in {label!r}; an input can be in one group alone"
                )
    return {name: found.get(name, "All else") for name in names}
