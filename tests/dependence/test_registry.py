"""The folder is the registry: a copula is one new file."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

import engine
from distributions import Lognormal, Normal
from engine.dependence import copulas as folder
from engine.dependence.copula import Copula
from engine.dependence.correlation import Correlation, CorrelationError
from engine.dependence.registry import DEFAULT, copula_class, name_of, names
from engine.dependence.targets import scores_of
from engine.draws.designs import DESIGNS
from engine.programme import json_schema
from tests.cli.test_run import outturn
from tests.dependence.copulas.examples import EXAMPLES
from tests.dependence.test_feasibility import GROUP
from tests.programme.small_programme import changed, load_text, problems_of

# A Student t of three degrees that takes none, played by laws and converted by a curve that are its own to name.
CLOSE_EXTREMES = '''
"""A copula for this test."""
from engine.dependence.copula import Copula
from engine.dependence.copulas.student_t import StudentT


class CloseExtremes(Copula):
    """A Student t copula of three degrees."""

    title = "close-extremes copula"
    remark = "crashes come together"

    def conversion(self, measure):
        return StudentT(3.0).conversion(measure)

    @property
    def mixture(self):
        return StudentT(3.0).mixture
'''
# One that has degrees which no other has, and another way from what is written to normal scores.
HEAVY = '''
"""A copula for this test."""
from engine.dependence.conversions import Conversion
from engine.dependence.copulas.student_t import StudentT


class Heavy(StudentT):
    """A Student t copula without a variance, written by the square of its correlation."""

    title = "heavy copula"
    article = "the "
    degrees_above = 1
    degrees_remark = ""

    def conversion(self, measure):
        return Conversion(lambda target: abs(target) ** 0.5, lambda scores: scores**2)
'''
EXAMPLE = 'copula="student_t", degrees=4)  # extremes come together'  # of a docstring
LAWS = {"a": Normal(0.0, 1.0), "b": Lognormal(0.0, 0.5), "c": Normal(2.0, 1.0)}


def written(*lines):
    return changed((GROUP, "\n".join([GROUP, *lines])))


def formula(a, b, c):
    return a * b + c


def model(**way):
    tied = Correlation(inputs=tuple("abc"), all_pairs=0.4, name="g", **way)
    return engine.Model(LAWS, formula, correlation=[tied])


@pytest.fixture
def _two_more_files(tmp_path, monkeypatch):
    more = tmp_path / "more"
    more.mkdir()
    (more / "close_extremes.py").write_text(CLOSE_EXTREMES)
    (more / "heavy.py").write_text(HEAVY)
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(more)])
    yield
    for name in ("close_extremes", "heavy"):
        sys.modules.pop(f"{folder.__name__}.{name}", None)


def test_every_file_is_a_copula():
    files = Path(folder.__path__[0]).glob("[a-z]*.py")
    assert names() == tuple(sorted(path.stem for path in files))
    assert DEFAULT in names()
    for name in names():
        kind = copula_class(name)
        assert issubclass(kind, Copula)
        assert name_of(kind) == name
        assert kind.__doc__
        assert sys.modules[kind.__module__].__doc__


def test_no_other_file_names_them():
    """Laws have names too, and one of them is a copula's."""
    engine_folder = Path(engine.__file__).parent
    laws = ("fitting", "elicitation")
    guilty = [
        f"{path}: {name}"
        for path in engine_folder.rglob("*.py")
        if Path(folder.__path__[0]) not in path.parents and path.parent.name not in laws
        for name in names()
        if re.search(f"[\"'`]{name}[\"'`]", path.read_text(encoding="utf-8").replace(EXAMPLE, ""))
    ]
    assert guilty == []


@pytest.mark.usefixtures("_two_more_files")
@pytest.mark.parametrize("design", DESIGNS)
def test_a_new_file_is_played_by_a_model(design):
    (group,) = model(copula="close_extremes").groups
    assert group.normal_correlation[0, 1] == scores_of(0.4, "spearman", copula_class("student_t")(3.0))
    own = engine.simulate(model(copula="close_extremes"), 3_000, design=design)["y"]
    known = engine.simulate(model(copula="student_t", degrees=3), 3_000, design=design)["y"]
    assert np.array_equal(own, known)
    other = engine.simulate(model(), 3_000, design=design)["y"]
    assert not np.array_equal(own, other)


