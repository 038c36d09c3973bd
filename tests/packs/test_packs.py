"""A run that can be played again: the same to the bit, or the first difference by measure and iteration."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.folders.lock import MARK
from engine.packs import digests, surroundings
from engine.packs.digests import differences, digest, together
from engine.packs.manifest import FILES, MANIFEST, RUN, SUMS, write_manifest
from engine.packs.problems import PackError
from engine.packs.verify import verify
from engine.programme import guidance, starter
from tests.cli.command import outturn

RUN_OF = ("--iterations", "3000", "--no-charts", "--set", "horizon=150")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A pack, made once; who alters it takes a copy."""
    folder = tmp_path_factory.mktemp("made")
    programme = folder / "mine.toml"
    programme.write_text(starter(), encoding="utf-8")
    run = outturn("run", programme, *RUN_OF, "--out", folder / "out", "--pack", folder / "pack")
    assert run.exit_code == 0, run.output
    assert f"outturn verify {folder / 'pack'}" in run.stderr
    programme.unlink()  # a pack needs nothing beside itself
    return folder / "pack"


@pytest.fixture
def pack(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "pack"))


def altered(pack: Path, name: str, change) -> None:
    """Change a JSON file of a pack as whoever can make sums would."""
    about = json.loads((pack / name).read_text(encoding="utf-8"))
    change(about)
    (pack / name).write_text(json.dumps(about), encoding="utf-8")
    write_manifest(pack)


def test_a_pack_is_the_same_to_the_bit(made):
    result = outturn("verify", made)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("same: 3,000 iterations of ")
    assert sorted(path.name for path in made.iterdir()) == sorted([*FILES, MANIFEST, SUMS])
    assert json.loads((made / RUN).read_text())["overrides"] == {"horizon": "150"}


@pytest.mark.parametrize("name", [RUN, MANIFEST, SUMS, "iterations.bin"])
@pytest.mark.parametrize("what", ["a pipe", "a device", "a folder", "a link to nothing", "a link to itself"])
def test_what_is_no_file_is_refused_and_never_waited_for(pack, name, what):
    (pack / name).unlink()
    if what == "a pipe":
        os.mkfifo(pack / name)
    elif what == "a folder":
        (pack / name).mkdir()
    else:
        (pack / name).symlink_to({"a device": "/dev/zero", "a link to nothing": "gone"}.get(what, name))
    with pytest.raises(PackError, match=name):
        verify(pack)


def test_a_truth_value_is_no_seed(pack):
    altered(pack, RUN, lambda about: about.update(seed=True))
    with pytest.raises(PackError, match="seed = true"):
        verify(pack)


@pytest.mark.parametrize(
    "way", [("--keep", "summary"), ("--store", "run.zarr"), ("--design", "latin"), ("--threads", 1)]
)
def test_whatever_is_kept(tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    Path("programme.toml").write_text(starter(), encoding="utf-8")
    assert outturn("run", "--iterations", "2500", "--no-charts", "--pack", "pack", *way).exit_code == 0
    result = outturn("verify", "pack")
    assert (result.exit_code, result.stdout[:5]) == (0, "same:"), result.output
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize("name", [*FILES, MANIFEST, SUMS])
def test_one_altered_byte_is_named(pack, name):
    whole = (pack / name).read_bytes()
    for place in np.linspace(0, len(whole) - 1, 40).astype(int):
        for flipped in (1, 128):
            (pack / name).write_bytes(whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :])
            with pytest.raises(PackError) as refused:
                verify(pack)
            assert [Path(problem.place).name for problem in refused.value.problems] == [name]
    (pack / name).write_bytes(whole[:-1])
    assert (result := outturn("verify", pack)).exit_code == 2
    assert str(pack / name) in result.stderr
    (pack / name).unlink()
    with pytest.raises(PackError, match=name):
        verify(pack)


