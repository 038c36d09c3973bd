"""Dataset to Dataset: what results say, each figure with its sampling error. Nothing here plays.

A question is one file, whose function takes results, kept or counted, and returns a Dataset. `figures` and `parts` are
how it asks without knowing which; arithmetic that needs no labels goes to `estimators`. What reports need of every run
is a property of `findings.Findings`, so that it is worked out once.
"""
