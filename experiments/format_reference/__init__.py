"""What may a programme file say, and is the page that tells it still true?

`python -m experiments.format_reference` writes, between the markers of `engine/programme/README.md`, what the JSON
Schema, the table of measures and the published parameter sets hold, with examples out of the programmes in `examples/`.
The tests compare the page with what would be written, play the examples and look for every key in them.
"""
