"""Any model a quantitative developer writes: named inputs, a scalar formula, named outputs."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NoReturn

import numpy as np
from numba.core.errors import NumbaError
from numpy.typing import NDArray

from distributions import Discrete, Law
from engine.compiled.formula import apply_formula, play_formula
from engine.compiled.plan import Draws
from engine.dependence.correlation import Correlation, CorrelationError, as_correlations
from engine.dependence.group import Group
from engine.draws.arrays import plan_draws
from engine.draws.inputs import Input, mixing_inputs, parameter_inputs
from engine.model.formula import Formula, compile_formula
from engine.model.promises import ModelError as ModelError
from engine.model.promises import check_promises
from engine.problems import nearest
from engine.programme.variation import Redraw, fitting, salts_of


@dataclass(frozen=True)
class Model:
    """Inputs with laws, and a scalar formula of them that Numba compiles.

    `formula` takes the inputs by their names (or all, in order, as `*args`) and returns one number, or a
    tuple with a number for each of `outputs`. `correlation` maps pairs of inputs to their Spearman
    correlation; inputs joined by pairs form a group, in which other pairs are uncorrelated. Other measures
    and copulas are written as a sequence of `Correlation`, each a group.

    Where the formula gives NaN there is no answer: such iterations are counted (`missing` of `engine.summarise`), meet
    no claim, stand on the careless side of percentiles, and leave no mean. An infinite output is refused when played.

    `units` says in what outputs are measured (`{"cost": "£m"}`); `claims` what is promised of them, by name, as in
    a programme file: `{"budget": {"metric": "cost", "at_most": 300, "statement": "Stays within £300m"}}`, or
    `all_of` or `any_of` other claims. The careful side of an output is low where a claim sets it a floor, else high.

        >>> from distributions import Lognormal, Pert
        >>> laws = {"price": Lognormal(4, 0.2), "units": Pert(low=8, mode=10, high=20)}
        >>> model = engine.Model(laws, lambda price, units: price * units, correlation={("price", "units"): -0.5})
        >>> engine.simulate(model, 1000)["y"].dims
        ('iteration',)

    Raises `ModelError` where the parts do not fit together, for claims or units of what is no output, or where the
    correlations are impossible.
    """

    inputs: Mapping[str, Law]
    formula: Formula
    outputs: Sequence[str] = ("y",)
    correlation: Mapping[tuple[str, str], float] | Sequence[Correlation] = field(default_factory=dict)
    title: str = "Model"
    units: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, law in self.inputs.items():
            if not isinstance(law, Law):
                raise ModelError(
                    f"inputs[{name!r}] = {law!r} is no law; for a fixed value use Constant({law!r})"
                )
        if not inspect.isfunction(self.formula):
            raise ModelError(
                f"formula = {self.formula!r}: a function written with def or lambda is needed, and Numba compiles it; "
                "of one that it has compiled already give py_func"
            )
        if not self.inputs or not self.outputs:
            raise ModelError("a model needs at least one input and one output")
        if len(set(self.outputs)) != len(self.outputs):
            raise ModelError(f"outputs = {tuple(self.outputs)!r}: each needs a name of its own")
        for name in self.outputs:
            if not name or "/" in name or "\0" in name:
                raise ModelError(
                    f"outputs: {name!r} is no name by which results can be kept; leave out the /"
                )
        for name in self.arguments:
            if name not in self.inputs:
                raise ModelError(
                    f"the formula asks for {name!r}, which is no input; {near(name, self.inputs)}"
                )
        unused = set(self.inputs) - set(self.arguments)
        if unused:
            raise ModelError(
                f"the formula does not take {', '.join(sorted(unused))}; drop the input or name it"
            )
        check_promises(self.outputs, self.units, self.claims)
        _ = self.groups

    def with_laws(self, laws: Mapping[str, Law]) -> Model:
        """A copy in which every input that fits a pattern has that law, its uniform number and all else as it was.

        Raises `VariationError` for a pattern that fits no input.
        """
        chosen = {
            name: law for pattern, law in laws.items() for name in fitting([pattern], self.inputs, "input")
        }
        return replace(self, inputs={**self.inputs, **chosen})

    def held(self, values: Mapping[str, float | None]) -> Model:
        """A copy in which every input that fits a pattern has that value in every iteration; None is its median.

        The draws of all others stay as they were. Raises `VariationError` for a pattern that fits no input.
        """
        laws: dict[str, Law] = {}
        for pattern, value in values.items():
            for name in fitting([pattern], self.inputs, "input"):
                at = float(self.inputs[name].ppf(0.5)) if value is None else float(value)
                laws[name] = Discrete((at,), (1.0,))
        return self.with_laws(laws)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Copula groups: those given, or inputs joined by correlated pairs."""
        try:
            correlations = as_correlations(self.correlation)
            for name in dict.fromkeys(name for one in correlations for name in one.members):
                if name not in self.inputs:
                    raise CorrelationError(
                        f"correlation names {name!r}, which is no input; {near(name, self.inputs)}"
                    )
            return tuple(one.group(self.inputs) for one in correlations)
        except CorrelationError as error:
            raise ModelError(str(error)) from None

    @property
    def arguments(self) -> tuple[str, ...]:
        """The inputs in the order in which the formula takes them."""
        return argument_names(self.formula, self.inputs)

    def draws(self, redraw: Redraw = ()) -> Draws:
        """The arrays by which the inputs are drawn, in the order of the formula's arguments.

        `redraw` holds patterns of inputs that are drawn afresh, each with its salt.
        """
        salts = salts_of([(one.name,) for one in self.drawn], redraw)
        salted = [one._replace(salt=salt) for one, salt in zip(self.drawn, salts, strict=True)]
        return plan_draws(salted, self.groups)

    @property
    def drawn(self) -> list[Input]:
        """All that is drawn: what the formula takes, then what copulas and uncertain laws need beside it."""
        own = [Input(name, self.inputs[name]) for name in self.arguments]
        return [*own, *mixing_inputs(self.groups), *parameter_inputs(own)]

    @property
    def compiled(self) -> Any:
        """The formula as `engine.compiled.formula` plays it. Raises `ModelError` where Numba cannot compile it."""
        try:
            return compile_formula(self.formula, len(self.inputs), len(self.outputs))
        except NumbaError as error:
            raise ModelError(
                f"the formula cannot be compiled: {str(error).strip().splitlines()[-1]}. It must be a scalar "
                f"function that returns {len(self.outputs)} number(s), written with what Numba supports"
            ) from error

    def play(self, seed: int, first: int, tile: int, draws: Draws, out: NDArray[np.float64]) -> None:
        """Write the outputs of iterations `first`, `first + 1`, … to `out[output, iteration]`.

        Raises what the formula raises.
        """
        rows = len(draws.streams)
        memory = np.empty((rows + len(out)) * tile)
        if play_formula(draws, self.compiled, seed, first, tile, memory, out) >= 0:
            self.fail(memory[:rows])

    def evaluate(self, sheet: NDArray[np.float64], out: NDArray[np.float64]) -> None:
        """Write `out[output, iteration]` from `sheet[input, iteration]`, inputs in the order of the arguments."""
        failed = apply_formula(self.compiled, sheet, out)
        if failed >= 0:
            self.fail(sheet[:, failed])

    def fail(self, values: NDArray[np.float64]) -> NoReturn:
        """Raise what the formula raises for these inputs, with the user's own lines in the traceback."""
        given = dict(zip(self.arguments, map(float, values), strict=False))
        self.formula(*given.values())
        written = ", ".join(f"{name} = {value!r}" for name, value in given.items())
        raise ModelError(f"the compiled formula raises an exception, and in Python none, for {written}")


def argument_names(formula: Formula, inputs: Iterable[str]) -> tuple[str, ...]:
    """The inputs in the order in which the formula takes them."""
    parameters = inspect.signature(formula).parameters.values()
    if any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters):
        return tuple(inputs)
    return tuple(p.name for p in parameters)


def near(name: str, inputs: Iterable[str]) -> str:
    """The inputs that were probably meant, or else all of them."""
    return nearest(name, inputs) or f"inputs are {', '.join(inputs)}"
