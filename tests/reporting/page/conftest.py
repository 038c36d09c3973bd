"""One report of a small programme with all that a programme may have, and of the same with hostile names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import engine
from engine.analysis.findings import Findings
from engine.programme import option_names, starter
from engine.reporting.page.compose import compose
from engine.reporting.page.material import Material
from engine.reporting.page.report import Audience, Report
from engine.studies.for_report import Asked, Gathered, gather

HOSTILE = (
    "<script>alert(1)</script> =cmd|' /C calc'!A0 [/b] $x_1$ | `rm` \\ & \" ' ${7*7} {{ 7*7 }} # *b* ~~s~~"
)
LONG = "\N{GRINNING FACE} -2+3 " + "w" * 300
MARKED = "abc\u202edef"  # which no file may hold, but results from elsewhere may
ITERATIONS = 500


class Played:
    """A programme's results and studies."""

    def __init__(self, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        self.file = file
        self.programme = engine.load(file)
        self.results = engine.simulate(self.programme, ITERATIONS, seed=3)
        options = {name: engine.load(file, option=name) for name in option_names(file)}
        self.asked = Asked(self.programme, self.results, options, file)

    @cache  # noqa: B019 - there are two, for the whole session
    def gathered(self) -> Gathered:
        return gather(self.asked)

    def material(self, studies: bool = True) -> Material:
        found = self.gathered() if studies else Gathered({}, {})
        command = f"outturn report programme.toml --iterations {ITERATIONS} --seed 3 --out DIR"
        return Material(Findings(self.results), *found, command=command, file="programme.toml")


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp("played") / "programme.toml", starter("digital"))


@pytest.fixture(scope="session")
def report(played: Played) -> Callable[..., Report]:
    """The report of it for an audience, made once."""

    @cache
    def made(audience: Audience = "audit") -> Report:
        return compose(played.material(), audience)

    return made


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report whose title, names, statements, sources and owners are what nobody should obey."""
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    text = starter("digital")
    for plain in ("Starter: two clusters move to shared services", "North", "finance director",
                  "Outline business case (illustrative)"):  # fmt: skip
        assert f'"{plain}"' in text
        text = text.replace(f'"{plain}"', f'"{quoted}"')
    assert '"South"' in text
    text = text.replace('"South"', f'"{LONG}"')
    one = Played(tmp_path_factory.mktemp("hostile") / "programme.toml", text)
    one.results = one.results.assign_attrs(price_base=MARKED)
    return compose(one.material(studies=False))
