"""Every kind of mistake: is it told, with its key, its line, what was found and the way out?"""

import pytest

from tests.programme.small_programme import changed, problems_of

BUILD = "clusters.north.activities.build"
SAVINGS = "clusters.north.benefits.savings"
GROUP = 'inputs = ["north.build.duration", "south.wave.duration", "north.procure.duration"]\nrank = 0.4'


def group(*lines: str) -> tuple[str, str]:
    """The correlation group of SMALL with other lines."""
    return GROUP, "\n".join(lines)


# What is replaced by what; key of the only problem; a text that stands on its line only; words that it must have.
ONE_PROBLEM = {
    # names of keys and tables
    "unknown key at the top": (
        'unit = "£m"',
        'unit = "£m"\ntilte = "x"',
        "tilte",
        "tilte",
        ['did you mean "title"'],
    ),
    "unknown section": ("[sources.audit]", "[law.x]\nlow = 1\n[sources.audit]", "law", "[law.x]", ['"laws"']),
    "unknown key": (
        "earliest = 3",
        "erliest = 3",
        f"{BUILD}.erliest",
        "erliest",
        ['"earliest"', "duration, after"],
    ),
    "unknown key of a law": (
        "low = 4, mode = 6",
        "lo = 4, mode = 6",
        "clusters.north.activities.procure.duration.lo",
        "lo = 4",
        ["triangular takes low, mode and high", 'did you mean "low"'],
    ),
    "unknown key in an effect": (
        "delay = {",
        "dealy = {",
        "risks.supplier.effects.0.dealy",
        "dealy",
        ['"delay"'],
    ),
    "name with a space": (
        "[clusters.north]",
        '[laws."a b"]\nvalue = 1\n[clusters.north]',
        "laws.a b",
        '"a b"',
        ['the name "a b"', "letters, digits"],
    ),
    "reserved cluster": (
        "[counterfactual]",
        '[clusters.drivers]\ngo_live = "north.build"\n[counterfactual]',
        "clusters.drivers",
        "[clusters.drivers]",
        ["a name other than"],
    ),
    "same name twice in a cluster": (
        "[clusters.south.benefits.time]",
        '[clusters.south.benefits.wave]\nclass = "cash"\nannual = 1\n[clusters.south.benefits.time]',
        "clusters.south.benefits.wave",
        "benefits.wave",
        ['the name "wave" again', "activities"],
    ),
    # types
    "text for a number": (
        "horizon = 60",
        'horizon = "60"',
        "horizon",
        "horizon",
        ["a whole number", "without quotes"],
    ),
    "fraction of a month": (
        "horizon = 60",
        "horizon = 60.5",
        "horizon",
        "horizon",
        ["60.5", "a whole number"],
    ),
    "horizon of no time": ("horizon = 60", "horizon = 0", "horizon", "horizon", ["at least 1"]),
    "number for text": ('title = "Small"', "title = 3", "title", "title = 3", ["3", "text in quotes"]),
    "a day for a month": (
        'start = "2022-04"',
        "start = 2022-04-01",
        "start",
        "start =",
        ["2022-04-01 (a date)", "text in quotes"],
    ),
    "thirteenth month": (
        'start = "2022-04"',
        'start = "2022-13"',
        "start",
        "start =",
        ['"2022-13"', '"2022-04"'],
    ),
    "table for a list": (
        'after = ["procure"]',
        "after = {}",
        f"{BUILD}.after",
        "after = {}",
        ["a list in [ ]"],
    ),
    "list for a quantity": (
        "annual = 10",
        "annual = [10]",
        f"{SAVINGS}.annual",
        "annual",
        ["a list of 1", "a number"],
    ),
    "truth for a quantity": (
        "annual = 10",
        "annual = true",
        f"{SAVINGS}.annual",
        "annual",
        ["true", "a number"],
    ),
    "empty table": ("annual = 10", "annual = {}", f"{SAVINGS}.annual", "annual", ["an empty table"]),
    "text for a parameter": (
        "low = 4, mode = 6",
        'low = "4", mode = 6',
        "clusters.north.activities.procure.duration.low",
        'low = "4"',
        ['"4" (text)', "a finite number"],
    ),
    "section that is no table": (
        "[totals.one_off]\nvalue = 90",
        "[totals]\none_off = 90\n[laws.unused]\nvalue = 1",
        "totals.one_off",
        "one_off = 90",
        ["90", "a table"],
    ),
    # numbers
    "nan": ("annual = 10", "annual = nan", f"{SAVINGS}.annual", "annual", ["nan", "a number"]),
    "infinity in a law": (
        "low = 4, mode = 6",
        "low = -inf, mode = 6",
        "clusters.north.activities.procure.duration.low",
        "-inf",
        ["-inf", "finite"],
    ),
    "nan in a bound": (
        "at_least = 50",
        "at_least = nan",
        "claims.much.at_least",
        "at_least",
        ["finite number"],
    ),
    "infinite base": (
        "base = 14",
        "base = inf",
        "clusters.south.activities.wave.duration.base",
        "inf",
        ["finite"],
    ),
    "a number beyond all bounds": (
        "annual = 10",
        f"annual = 1{'0' * 400}",
        f"{SAVINGS}.annual",
        "annual",
        ["binary digits"],
    ),
    "negative duration": (
        "earliest = 3",
        "earliest = -3",
        f"{BUILD}.earliest",
        "earliest",
        ["-3", "at least 0"],
    ),
    "duration that may be negative": (
        'duration = { kind = "triangular", low = 4, mode = 6, high = 12 }',
        'duration = { kind = "normal", mean = 6, sd = 1 }',
        "clusters.north.activities.procure.duration",
        "mean = 6",
        ["values from -inf to inf", "months cannot be negative", "truncated"],
    ),
    "negative lag": ("lag = 2", "lag = -2", f"{SAVINGS}.lag", "lag", ["at least 0"]),
    "negative base of a duration": (
        "base = 14",
        "base = -14",
        "clusters.south.activities.wave.duration.base",
        "-14",
        ["at least 0"],
    ),
    "stretching factor below 0": (
        '{ kind = "lognormal", median = 1.3, log_sd = 0.3 }',
        '{ kind = "normal", mean = 1.3, sd = 0.3 }',
        "drivers.overrun.factor",
        "mean = 1.3",
        ["multiplies the duration of north.build"],
    ),
    "probability above 1": (
        "probability = 0.2",
        "probability = 20",
        "risks.supplier.probability",
        "probability = 20",
        ["from 0 to 1"],
    ),
    "probability that may be negative": (
        "probability = 0.2",
        'probability = { kind = "uniform", low = -0.1, high = 0.3 }',
        "risks.supplier.probability",
        "-0.1",
        ["values from -0.1 to 0.3", "a probability is needed"],
    ),
    "granted share above 1": (
        'top_up = { kind = "uniform", low = 0, high = 1 }',
        "top_up = 2",
        "funding.0.top_up",
        "top_up = 2",
        ["from 0 to 1"],
    ),
    "mitigation above 1": (
        "mitigation = 0.4",
        "mitigation = 40",
        "clusters.north.costs.integration.optimism_bias.mitigation",
        "mitigation = 40",
        ["at most 1"],
    ),
    # laws
    "no law": (
        "low = 4, mode = 6, high = 12",
        "low = 14, mode = 6, high = 12",
        "clusters.north.activities.procure.duration",
        "low = 14",
        ["low = 14", "low <= mode <= high"],
    ),
    "parameter that makes no law": (
        "median = 1.3, log_sd = 0.3",
        "median = 1.3, log_sd = -0.3",
        "drivers.overrun.factor.log_sd",
        "-0.3",
        ["log_sd = -0.3 must be greater than 0"],
    ),
    "law that nothing uses": (
        "[clusters.north]",
        '[laws.spare]\nkind = "uniform"\nlow = 2\nhigh = 1\n\n[clusters.north]',
        "laws.spare",
        "laws.spare",
        ["low <= high"],
    ),
    "law too great to be computed": (
        "low = 0.4, mode = 0.7, high = 0.9",
        "low = 0.4, mode = 0.7, high = 1e308",
        "clusters.south.benefits.time.uptake.high",
        "1e308",
        ["1e+150"],
    ),
    "fixed value in disguise": (
        "low = 4, mode = 6, high = 12",
        "low = 4, mode = 4, high = 4",
        "clusters.north.activities.procure.duration",
        "high = 4",
        ["constant"],
    ),
    "unknown kind": (
        'kind = "uniform", low = 1, high = 3',
        'kind = "unifrm", low = 1, high = 3',
        "clusters.north.costs.old.per_year.kind",
        "unifrm",
        ['"unifrm"', 'did you mean "uniform"', "triangular"],
    ),
    "no kind": (
        'kind = "uniform", low = 1, high = 3',
        "low = 1, high = 3",
        "clusters.north.costs.old.per_year.kind",
        "low = 1, high = 3",
        ["kinds that take low and high", "uniform"],
    ),
    "parameter missing": (
        'kind = "uniform", low = 1, high = 3',
        'kind = "uniform", low = 1',
        "clusters.north.costs.old.per_year.high",
        "low = 1 }",
        ["nothing", "uniform takes low and high"],
    ),
    "unknown law": (
        'factor = "skew"',
        'factor = "skww"',
        "clusters.north.costs.hosting.factor",
        "skww",
        ['"skew"'],
    ),
    "unknown law by reference": (
        'law = "slip"',
        'law = "slipp"',
        "clusters.south.activities.wave.duration.law",
        "slipp",
        ['"slip"'],
    ),
    "kind written as the name of a law": (
        'law = "slip", base',
        'law = "pert", low = 1, mode = 3, high = 9, base',
        "clusters.south.activities.wave.duration.law",
        'law = "pert"',
        ["the name of a law in [laws]", 'a law of that kind is written here as kind = "pert"'],
    ),
    "reference with parameters": (
        'law = "slip", base',
        'law = "slip", mode = 3, base',
        "clusters.south.activities.wave.duration.mode",
        "mode = 3, base",
        ["does not belong here"],
    ),
    "laws in a circle": (
        "[clusters.north]",
        '[laws.a]\nkind = "truncated"\nlow = 0\nlaw = "b"\n'
        + '[laws.b]\nkind = "truncated"\nlow = 0\nlaw = "a"\n[clusters.north]',
        "laws.b.law",
        'law = "a"',
        ["a → b → a"],
    ),
    "inner law at fault": (
        "annual = 10",
        'annual = { kind = "truncated", low = 0, law = { kind = "normal", mean = 10, sd = -1 } }',
        f"{SAVINGS}.annual.law.sd",
        "sd = -1",
        ["sd = -1", "greater than 0"],
    ),
    "base inside an inner law": (
        "annual = 10",
        'annual = { kind = "truncated", low = 0, law = { kind = "normal", mean = 10, sd = 1, base = 3 } }',
        f"{SAVINGS}.annual.law.base",
        "base = 3",
        ["does not belong here"],
    ),
    "a list for a list of numbers": (
        "annual = 10",
        'annual = { kind = "discrete", values = [1, "2"], probabilities = [0.5, 0.5] }',
        f"{SAVINGS}.annual.values.1",
        "discrete",
        ['"2" (text)', "a finite number"],
    ),
    "no mean and no base": (
        "annual = 10",
        'annual = { kind = "pareto", scale = 1, exponent = 0.5 }',
        f"{SAVINGS}.annual.base",
        "pareto",
        ["no finite mean", "base ="],
    ),
    # totals and shares
    "unknown total": (
        'amount = { total = "one_off", share = "users" }',
        'amount = { total = "one_of", share = "users" }',
        "clusters.north.costs.integration.amount.total",
        '"one_of"',
        ['did you mean "one_off"'],
    ),
    "total without a share": (
        'amount = { total = "one_off", share = "users" }',
        'amount = { total = "one_off" }',
        "clusters.north.costs.integration.amount.share",
        '"one_off" }',
        ["nothing", "[shares]", "users"],
    ),
    "share outside a cluster": (
        "approved = 60",
        'approved = { total = "one_off", share = "users" }',
        "funding.0.approved.share",
        "approved",
        ["not part of a cluster"],
    ),
    "share of a stranger": (
        "south = 2",
        "sooth = 2\nsouth = 1",
        "shares.users.sooth",
        "sooth",
        ['did you mean "south"'],
    ),
    "negative share": ("south = 2", "south = -2", "shares.users.south", "south = -2", ["at least 0"]),
    "shares of nothing": (
        "north = 1\nsouth = 2",
        "north = 0\nsouth = 0",
        "shares.users",
        "[shares.users]",
        ["a sum of 0"],
    ),
    # provenance
    "unknown source": (
        'probability = 0.2\nsource = "audit"',
        'probability = 0.2\nsource = "adit"',
        "risks.supplier.source",
        '"adit"',
        ['did you mean "audit"'],
    ),
    "unknown source of a quantity": (
        'kind = "uniform", low = 1, high = 3',
        'kind = "uniform", low = 1, high = 3, source = "nao"',
        "clusters.north.costs.old.per_year.source",
        '"nao"',
        ["a name in [sources]: audit"],
    ),
    "unknown basis": (
        'base = 14, basis = "derived"',
        'base = 14, basis = "dervied"',
        "clusters.south.activities.wave.duration.basis",
        "dervied",
        ['did you mean "derived"', '"published", "derived" or "assumed"'],
    ),
    "an owner who is a number": (
        'base = 14, basis = "derived"',
        "base = 14, owner = 7",
        "clusters.south.activities.wave.duration.owner",
        "owner = 7",
        ["text in quotes"],
    ),
    "signed off by a number": (
        'probability = 0.2\nsource = "audit"',
        "probability = 0.2\nsigned_off = 3",
        "risks.supplier.signed_off",
        "signed_off = 3",
        ["text in quotes, a date, or true or false"],
    ),
    "a date that is a flag": (
        'base = 14, basis = "derived"',
        "base = 14, date = true",
        "clusters.south.activities.wave.duration.date",
        "date = true",
        ["a date, or text in quotes"],
    ),
    "the effects of a risk under the key of a remark": (
        "[[risks.supplier.effects]]\nfactor = 0.8",
        "[[risks.supplier.effect]]\nfactor = 0.8",
        "risks.supplier.effect",
        "[[risks.supplier.effect]]",
        ["[[risks.NAME.effects]]"],
    ),
    # references
    "unknown predecessor": (
        'after = ["procure"]',
        'after = ["procur"]',
        f"{BUILD}.after.0",
        'procur"',
        ['"north.procure"'],
    ),
    "predecessor of another cluster without its name": (
        'after = ["north.procure"]',
        'after = ["procure"]',
        "clusters.south.activities.wave.after.0",
        None,
        ["an activity of south", '"north.procure"'],
    ),
    "circle of activities": (
        'after = ["north.procure"]',
        'after = ["north.procure", "build"]\n[clusters.south.activities.build]\nduration = 1\nafter = ["wave"]',
        "clusters.south.activities.wave.after",
        '"build"]',
        ["south.wave after south.build after south.wave"],
    ),
    "activity after itself": (
        'after = ["procure"]',
        'after = ["build"]',
        f"{BUILD}.after",
        'after = ["build"]',
        ["north.build after north.build"],
    ),
    "cluster without go-live": (
        '[clusters.south]\ngo_live = "wave"',
        "[clusters.south]",
        "clusters.south.go_live",
        "[clusters.south]",
        ["nothing", "go_live"],
    ),
    "go-live of an unknown activity": (
        'go_live = "wave"',
        'go_live = "wafe"',
        "clusters.south.go_live",
        "wafe",
        ['"south.wave"'],
    ),
    "benefit after an unknown activity": (
        'starts_after = "north.build"',
        'starts_after = "north.bild"',
        "clusters.south.benefits.time.starts_after",
        "bild",
        ['"north.build"'],
    ),
    "cost on an unknown activity": (
        'activity = "wave"',
        'activity = "surf"',
        "clusters.south.costs.integration.activity",
        "surf",
        ["an activity of south"],
    ),
    "pattern that fits nothing": (
        'multiplies = ["*.integration", "*.build"]',
        'multiplies = ["*.integration", "*.bild"]',
        "drivers.overrun.multiplies.1",
        "*.bild",
        ["fits none of the activities and lines", '"north.build"'],
    ),
    "delay of a cost line": (
        'targets = ["*.build", "south.wave"]',
        'targets = ["*.build", "*.hosting"]',
        "risks.supplier.effects.0.targets.1",
        "*.hosting",
        ["none of the activities", "it fits lines"],
    ),
    "no targets": (
        'targets = ["*.savings"]',
        "targets = []",
        "risks.supplier.effects.1.targets",
        "targets = []",
        ["at least one"],
    ),
    # lines
    "cost said twice": (
        "per_month = 0.5",
        "per_month = 0.5\namount = 3",
        "clusters.north.costs.team",
        "costs.team",
        ["amount and per_month", "exactly one of"],
    ),
    "cost not said": (
        "per_year = 2\n",
        "",
        "clusters.north.costs.hosting",
        "costs.hosting",
        ["none of amount, per_month or per_year"],
    ),
    "category that does not fit": (
        'category = "legacy"\nper_year',
        'category = "legacy"\nactivity = "build"\nper_month',
        "clusters.north.costs.old.category",
        None,
        ['"legacy" with per_month', '"one_off" with per_month'],
    ),
    "unknown category": (
        'category = "running"',
        'category = "runing"',
        "clusters.north.costs.hosting.category",
        "runing",
        ['did you mean "running"'],
    ),
    "amount without an activity": (
        'part = 0.5, base = 40 }\nactivity = "wave"',
        "part = 0.5, base = 40 }",
        "clusters.south.costs.integration.activity",
        "[clusters.south.costs.integration]",
        ["nothing", "the activity that the amount belongs to"],
    ),
    "activity of a running cost": (
        'factor = "skew"',
        'factor = "skew"\nactivity = "build"',
        "clusters.north.costs.hosting.activity",
        None,
        ["no activity"],
    ),
    "unknown project type": (
        'category = "equipment-and-development"',
        'category = "equipment"',
        "clusters.north.costs.integration.optimism_bias.category",
        '"equipment"',
        ["standard-buildings", "outsourcing"],
    ),
    "unknown class": (
        'class = "cash"',
        'class = "cassh"',
        f"{SAVINGS}.class",
        "cassh",
        ['did you mean "cash"', '"efficiency"'],
    ),
    "benefit said twice": (
        "annual = 10",
        "annual = 10\ntotal = 3",
        SAVINGS,
        "benefits.savings",
        ["annual and total"],
    ),
    "a delay of lines alone": (
        "factor = 0.8",
        "factor = 0.8\ncost = 1",
        "risks.supplier.effects.1.targets",
        'targets = ["*.savings"]',
        ["lines alone", "a cost hits activities"],
    ),
    "risk without effects": (
        "[drivers.overrun]",
        "[risks.idle]\nprobability = 0.1\neffects = []\n[drivers.overrun]",
        "risks.idle.effects",
        "effects = []",
        ["at least one"],
    ),
    # claims
    "unknown metric": (
        'metric = "total_benefit"',
        'metric = "total_benfit"',
        "claims.much.metric",
        "total_benfit",
        ['did you mean "total_benefit"'],
    ),
    "both bounds": (
        "at_least = 50",
        "at_least = 50\nat_most = 60",
        "claims.much",
        "[claims.much]",
        ["at_least and at_most", "exactly one"],
    ),
    "no bound": ("at_least = 50\n", "", "claims.much", "[claims.much]", ["neither at_least nor at_most"]),
    "no metric": (
        'metric = "total_benefit"\n',
        "",
        "claims.much",
        "[claims.much]",
        ["neither metric nor all_of"],
    ),
    "metric and parts": (
        'all_of = ["much", "cheap"]',
        'all_of = ["much", "cheap"]\nmetric = "npv"',
        "claims.both",
        "[claims.both]",
        ["all_of together with metric"],
    ),
    "unknown part": (
        'all_of = ["much", "cheap"]',
        'all_of = ["much", "chaep"]',
        "claims.both.all_of.1",
        "chaep",
        ['did you mean "cheap"'],
    ),
    "no parts": (
        'all_of = ["much", "cheap"]',
        "all_of = []",
        "claims.both.all_of",
        "all_of = []",
        ["an empty list"],
    ),
    "claims in a circle": (
        'all_of = ["much", "cheap"]',
        'all_of = ["much", "all"]\n[claims.all]\nstatement = "All"\nall_of = ["both"]',
        "claims.both.all_of",
        'all_of = ["much", "all"]',
        ["both → all → both"],
    ),
    "counterfactual claim without one": (
        '[counterfactual]\ncost = { kind = "triangular", low = 90, mode = 130, high = 170 }',
        '[claims.saving]\nstatement = "s"\nmetric = "saving_against_counterfactual"\nat_least = 0',
        "claims.saving.metric",
        "saving_against",
        ["[counterfactual]"],
    ),
    # the rest
    "unknown discounting": (
        "green-book-2022",
        "green-book-2020",
        "discounting",
        "2020",
        ['"green-book-2022"', "none"],
    ),
    "no cost counts": (
        'total_cost = ["one_off_cost", "legacy_cost"]',
        "total_cost = []",
        "total_cost",
        "total_cost =",
        ["at least one"],
    ),
    "settlement before the start": (
        'until = "2025-04"',
        'until = "2022-04"',
        "funding.0.until",
        "until",
        ["a month after the start, 2022-04"],
    ),
    "settlements out of order": (
        "[counterfactual]",
        '[[funding]]\nuntil = "2025-04"\napproved = 1\ntop_up = 0\n[counterfactual]',
        "funding.1.until",
        None,
        ["a month after the settlement before"],
    ),
    "unknown default scenario": (
        "horizon = 60",
        'horizon = 60\ndefault_scenario = "lat"',
        "default_scenario",
        "default",
        ['did you mean "late"'],
    ),
    "scenario path that leads nowhere": (
        '"funding.0.top_up" = 1',
        '"funding.1.top_up" = 1',
        "scenarios.late.set.funding.1.top_up",
        '"funding.1.top_up"',
        ['did you mean "funding.0.top_up"'],
    ),
    "scenario path with a misspelt name": (
        '"laws.slip" =',
        '"laws.slipp" =',
        "scenarios.late.set.laws.slipp",
        "slipp",
        ['did you mean "laws.slip"'],
    ),
    "scenario path without quotes": (
        '"laws.slip" =',
        "laws.slip =",
        "scenarios.late.set.laws",
        "laws.slip =",
        ["the whole path in quotes"],
    ),
    # correlation
    "rank beyond 1": (
        *group(GROUP.replace("0.4", "1.4")),
        "correlation.0.rank",
        "rank = 1.4",
        ["1.4", "from -1 to 1"],
    ),
    "input that is none": (
        *group(
            'inputs = ["north.build.duration", "south.wave.duratoin", "north.procure.duration"]', "rank = 0.4"
        ),
        "correlation.0.inputs.1",
        "duratoin",
        ["fits no input", '"south.wave.duration"'],
    ),
    "constant input": (
        *group(
            'inputs = ["north.build.duration", "south.wave.duration", "north.build.earliest"]', "rank = 0.4"
        ),
        "correlation.0.inputs.2",
        None,
        ["constant in this programme: north.build.earliest", "a constant varies with nothing"],
    ),
    "pattern of constants": (
        *group('inputs = ["*.duration", "*.lag"]', "rank = 0.4"),
        "correlation.0.inputs.1",
        None,
        ["constant in this programme: north.savings.lag, south.time.lag"],
    ),
    "input twice": (
        *group(
            'inputs = ["north.build.duration", "south.wave.duration", "north.build.duration"]', "rank = 0.4"
        ),
        "correlation.0.inputs.2",
        None,
        ["again"],
    ),
    "one input": (
        *group('inputs = ["north.build.duration"]', "rank = 0.4"),
        "correlation.0.inputs",
        None,
        ["at least two"],
    ),
    "input in two groups": (
        *group(
            GROUP,
            "[[correlation]]",
            'name = "again"',
            'inputs = ["*.uptake", "south.wave.duration"]',
            "rank = 0.1",
        ),
        "correlation.1.inputs",
        None,
        ['south.wave.duration, which stands in the group "slips" already'],
    ),
    "two groups of one name": (
        *group(
            GROUP,
            "[[correlation]]",
            'name = "slips"',
            'inputs = ["south.time.uptake", "north.savings.realisation"]',
            "rank = 0.1",
        ),
        "correlation.1.name",
        None,
        ['found:    "slips" (text), as correlation.0', "a name of its own"],
    ),
    "no way to correlate": (
        *group(GROUP.removesuffix("\nrank = 0.4")),
        "correlation.0",
        "[[correlation]]",
        ["none of rank, matrix or pairs"],
    ),
    "two ways to correlate": (
        *group(GROUP, "pairs = []"),
        "correlation.0",
        "[[correlation]]",
        ["rank and pairs"],
    ),
    "matrix of the wrong size": (
        *group(GROUP.replace("rank = 0.4", "matrix = [[1, 0.4], [0.4, 1]]")),
        "correlation.0.matrix",
        "matrix",
        ["2 rows of 2", "3 rows of 3", "south.wave.duration and north.procure.duration"],
    ),
    "matrix that is not symmetric": (
        *group(GROUP.replace("rank = 0.4", "matrix = [[1, 0.4, 0], [0.4, 1, 0],\n[0.1, 0, 1]]")),
        "correlation.0.matrix.2.0",
        "[0.1, 0, 1]",
        ["0.1 for north.procure.duration with north.build.duration, but 0 the other way round"],
    ),
    "diagonal that is not 1": (
        *group(GROUP.replace("rank = 0.4", "matrix = [[1, 0, 0],\n[0, 0.9, 0], [0, 0, 1]]")),
        "correlation.0.matrix.1.1",
        "[0, 0.9",
        ["0.9 for south.wave.duration with itself", "1 on the diagonal"],
    ),
    "entry beyond 1": (
        *group(GROUP.replace("rank = 0.4", "matrix = [[1, 2, 0], [2, 1, 0], [0, 0, 1]]")),
        "correlation.0.matrix.1.0",
        "matrix",
        ["2 for south.wave.duration with north.build.duration", "from -1 to 1"],
    ),
    "pair with a stranger": (
        *group(
            GROUP.replace(
                "rank = 0.4", 'pairs = [{ a = "north.build.duration", b = "south.time.uptake", rank = 0.3 }]'
            )
        ),
        "correlation.0.pairs.0.b",
        None,
        ["an input of this group"],
    ),
    "pair twice": (
        *group(
            "pairs = [",
            '{ a = "north.build.duration", b = "south.wave.duration", rank = 0.3 },',
            '{ a = "south.wave.duration", b = "north.build.duration", rank = 0.2 } ]',
        ),
        "correlation.0.pairs.1",
        "rank = 0.2",
        ["again", "each pair once"],
    ),
    "input with itself": (
        *group(
            "pairs = [",
            '{ a = "north.build.duration", b = "south.wave.duration", rank = 0.3 },',
            '{ a = "south.wave.duration", b = "south.wave.duration", rank = 0.2 } ]',
        ),
        "correlation.0.pairs.1",
        "rank = 0.2",
        ["with itself"],
    ),
    "impossible ranks": (
        *group(GROUP.replace("rank = 0.4", "matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]")),
        "correlation.0",
        "[[correlation]]",
        ["clash", "0.9 between", "-0.9", "eigenvalue -0.8", "`repair = true`", "outturn doctor FILE"],
    ),
    "measure that is none": (
        *group(GROUP, 'measure = "kendal"'),
        "correlation.0.measure",
        "kendal",
        ['did you mean "kendall"', '"normal"'],
    ),
    "copula that is none": (
        *group(GROUP, 'copula = "student"', "degrees = 4"),
        "correlation.0.copula",
        "student",
        ['"gaussian", "iman_conover" or "student_t"'],
    ),
    "student copula without degrees": (
        *group(GROUP, 'copula = "student_t"'),
        "correlation.0.degrees",
        "[[correlation]]",
        ["nothing, for a Student t copula", "degrees of freedom above 2"],
    ),
    "degrees of 2": (
        *group(GROUP, 'copula = "student_t"', "degrees = 2"),
        "correlation.0.degrees",
        "degrees",
        ["found:    2", "a number above 2"],
    ),
    "degrees without end": (
        *group(GROUP, 'copula = "student_t"', "degrees = inf"),
        "correlation.0.degrees",
        "degrees",
        ["inf", "a finite number"],
    ),
    "degrees of another copula": (
        *group(GROUP, 'copula = "iman_conover"', "degrees = 4"),
        "correlation.0.degrees",
        "degrees",
        ['4, for the copula "iman_conover"', 'copula = "student_t"'],
    ),
    "Kendall correlation beyond 1": (
        *group(GROUP.replace("0.4", "-1.4"), 'measure = "kendall"'),
        "correlation.0.rank",
        "rank = -1.4",
        ["a Kendall correlation from -1 to 1"],
    ),
    "pin on a stranger": (
        *group(GROUP, 'pinned = [["north.build.duration", "south.wave.duratoin"]]'),
        "correlation.0.pinned.0.1",
        "pinned",
        ['"south.wave.duratoin"', "an input of this group", 'did you mean "south.wave.duration"'],
    ),
    "pin on one input": (
        *group(GROUP, 'pinned = [["north.build.duration"]]'),
        "correlation.0.pinned.0",
        "pinned",
        ["found:    north.build.duration", "two different inputs"],
    ),
    "pin twice": (
        *group(
            GROUP,
            'pinned = [["north.build.duration", "south.wave.duration"],',
            '["south.wave.duration", "north.build.duration"]]',
        ),
        "correlation.0.pinned.1",
        '["south.wave.duration", "north.build.duration"]]',
        ["again", "each pair once"],
    ),
    "weight of nothing": (
        *group(GROUP, 'weights = { "south.wave.duration" = 0 }'),
        "correlation.0.weights.south.wave.duration",
        "weights",
        ["found:    0", "a number of at least 0.01"],
    ),
    "weight of a stranger": (
        *group(GROUP, 'weights = { "south.time.uptake" = 2 }'),
        "correlation.0.weights.south.time.uptake",
        "weights",
        ['"south.time.uptake"', "an input of this group"],
    ),
    "pins that clash": (
        *group(
            GROUP.replace("rank = 0.4", "matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]"),
            "repair = true",
            'pinned = [["north.build.duration", "south.wave.duration"],',
            '["south.wave.duration", "north.procure.duration"],',
            '["north.build.duration", "north.procure.duration"]]',
        ),
        "correlation.0.pinned",
        "pinned",
        ["clash: with 0.9 between", "pinned pairs that can hold together"],
    ),
}


@pytest.mark.parametrize("case", ONE_PROBLEM)
def test_one_mistake_is_one_problem(tmp_path, case):
    old, new, key, at, words = ONE_PROBLEM[case]
    text = changed((old, new))
    (problem,) = problems_of(tmp_path, text).problems
    if key is not None:
        assert problem.key == key
    if at is not None:
        lines = [number for number, line in enumerate(text.splitlines(), 1) if at in line]
        assert len(lines) == 1, f"{at!r} stands on {len(lines)} lines"
        line = lines[0]
        assert problem.line == line
    assert problem.place == str(tmp_path / "programme.toml")
    for word in words:
        assert word in str(problem)
