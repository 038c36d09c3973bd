"""A workbook of one run: what it found, native charts, and the base case as live formulas. Nothing here plays.

A sheet is a `Grid`, made from Datasets and written late; its file is called as the sheet. The sheets of formulas are
in `base_case/`.
"""
