"""Every test with an argument `law` runs over the examples of every law in the folder."""

import distributions


def pytest_generate_tests(metafunc):
    if "law" in metafunc.fixturenames:
        laws = [law for kind in distributions.kinds() for law in distributions.law_class(kind).EXAMPLES]
        metafunc.parametrize("law", laws, ids=repr)
