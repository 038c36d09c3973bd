"""Dataset to Dataset: what the results of a run say, each figure with its sampling error.

`summarise` gives mean, spread and percentiles of every measure; `claims` the chance of each claim; `measures`
the one number an iteration that both start from. Nothing here simulates: results read back from disk are as
good as fresh ones.
"""

from engine.analysis.claims import claim_outcomes, claims
from engine.analysis.measures import measures
from engine.analysis.percentiles import Percentiles, percentiles
from engine.analysis.summary import summarise

__all__ = ["Percentiles", "claim_outcomes", "claims", "measures", "percentiles", "summarise"]
