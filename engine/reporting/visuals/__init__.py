"""Of what charts are made. Whatever is imported of it finds Matplotlib loaded."""

from engine.reporting.matplotlib_there import load_matplotlib

load_matplotlib()
