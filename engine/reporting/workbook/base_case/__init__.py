"""The base case as live formulas: inputs -> dates -> money by line and year -> discounting -> measures, a sheet a file.

They are made from the programme at its base that results carry (`engine.programme.base_record`), by the description
of the file format and not from the compiled loops; so they are a further account of what the engine does. What the
plan fixes once (planned go-lives, the steady months of a total) is an input of its own: a changed input gives what an
iteration with that input gives.
"""
