"""Dataset to Dataset: what results say, each figure with its sampling error. Nothing here plays."""
