"""outturn: whether a programme's promise will hold, by playing it many times.

    programme = engine.load("programme.toml")
    results = engine.simulate(programme, iterations=10_000, seed=2023)
    print(engine.claims(results).to_dataframe())

In the order in which a user meets them:

    load            a programme from its TOML file
    simulate        play it, or a model of your own: an xarray.Dataset
    claims          the chance of each claim, with its interval
    verdict         the same over our beliefs and over scenarios, and a word for it
    summarise       mean, spread and percentiles of every measure, with intervals
    criticality     how often each activity drives a go-live
    timetable       when each activity runs and each cluster is live, as planned and as played
    contingency     what to set aside for a stated assurance, shared out, and a budget by year
    worth_of_responses  what each response to a risk costs, saves and is worth
    risk_map        how likely and how heavy each risk is, before and after responses
    assumption_log  every number of the programme, where it comes from and who answers for it
    by_world        each claim and measure in each world of a run, in which beliefs had one draw
    over_beliefs    how far our ignorance moves the chance of each claim
    probability_box  the same of a whole curve: the chance of at most each value, in a band of worlds
    draw            the inputs that a run played with
    replay          one iteration of a run, with every number on its way
    tails           how bad it is when it is bad, and the shape of every measure
    replicate       several runs of a design, whose spread tells its error
    drivers         what drives a measure or a claim, from one sample
    gaps            what a percentile would be, and the chance of a claim, without each cause
    misses          when a claim is missed: inputs one by one, and boxes of them
    joint           the chance to keep within cost and date together
    assumptions     how much of the answer is assumption, and which assumptions weigh most
    value_of_information  what is worth finding out before deciding
    shapley         whose uncertainty it is: shares that add up, right under correlation
    belief_shares   which beliefs move an answer between worlds
    sobol           what inputs do alone and together, where they are independent
    compare_options what each option costs and brings, against a baseline on common draws
    diagnose        correlations as asked for, as possible and as drawn
    bridge          from the base case to what play gives, cause by cause
    compare         runs against the first of them, on common draws
    switching_values  what would have to be true of one input for a claim to have a chance
    reverse_stress  the least unlikely way in which a claim holds, or fails
    until           how long a run has to be for a stated precision
    iterations_needed  the same, judged by results that are there
    story           one iteration beside the base case: strikes, dates, driving path, money
    stress          one input within a range, against the programme as it is
    Model           named inputs, a formula, named outputs
    Correlation     inputs of a model that hang together
    update          what is still to come, given what has happened
    read_actuals    what has happened to a programme under way
    score           a forecast against what happened, and what so few facts can prove
    Outcome         what happened to a measure or a claim
    fit             laws from data
    elicit          laws from what an expert says
    pool            one law from several experts
    ProgrammeError  a file that cannot be played: every problem, with its line
    RunError        a run that cannot be made
    ResultsError    what results do not hold or cannot tell
    FitError        data that no law can be fitted to

Each is imported when first used, because Numba and xarray take most of a second and `outturn --help` needs neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.analysis.assumption_log import assumption_log as assumption_log
    from engine.analysis.claims import claims as claims
    from engine.analysis.contingency import contingency as contingency
    from engine.analysis.criticality import criticality as criticality
    from engine.analysis.drivers import drivers as drivers
    from engine.analysis.information import value_of_information as value_of_information
    from engine.analysis.joint import joint as joint
    from engine.analysis.misses import misses as misses
    from engine.analysis.precision_target import iterations_needed as iterations_needed
    from engine.analysis.probability_box import probability_box as probability_box
    from engine.analysis.summary import summarise as summarise
    from engine.analysis.tails import tails as tails
    from engine.analysis.verdict import verdict as verdict
    from engine.analysis.worlds import by_world as by_world
    from engine.analysis.worlds import over_beliefs as over_beliefs
    from engine.dependence.correlation import Correlation as Correlation
    from engine.elicitation.elicit import elicit as elicit
    from engine.elicitation.pooling import pool as pool
    from engine.fitting.fit import FitError as FitError
    from engine.fitting.fit import fit as fit
    from engine.model.model import Model as Model
    from engine.problems import ResultsError as ResultsError
    from engine.programme import ProgrammeError as ProgrammeError
    from engine.programme import load as load
    from engine.scoring.actuals import read_actuals as read_actuals
    from engine.scoring.outcome import Outcome as Outcome
    from engine.scoring.score import score as score
    from engine.simulation.draw import draw as draw
    from engine.simulation.limits import RunError as RunError
    from engine.simulation.replay import replay as replay
    from engine.simulation.simulate import simulate as simulate
    from engine.studies.assumptions import assumptions as assumptions
    from engine.studies.belief_shares import belief_shares as belief_shares
    from engine.studies.bridge import bridge as bridge
    from engine.studies.compare import compare as compare
    from engine.studies.doctor import diagnose as diagnose
    from engine.studies.gaps import gaps as gaps
    from engine.studies.options import compare_options as compare_options
    from engine.studies.replicate import replicate as replicate
    from engine.studies.reverse_stress import reverse_stress as reverse_stress
    from engine.studies.risk_map import risk_map as risk_map
    from engine.studies.shapley import shapley as shapley
    from engine.studies.sobol import sobol as sobol
    from engine.studies.story import story as story
    from engine.studies.stress import stress as stress
    from engine.studies.switching import switching_values as switching_values
    from engine.studies.timetable import timetable as timetable
    from engine.studies.until import until as until
    from engine.studies.update import update as update
    from engine.studies.worth_of_responses import worth_of_responses as worth_of_responses

    __version__: str

_HOME = {
    "load": "engine.programme",
    "simulate": "engine.simulation.simulate",
    "claims": "engine.analysis.claims",
    "verdict": "engine.analysis.verdict",
    "summarise": "engine.analysis.summary",
    "criticality": "engine.analysis.criticality",
    "timetable": "engine.studies.timetable",
    "contingency": "engine.analysis.contingency",
    "worth_of_responses": "engine.studies.worth_of_responses",
    "risk_map": "engine.studies.risk_map",
    "assumption_log": "engine.analysis.assumption_log",
    "by_world": "engine.analysis.worlds",
    "over_beliefs": "engine.analysis.worlds",
    "probability_box": "engine.analysis.probability_box",
    "draw": "engine.simulation.draw",
    "replay": "engine.simulation.replay",
    "tails": "engine.analysis.tails",
    "replicate": "engine.studies.replicate",
    "drivers": "engine.analysis.drivers",
    "gaps": "engine.studies.gaps",
    "misses": "engine.analysis.misses",
    "joint": "engine.analysis.joint",
    "assumptions": "engine.studies.assumptions",
    "value_of_information": "engine.analysis.information",
    "shapley": "engine.studies.shapley",
    "belief_shares": "engine.studies.belief_shares",
    "sobol": "engine.studies.sobol",
    "compare_options": "engine.studies.options",
    "diagnose": "engine.studies.doctor",
    "bridge": "engine.studies.bridge",
    "compare": "engine.studies.compare",
    "switching_values": "engine.studies.switching",
    "reverse_stress": "engine.studies.reverse_stress",
    "until": "engine.studies.until",
    "iterations_needed": "engine.analysis.precision_target",
    "story": "engine.studies.story",
    "stress": "engine.studies.stress",
    "Model": "engine.model.model",
    "Correlation": "engine.dependence.correlation",
    "update": "engine.studies.update",
    "read_actuals": "engine.scoring.actuals",
    "score": "engine.scoring.score",
    "Outcome": "engine.scoring.outcome",
    "fit": "engine.fitting.fit",
    "elicit": "engine.elicitation.elicit",
    "pool": "engine.elicitation.pooling",
    "ProgrammeError": "engine.programme",
    "RunError": "engine.simulation.limits",
    "ResultsError": "engine.problems",
    "FitError": "engine.fitting.fit",
}
__all__ = list(_HOME)

if not TYPE_CHECKING:  # else a misspelt name would pass a type checker

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            return import_module("engine.version").engine_version()
        if name not in _HOME:
            raise AttributeError(f"module 'engine' has no {name!r}; it has {', '.join(_HOME)}")
        return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*_HOME, "__version__"]
