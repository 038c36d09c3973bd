"""The report: what a run and its studies say, as a value, and the formats in which it is written."""