def test_the_first_difference_is_named_by_measure_and_iteration(pack):
    """As another engine would give: one digest altered, and one figure of the summary."""
    about = json.loads((pack / RUN).read_text(encoding="utf-8"))
    found = digests.read_digests(pack / "iterations.bin", about["measures"], 3000)
    found["npv"][[1234, 2000]] ^= 1
    found["total_cost"][1999] ^= 1
    digests.write_digests(pack / "iterations.bin", found)
    altered(pack, "summary.json", lambda text: text["measures"]["npv"].update(mean=1.5))
    result = outturn("verify", pack)
    assert result.exit_code == 1
    assert result.stdout.startswith("different: npv first, in iteration 1,234, of 3,000 iterations")
    assert "  total_cost: first in iteration 1,999, 1 in all\n" in result.stdout
    assert "  measures.npv.mean: 1.5 in the pack, " in result.stdout


def test_another_programme_under_the_same_sums_is_another_answer(pack):
    text = (pack / "programme.toml").read_text(encoding="utf-8")
    (pack / "programme.toml").write_text(
        text.replace("probability = 0.", "probability = 0.0"), encoding="utf-8"
    )
    write_manifest(pack)
    verdict = verify(pack)
    assert verdict.differing
    assert verdict.figures


@pytest.mark.parametrize(
    ("what", "scheme"), [("draws", "philox4x32-10 random 0"), ("tables", "cubics 1"), ("tables", None)]
)
def test_another_scheme_is_refused_in_a_sentence(pack, what, scheme):
    altered(pack, "surroundings.json", lambda about: about.update({what: scheme, "engine": "0.0.7"}))
    result = outturn("verify", pack)
    assert result.exit_code == 2
    assert f"{what} are of the scheme {scheme!r}" in result.stderr
    assert "install outturn-risk 0.0.7" in result.stderr


def test_what_is_otherwise_here_is_told(pack):
    def elsewhere(about):
        about["libraries"]["numpy"] = "1.0"
        about["processor"]["features"].append("abacus")

    altered(pack, "surroundings.json", elsewhere)
    result = outturn("verify", pack)
    assert result.exit_code == 0
    assert "numpy 1.0 there" in result.stderr
    assert "only one of them has abacus" in result.stderr


def test_a_pack_plays_with_its_own_parameter_sets(pack, monkeypatch):
    """Guidance that is corrected later moves no old pack; were it not so, the same programme would give another npv."""
    corrected = guidance.guidance_text().replace("rate = 0.035", "rate = 0.034")
    monkeypatch.setattr(guidance, "guidance_text", lambda: corrected)
    guidance._read.cache_clear()
    try:
        assert guidance.discount_factors("green-book-2022", 2)[1] == 1 / 1.034
        assert verify(pack).same
    finally:
        guidance._read.cache_clear()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (RUN, lambda run: run.update(iterations=10**30)),
        (RUN, lambda run: run.update(iterations=-1)),
        (RUN, lambda run: run.update(seed=-1)),
        (RUN, lambda run: run.update(measures=[[]] * len(run["measures"]))),
        (RUN, lambda run: run.update(measures=["no_measure"] * len(run["measures"]))),
        (RUN, lambda run: run.update(keep="nothing")),
        (RUN, lambda run: run.update(overrides={"horizon": [1]})),
        (RUN, lambda run: run.update(scenario="none such")),
        (RUN, lambda run: run.clear()),
        ("surroundings.json", lambda about: about.clear()),
    ],
)  # fmt: skip
def test_what_no_run_wrote_is_refused(pack, name, change):
    altered(pack, name, change)
    result = outturn("verify", pack)
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    "text", ["", "[", "discounting = 1", "[discounting]\nx = 3\n[optimism_bias]\ncategories = 2"]
)
def test_parameter_sets_that_are_none_are_refused(pack, text):
    (pack / "parameters.toml").write_text(text, encoding="utf-8")
    write_manifest(pack)
    with pytest.raises(PackError, match=r"parameters\.toml"):
        verify(pack)


def test_a_summary_of_nothing_is_refused(pack):
    altered(pack, "summary.json", lambda text: text.clear())
    with pytest.raises(PackError, match="no figures"):
        verify(pack)