@pytest.mark.usefixtures("_two_more_files")
def test_a_new_file_is_played_by_a_programme(tmp_path):
    own = load_text(tmp_path, written('copula = "close_extremes"'))
    known = load_text(tmp_path, written('copula = "student_t"', "degrees = 3"))
    other = load_text(tmp_path, written())
    cost = [engine.simulate(programme, 2_000)["total_cost"] for programme in (own, known, other)]
    assert np.array_equal(cost[0], cost[1])
    assert not np.array_equal(cost[0], cost[2])


@pytest.mark.usefixtures("_two_more_files")
def test_a_new_file_is_known_to_the_doctor_and_to_editors(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(written('copula = "heavy"', "degrees = 1.5"), encoding="utf-8")
    shown = outturn("doctor", path, "--iterations", 1_000)
    assert shown.exit_code == 0, shown.stderr
    assert "slips: rank correlations of 3 inputs, heavy copula, 1.5 degrees of freedom" in " ".join(
        shown.stdout.split()
    )
    keys = json_schema()["$defs"]["CorrelationTable"]["properties"]
    assert keys["copula"]["enum"] == ["close_extremes", "gaussian", "heavy", "iman_conover", "student_t"]
    assert "close_extremes: crashes come together; " in keys["copula"]["description"]
    assert keys["degrees"]["exclusiveMinimum"] == 1
    assert keys["degrees"]["description"].endswith("heavy or student_t")


@pytest.mark.usefixtures("_two_more_files")
def test_a_new_files_conversion_decides_what_is_possible(tmp_path):
    rows = "matrix = [[1, 0.25, 0.25], [0.25, 1, 0.25], [0.25, 0.25, 1]]"
    text = changed((GROUP, GROUP.replace("rank = 0.4", f'{rows}\ncopula = "heavy"\ndegrees = 1.5')))
    (group,) = load_text(tmp_path, text).correlation
    assert group.scores[0].tolist() == [1, 0.5, 0.5]
    target = {("a", "b"): 0.64, ("b", "c"): 0.64}  # scores 0.8, 0.8 and 0: impossible, though these are not
    with pytest.raises(CorrelationError, match=r"scores of the heavy copula with 1\.5 degrees of freedom"):
        Correlation(target, copula="heavy", degrees=1.5).group()


@pytest.mark.usefixtures("_two_more_files")
@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (('copula = "close_extremes"', "degrees = 4"), 'copula = "heavy" or "student_t"'),
        (('copula = "heavy"', "degrees = 1"), "a number above 1"),
        (('copula = "heavy"',), "nothing, for the heavy copula"),
        (('copula = "student_t"', "degrees = 1.5"), "1.5, for a Student t copula"),
        (('copula = "close_extreme"',), 'did you mean "close_extremes"'),
    ],
)
def test_a_new_files_degrees_are_checked(tmp_path, lines, words):
    (problem,) = problems_of(tmp_path, written(*lines)).problems
    assert words in str(problem)


@pytest.mark.usefixtures("_two_more_files")
def test_a_new_files_degrees_are_checked_in_python():
    with pytest.raises(CorrelationError, match="degrees = 1; the heavy copula needs a number above 1"):
        model(copula="heavy", degrees=1)
    with pytest.raises(CorrelationError, match="degrees are of heavy and student_t alone"):
        model(copula="close_extremes", degrees=4)


def test_what_is_not_in_the_folder_is_refused(tmp_path):
    with pytest.raises(CorrelationError, match="'close_extremes'; it is one of gaussian"):
        model(copula="close_extremes")
    (problem,) = problems_of(tmp_path, written('copula = "close_extremes"')).problems
    assert problem.key == "correlation.0.copula"


@pytest.mark.parametrize("copula", EXAMPLES)
def test_degrees_that_do_not_fit_make_no_copula(copula):
    kind = type(copula)
    for wrong in (
        (4.0,) if kind.degrees_above is None else (None, kind.degrees_above, float("inf"), float("nan"))
    ):
        assert not kind.fitting(wrong)
        with pytest.raises(ValueError, match="do not fit"):
            kind(wrong)
