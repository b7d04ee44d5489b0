"""Answers the benchmark: each line on stdin names a workload and requests its outcome or its time."""

import json
import sys
import time


def serve(works, versions):
    """`works`: for each name, a function from a description and a precision to `(check, call)`."""
    with open(sys.argv[1]) as file:
        descriptions = json.load(file)
    made = {}
    answer(versions)
    for line in sys.stdin:
        asked = json.loads(line)
        key = asked["work"], asked["precision"]
        if key not in made:
            description = descriptions[asked["work"]]
            made[key] = works[description["kind"]](description, asked["precision"])
        check, call = made[key]
        answer(check() if "seconds" not in asked else {"nanoseconds": timed(call, asked["seconds"])})


def answer(value):
    print(json.dumps(value), flush=True)


def timed(call, seconds):
    """Median time of one call in nanoseconds, over samples that are long enough for the clock."""
    calls = 1
    while time_of(call, calls) < 2e6:
        calls *= 2
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds or len(times) < 3:
        times.append(time_of(call, calls) / calls)
    return sorted(times)[len(times) // 2]


def time_of(call, calls):
    start = time.perf_counter_ns()
    for _ in range(calls):
        call()
    return time.perf_counter_ns() - start
