"""A run that can be played again: written with all that it hangs on, and held against a second play."""
