"""The NumPy twin: the whole semantics of a programme again, in vectorised NumPy, as an expert would write it.

It is written from the description of `engine.programme.model` and shares that model and the draws with the engine,
and no arithmetic. So a test can hold the one against the other (`tests.simulation.agreement`), and a benchmark can
race them (`benchmarks.flagship`). Whoever gives the engine a new semantic gives it to the twin too.

Times are months from the start. Quantities are scalars or `(iteration,)`; cumulative flows are
`(boundary, iteration)`, the boundaries being 0, the ends of the programme years, and the horizon.

    risks      uniforms -> which risks strike
    case       drawn values and strikes -> what multiplies, delays and adds to each activity and line
    schedule   durations -> dates, round the months without money
    funding    settlements -> the months without money
    costs, benefits, cash_flow   dates -> money by cluster and by year
    prices     whose prices a line is in -> what brings it to those of the programme
    discount   what money of each year is worth
    measures   money -> what the engine's results hold
    figures    dates, counts, parts and years that claims are about
    claims     measures -> which claims hold
    play       all of it, some thousand iterations at a time
"""
