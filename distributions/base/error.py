"""What is raised for parameters that make no law."""


class LawError(ValueError):
    """Parameters that make no law; the sentence says why and what would be accepted."""