def test_nothing_is_overwritten_and_no_half_is_left(made, tmp_path):
    programme = tmp_path / "mine.toml"
    programme.write_text(starter(), encoding="utf-8")
    refused = outturn("run", programme, *RUN_OF, "--out", tmp_path / "out", "--pack", made)
    assert refused.exit_code == 2
    assert "exists already" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_changed_while_it_was_played_is_not_packed(tmp_path):
    from engine.analysis.findings import Findings
    from engine.packs.write import write_pack

    programme = tmp_path / "mine.toml"
    programme.write_text(starter(), encoding="utf-8")
    findings = Findings(engine.simulate(engine.load(programme), 100))
    changed = starter().replace("probability = 0.", "probability = 0.0").encode()
    with pytest.raises(PackError, match="changed while"):
        write_pack(findings, tmp_path / "pack", changed, {}, "iterations")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_no_pack(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    result = outturn("verify", tmp_path / folder)
    assert result.exit_code == 2
    assert MANIFEST in result.stderr


def test_another_format_is_refused(pack, monkeypatch):
    monkeypatch.setattr("engine.packs.manifest.FORMAT", 2)
    write_manifest(pack)
    monkeypatch.undo()
    with pytest.raises(PackError, match="format 2"):
        verify(pack)


def test_digests_see_every_bit_and_every_place():
    values = np.random.default_rng(1).normal(size=(3000, 5))
    whole = digest(values, 1)
    for column in range(5):
        other = values.copy()
        other[17, column] = np.nextafter(other[17, column], np.inf)
        assert np.flatnonzero(digest(other, 1) != whole).tolist() == [17]
        assert np.flatnonzero(digest(other, 8) != digest(values, 8)).tolist() == [2]
    assert (digest(values[:, ::-1], 1) != whole).all()
    swapped = values[[1, 0, *range(2, 3000)]]
    assert np.flatnonzero(digest(swapped, 8) != digest(values, 8)).tolist() == [0]
    assert len(np.unique(whole)) > 2990
    one, other = np.array([np.nan, 1.0]), np.array([-np.nan, 1.0])
    assert (digest(one, 1) == digest(other, 1)).all()


def test_the_more_iterations_the_more_share_a_digest():
    assert [together(n) for n in (1, 1 << 20, (1 << 20) + 1, 1 << 21, 10**7, 10**12)] == [
        1,
        1,
        2,
        2,
        16,
        1024,
    ]
    before = {"npv": np.arange(10, dtype=np.uint32)}
    found = differences(before, {"npv": before["npv"] + (np.arange(10) == 4).astype(np.uint32)}, 10)
    assert found == [("npv", 1, 4, 5)]


def test_schemes_stand_in_results(made):
    about = surroundings.surroundings("random")
    results = engine.simulate(engine.load(made / "programme.toml"), 10)
    assert (results.attrs["draws"], results.attrs["tables"]) == (about["draws"], about["tables"])


def test_what_a_killed_run_left_of_a_pack_goes_and_what_is_somebody_elses_stays(tmp_path):
    programme, name = tmp_path / "mine.toml", "p" * 255
    programme.write_text(starter(), encoding="utf-8")
    dead, other = tmp_path / f".{name[:32]}-dead", tmp_path / f".{name[:32]}-mine"
    for folder in (dead, other):
        folder.mkdir()
        (folder / "programme.toml").write_text("half")
    (dead / MARK).touch()
    words = ("run", programme, "--iterations", 10, "--no-charts", "--out", tmp_path / "out")
    run = outturn(*words, "--pack", tmp_path / name)
    assert run.exit_code == 0, run.output
    assert sorted(path.name for path in (tmp_path / name).iterdir()) == sorted([*FILES, MANIFEST, SUMS])
    assert (dead.exists(), other.exists()) == (False, True)


def test_the_folder_of_the_results_is_no_pack(tmp_path):
    programme = tmp_path / "mine.toml"
    programme.write_text(starter(), encoding="utf-8")
    run = outturn("run", programme, "--out", tmp_path / "out", "--pack", tmp_path / "." / "out")
    assert (run.exit_code, run.stdout) == (2, "")
    assert "its own folder" in run.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_no_part_of_a_pack_is_named(pack):
    (pack / "notes.txt").write_text("mine")
    result = outturn("verify", pack)
    assert (result.exit_code, result.stdout.partition(":")[0]) == (0, "same")
    assert result.stderr == f"{pack} holds what is no part of the pack, and was not looked at: notes.txt\n"
