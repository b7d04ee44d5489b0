"""micrograd: every number is a Python object."""

import sys

from micrograd import Value
from serve import serve

# The losses of all samples are added one after another.
sys.setrecursionlimit(10_000)


def lesson(described, _):
    x, y, z = params = values(described["params"])
    target = Value(described["target"])

    def loss():
        q = x + y
        f = q * z
        return (target - f) ** 2

    return passes(params, loss)


def moons(described, _):
    params = values(described["params"])
    samples = described["X"]
    labels = described["y"]

    def loss():
        scores = [network(params, [Value(x) for x in sample], described["widths"]) for sample in samples]
        hinges = [(1 + -label * score).relu() for label, score in zip(labels, scores)]
        total = sum(hinges) * (1.0 / len(hinges))
        return total + described["alpha"] * sum(p * p for p in params)

    return passes(params, loss)


def network(params, inputs, widths):
    """Params layer by layer and neuron by neuron, the weights of a neuron before its bias."""
    place = 0
    for depth, width in enumerate(widths):
        outputs = []
        for _ in range(width):
            bias = params[place + len(inputs)]
            total = sum((w * x for w, x in zip(params[place:], inputs)), bias)
            outputs.append(total if depth == len(widths) - 1 else total.relu())
            place += len(inputs) + 1
        inputs = outputs
    return inputs[0]


def values(told):
    return [Value(value) for (value,), _ in told]


def passes(params, loss):
    def call():
        for param in params:
            param.grad = 0
        result = loss()
        result.backward()
        return result

    def check():
        result = call()
        return {"loss": result.data, "gradients": [param.grad for param in params]}

    return check, call


serve({"lesson": lesson, "moons": moons}, {})
