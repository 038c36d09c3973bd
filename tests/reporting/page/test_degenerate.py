"""Programmes at the ends of what may be written, played hardly at all: every one of them gives a whole report."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import engine
from engine.analysis.findings import Findings
from engine.reporting.page.compose import compose
from engine.reporting.page.formats.html import html_text
from engine.reporting.page.material import Material
from engine.studies.for_report import Asked, gather
from tests.reporting.page.test_compose import ORDER, texts
from tests.reporting.programmes import PROGRAMMES, programme

NO_NUMBER = re.compile(r"(?<![\w.])(nan|inf|None)(?![\w-])|\d[eE]\+\d")


def material_of(text: str, iterations: int, keep: str, studies: bool) -> Material:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programme.toml"
        file.write_text(text, encoding="utf-8")
        one = engine.load(file)
        results = engine.simulate(one, iterations, seed=5, keep=keep)  # type: ignore[arg-type]
        found = gather(Asked(one, results, {}, file)) if studies else ({}, {})
    return Material(Findings(results), *found, command="outturn report programme.toml", file="programme.toml")


def check_whole(material: Material) -> None:
    for audience in ("audit", "board"):
        report = compose(material, audience)  # type: ignore[arg-type]
        assert [section.key for section, _ in report.shown()] == ORDER
        for text in texts(report):
            assert not NO_NUMBER.search(text), text


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    clusters=st.integers(1, 3),
    cost=st.sampled_from([0.0, 2e-5, 10.0, 2.5e10]),
    benefit=st.sampled_from([0.0, 3e-5, 24.0, 3e9]),
    horizon=st.integers(1, 40),
    claims=st.booleans(),
    certain=st.booleans(),
    second=st.sampled_from(["cash", "efficiency", "societal"]),
    iterations=st.sampled_from([1, 2, 3, 40]),
    keep=st.sampled_from(["iterations", "summary"]),
)
def test_any_run_gives_every_section(
    clusters, cost, benefit, horizon, claims, certain, second, iterations, keep
):
    text = programme(
        clusters, cost=cost, benefit=benefit, horizon=horizon, claims=claims, certain=certain, second=second
    )
    check_whole(material_of(text, iterations, keep, studies=False))


@pytest.mark.parametrize("case", ["neither, with claims", "certain", "no benefits", "no costs"])
@pytest.mark.parametrize("iterations", [1, 2])
def test_so_it_is_with_all_studies_and_drawn(case, iterations):
    material = material_of(PROGRAMMES[case], iterations, "iterations", studies=True)
    check_whole(material)
    if iterations == 1:
        assert "</html>" in html_text(compose(material))
