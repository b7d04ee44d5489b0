"""PyTorch, eager: scalars as tensors without dimensions, networks by addmm and torch.optim.SGD."""

import os
import platform

import torch
from serve import serve
from torch.nn import functional

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
dtypes = {"f32": torch.float32, "f64": torch.float64}
activations = {"tanh": torch.tanh, "relu": torch.relu}
losses = {"mse": functional.mse_loss, "cross_entropy": functional.cross_entropy}


def lesson(described, precision):
    x, y, z = params = tensors(described["params"], precision, requires_grad=True)
    target = torch.tensor(described["target"], dtype=dtypes[precision])

    def loss():
        q = x + y
        f = q * z
        return (target - f) ** 2

    return passes(params, loss)


def moons(described, precision):
    params = tensors(described["params"], precision, requires_grad=True)
    samples = [tensors([([x], []) for x in sample], precision) for sample in described["X"]]
    labels = described["y"]

    def loss():
        scores = [network(params, sample, described["widths"]) for sample in samples]
        hinges = [torch.relu(1 + -label * score) for label, score in zip(labels, scores)]
        total = sum(hinges) * (1.0 / len(hinges))
        return total + described["alpha"] * sum(p * p for p in params)

    return passes(params, loss)


def network(params, inputs, widths):
    """Layer by layer, neuron by neuron; of each neuron the weights, then the bias."""
    place = 0
    for depth, width in enumerate(widths):
        outputs = []
        for _ in range(width):
            bias = params[place + len(inputs)]
            total = sum((w * x for w, x in zip(params[place:], inputs)), bias)
            outputs.append(total if depth == len(widths) - 1 else torch.relu(total))
            place += len(inputs) + 1
        inputs = outputs
    return inputs[0]


def passes(params, loss):
    def call():
        for param in params:
            param.grad = None
        result = loss()
        result.backward()
        return result

    return lambda: checked(params, call()), call


def network_step(described, precision):
    samples, labels = tensors(described["data"], precision)
    if described["loss"] == "cross_entropy":
        labels = labels.long()
    params = tensors(described["params"], precision, requires_grad=True)
    activation, loss_of = activations[described["activation"]], losses[described["loss"]]
    optimizer = torch.optim.SGD(params, lr=described["lr"])

    def loss():
        h = samples
        for place in range(0, len(params), 2):
            h = torch.addmm(params[place + 1], h, params[place])
            if place < len(params) - 2:
                h = activation(h)
        return loss_of(h, labels)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss().backward()
        optimizer.step()

    return passes(params, loss)[0], step


def matmul(described, precision):
    left, right = tensors(described["params"], precision)
    product = torch.empty(left.shape[0], right.shape[1], dtype=dtypes[precision])

    def call():
        torch.matmul(left, right, out=product)

    def check():
        call()
        return {"loss": product.double().sum().item(), "gradients": []}

    return check, call


def tensors(told, precision, requires_grad=False):
    return [
        torch.tensor(values, dtype=dtypes[precision]).reshape(shape).requires_grad_(requires_grad)
        for values, shape in told
    ]


def checked(params, result):
    gradients = [param.grad.reshape(-1).tolist() for param in params]
    return {"loss": result.item(), "gradients": [value for gradient in gradients for value in gradient]}


def blas():
    """The library that answers for BLAS in this process."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line and line.rstrip().endswith((".so", ".3", ".0"))}
    names = sorted(os.path.basename(path) for path in paths)
    return next((name for name in names if "openblas" in name), names[0] if names else "unknown")


serve(
    {"lesson": lesson, "moons": moons, "network": network_step, "matmul": matmul},
    {"PyTorch": torch.__version__, "BLAS of PyTorch": blas(), "Python": platform.python_version()},
)
