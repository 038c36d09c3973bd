"""The folder is the registry: a law is one new file."""

import subprocess
import sys
from pathlib import Path

import pytest

import distributions
from distributions import Law, LawError

FOLDER = Path(distributions.__file__).parent

NEW_LAW = '''
"""A law for this test."""
from dataclasses import dataclass
import numpy as np
from distributions.base.law import Law


@dataclass(frozen=True)
class HalfAndHalf(Law):
    end: float = 1.0

    def ppf(self, u):
        return self.end * np.asarray(u, float)

    def cdf(self, x):
        return np.clip(np.asarray(x, float) / self.end, 0, 1)


HalfAndHalf.EXAMPLES = (HalfAndHalf(),)
'''


def run(*lines):
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", "; ".join(lines)]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=FOLDER.parent
    ).stdout.split()


def test_every_file_is_a_law():
    assert distributions.kinds() == tuple(sorted(p.stem for p in FOLDER.glob("[a-z]*.py")))
    for kind in distributions.kinds():
        cls = distributions.law_class(kind)
        assert issubclass(cls, Law)
        assert cls.__name__ == "".join(word.capitalize() for word in kind.split("_"))
        assert cls is getattr(distributions, cls.__name__)
        assert distributions.kind_of(cls) == kind
        assert distributions.kind_of(cls.EXAMPLES[0]) == kind
        assert cls.EXAMPLES
        assert all(type(law) is cls for law in cls.EXAMPLES)


def test_every_law_is_documented():
    for kind in distributions.kinds():
        assert len(distributions.law_class(kind).__doc__) > 20
        assert sys.modules[f"distributions.{kind}"].__doc__


def test_a_new_file_is_a_new_law(tmp_path, monkeypatch):
    (tmp_path / "half_and_half.py").write_text(NEW_LAW)
    monkeypatch.setattr(distributions, "__path__", [*distributions.__path__, str(tmp_path)])
    try:
        assert "half_and_half" in distributions.kinds()
        law = distributions.HalfAndHalf(end=4)
        assert repr(law) == "HalfAndHalf(end=4.0)"
        assert law.isf(0.25) == 3
        assert (law.mean(), law.variance()) == pytest.approx((2, 16 / 12), rel=1e-13)
        assert len(law.segments()) == 1
    finally:
        sys.modules.pop("distributions.half_and_half", None)


def test_an_unknown_kind_is_named_with_its_neighbour():
    with pytest.raises(
        LawError, match=r'there is no law of kind "prt"; did you mean "pert"\? Laws are: bernoulli'
    ):
        distributions.law_class("prt")
    with pytest.raises(LawError, match='there is no law of kind "_law"'):
        distributions.law_class("_law")


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no law 'Prt'"):
        distributions.Prt  # noqa: B018
    assert {"Pert", "RiskEvent", "Law", "kinds"} <= set(dir(distributions))


def test_importing_the_folder_imports_no_law():
    assert run(
        "import sys, distributions", "print('distributions.pert' in sys.modules, 'scipy' in sys.modules)"
    ) == [
        "False",
        "False",
    ]


def test_no_law_imports_what_is_slow():
    lines = (
        "import sys, distributions",
        "[distributions.law_class(kind) for kind in distributions.kinds()]",
        "print(*({'scipy.stats', 'scipy.optimize', 'matplotlib', 'xarray'} & set(sys.modules)))",
    )
    assert run(*lines) == []
