"""Folders that a run writes: kept from other runs, changed by one rename, with a manifest of what lies there."""
