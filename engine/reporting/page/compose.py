"""A run and its studies -> a report: the sections of the folder, in the order in which a sceptic asks."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from engine.reporting.page.material import Material
from engine.reporting.page.report import Audience, Report
from engine.reporting.visuals.source import source_line


def section_files() -> list[ModuleType]:
    """The files of `sections`, by their PLACE; nothing else is edited to add one."""
    folder = import_module("engine.reporting.page.sections")
    found = [import_module(f"{folder.__name__}.{entry.name}") for entry in iter_modules(folder.__path__)]
    return sorted(found, key=lambda module: module.PLACE)


def compose(material: Material, audience: Audience = "audit") -> Report:
    """The report of a run for an audience: "board" is told the brief of each section, "audit" all of it."""
    attrs = material.attrs
    facts = (
        f"{material.iterations:,} iteration{'s' if material.iterations != 1 else ''}, seed {attrs['seed']}"
    )
    facts += f"; scenario {attrs['scenario']}" if attrs.get("scenario") else ""
    facts += f"; option {attrs['option']}" if attrs.get("option") else ""
    facts += f"; amounts in {attrs['unit']}, {attrs['price_base']}" if attrs.get("price_base") else ""
    return Report(
        title=str(attrs.get("title") or "Programme"),
        facts=facts,
        audience=audience,
        sections=tuple(module.section(material) for module in section_files()),
        source=source_line(material.findings.results),
    )
