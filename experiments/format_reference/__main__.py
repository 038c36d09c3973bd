"""`python -m experiments.format_reference` writes the reference of the file format."""

from experiments.format_reference.page import PAGE, written

if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
