"""`python -m experiments.format_reference` writes the reference of the file format."""

from experiments.format_reference.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
