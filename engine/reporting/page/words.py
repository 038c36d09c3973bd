"""Words that a report uses in one sense, and what they mean."""

from __future__ import annotations

WORDS = {
    "80% chance of": "read on the careful side: at least so much benefit, at most so much cost or delay",
    "95% interval": "where the figure of an endless run of the same model would lie, 95 times in 100",
    "Base case, plan": "every uncertain number at the value that the plan gives it, and no risk strikes",
    "Basis": "how far a number is founded: published, derived from something published, or assumed",
    "Belief": "a quantity that is not a matter of luck but that nobody knows; it is drawn once for all that use it",
    "Contingency": "money to set aside on top of the plan for a stated assurance",
    "Counterfactual": "what would be spent without the programme",
    "Iteration": "one play of the whole programme",
    "Law": "a probability distribution with its numbers: how likely each value of an uncertain number is",
    "Net present value (NPV)": "benefits less costs, with later years counted for less by the discount rate",
    "P10, P50, P80, P90": "the value with a 10%, 50%, 80% or 90% chance of no more than it",
    "Quasi-p": "the chance of seeing so many misses in a box if its limit did not matter",
    "Scenario": "a named set of changes to the file",
    "Seed": "the number from which all draws follow",
    "SHA-256": "a fingerprint of a file: it changes with any letter of it",
    "Swing": "the mean where an input is in its highest tenth less the mean where it is in its lowest",
    "World": "iterations that share one draw of every belief",
}
