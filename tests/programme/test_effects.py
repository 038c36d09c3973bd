"""The folder of effects is the registry: a new file is a new effect."""

from __future__ import annotations

import subprocess
import sys

from engine.programme.effect_kinds import effect_kinds

REWORK = """
from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import MONTHS

EFFECT = EffectKind("months of rework", MONTHS, "activities", "delays", neutral=0.0)
"""
PLAY = """
import json, sys
import engine.programme.effects
engine.programme.effects.__path__.append(sys.argv[1])
import engine
from engine.programme import json_schema

programme = engine.load(sys.argv[2])
results = engine.simulate(programme, 2000, seed=1, measures=["go_live_delay", "risks.*.strikes"])
known = json_schema()["$defs"]["EffectTable"]["properties"]["rework"]["description"]
print(json.dumps([known, bool((results["go_live_delay"][:, 0] == 5.0 * results["strikes"][:, 0]).all())]))
"""
PROGRAMME = """
title = "Rework"
start = "2025-01"
horizon = 60
unit = "£m"
price_base = "none"
discounting = "green-book-2022"
[clusters.a]
go_live = "build"
[clusters.a.activities.build]
duration = 12
[risks.errors]
probability = 0.4
[[risks.errors.effects]]
rework = 5
targets = ["a.build"]
"""


def test_the_effects_there_are():
    assert list(effect_kinds()) == ["cost", "delay", "factor"]


def test_a_new_file_is_a_new_effect(tmp_path):
    (tmp_path / "rework.py").write_text(REWORK)
    file = tmp_path / "programme.toml"
    file.write_text(PROGRAMME)
    command = [sys.executable, "-c", PLAY, str(tmp_path), str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout.strip() == '["months of rework", true]', found.stderr
