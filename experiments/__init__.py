"""Why believe it: one question a file, each runnable as a script; programmes live here too."""
