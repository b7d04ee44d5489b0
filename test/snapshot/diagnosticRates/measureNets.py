"""Measures nets in PyTorch: their units, their gradients, and what 200 steps of plain gradient descent do to them."""

import json
import math

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

ACTIVATIONS = {
    'relu': torch.relu,
    'leaky_relu': lambda x: F.leaky_relu(x, 0.01),
    'tanh': torch.tanh,
    'sigmoid': torch.sigmoid,
    'gelu': F.gelu,
    'silu': F.silu,
    'elu': F.elu,
    'selu': F.selu,
    'softplus': F.softplus,
}
BOUNDED = {'tanh': 1.0, 'sigmoid': 0.25}
STEPS = 200

# A share of a layer: more than this is most of it.
MOST = 2 / 3
# Training works if the loss falls to this share of the first one.
LEARNED = 0.7
# A run is out of control if the loss grows, or if a layer moves by this many times its norm and nothing is learned: the
# loss is not less than LEARNED of that of the best constant output.
RUNAWAY = 100
# A layer stands still if it moves by less than this share of its norm while the loss does not fall,
STILL = 0.01
# or by less than this share of what another layer moves.
LEFT_BEHIND = 1e-5


class Net:
    """The loss of a net as a function of its params. Notes the operand of every activation."""

    def __init__(self, description, data):
        self.description = description
        self.data = data
        self.activate = ACTIVATIONS[description['activation']]
        self.operands = []

    def activation(self, x):
        self.operands.append(x)
        return self.activate(x)

    def loss(self, params):
        self.operands = []
        description = self.description
        family = description['variant' if description['family'] == 'example' else 'family']
        return getattr(self, family.replace('-', '_'))(params)

    def head(self, params, h):
        out = h @ params['Wout'] + params['bout']
        labels = self.data['y'].long()
        if self.description['loss'] == 'mse':
            return F.mse_loss(out, F.one_hot(labels, 3).double())
        return F.cross_entropy(out, labels)

    def mlp(self, params):
        h = self.data['X']
        for layer in range(1, self.description['depth'] + 1):
            z = h @ params[f'W{layer}'] + params[f'b{layer}']
            if self.description['norm'] == 'layer':
                z = F.layer_norm(z, z.shape[-1:])
            if self.description['norm'] == 'batch':
                z = F.batch_norm(z, None, None, training=True)
            output = self.activation(z)
            h = h + output if self.description['residual'] and layer > 1 else output
        return self.head(params, h)

    def lenet(self, params):
        h = F.max_pool2d(self.activation(F.conv2d(self.data['X'], params['W1']) + params['b1']), 2)
        h = self.activation(F.conv2d(h, params['W2']) + params['b2']).flatten(1)
        h = self.activation(h @ params['W3'] + params['b3'])
        h = self.activation(h @ params['W4'] + params['b4'])
        return self.head(params, h)

    def transformer(self, params):
        def normalize(x):
            return F.layer_norm(x, x.shape[-1:]) if self.description['norm'] == 'layer' else x

        h = self.data['X'] @ params['W0']
        for block in range(1, self.description['depth'] + 1):
            n = normalize(h)
            q, k, v = (n @ params[f'{name}{block}'] for name in 'QKV')
            weights = F.softmax(q @ k.transpose(-1, -2) / math.sqrt(k.shape[-1]), dim=-1)
            a = h + weights @ v @ params[f'O{block}']
            h = a + self.activation(normalize(a) @ params[f'U{block}']) @ params[f'D{block}']
        return self.head(params, h.mean(1))

    def chain(self, params):
        h = params.get('x', torch.tensor(0.7, dtype=torch.float64))
        kind, *end = self.description['variant'].split(' to ')
        for layer in range(1, self.description['depth'] + 1):
            factor = {'own': f'w{layer}', 'shared': 'w'}.get(kind)
            h = self.activation(h if factor is None else params[factor] * h)
        if end:
            return h if end == ['output'] else (h - 0.9) ** 2
        return (params['c'] * h - 0.9) ** 2

    def xor(self, params):
        h = torch.tanh(self.data['x'] @ params['W1'] + params['b1'])
        return F.binary_cross_entropy_with_logits(h @ params['W2'] + params['b2'], self.data['y'])

    def two_moons(self, params):
        spread = 3 * (self.data['X'] - torch.tensor([0.5, 0.25], dtype=torch.float64))
        out = torch.tanh(spread @ params['h.W'] + params['h.b']) @ params['out.W'] + params['out.b']
        return F.binary_cross_entropy_with_logits(out[:, 0], self.data['moon'])

    def iris(self, params):
        X = self.data['X']
        Z = (X - X.mean(0)) / X.std(0, unbiased=False)
        return F.cross_entropy(Z @ params['W'] + params['b'], self.data['species'].long())

    def attention(self, params):
        x = torch.tensor([[1.0, 0], [0, 1], [1, 1]], dtype=torch.float64)
        target = torch.tensor([[1.0, 0], [1, 0], [0, 1]], dtype=torch.float64)
        q, k, v = x @ params['Wq'], x @ params['Wk'], x @ params['Wv']
        return F.mse_loss(F.softmax(q @ k.T / math.sqrt(2), dim=1) @ v, target)

    def linear_regression(self, params):
        return F.mse_loss(params['a'] * self.data['x'] + params['b'], self.data['y'])

    def slopes(self):
        """The derivative of the activation at every operand of the last evaluation, a tensor for each layer."""
        for operand in self.operands:
            x = operand.detach().requires_grad_()
            self.activate(x).sum().backward()
            yield x.grad


def dead_share(net):
    """The largest share of units of a layer whose derivative is 0 for all samples."""
    shares = [0.0]
    for slopes in net.slopes():
        if slopes.dim() < 2:
            continue
        units = slopes.movedim(1 if slopes.dim() == 4 else -1, 0).flatten(1)
        shares.append((units == 0).all(1).double().mean().item())
    return max(shares)


def saturated_share(net):
    """The largest share of elements of a layer whose derivative is less than a tenth of the largest one; no scalars."""
    steepest = BOUNDED.get(net.description['activation'])
    if steepest is None:
        return 0.0
    return max([0.0, *((slopes.abs() < 0.1 * steepest).double().mean().item() for slopes in net.slopes() if slopes.dim() > 1)])


def constant_loss(net):
    """The loss of the best output that is the same for all samples; infinite where there are no classes."""
    if 'y' not in net.data or net.description['family'] == 'example':
        return math.inf
    shares = net.data['y'].long().bincount(minlength=3) / len(net.data['y'])
    if net.description['loss'] == 'mse':
        return (shares * (1 - shares)).mean().item()
    return -torch.xlogy(shares, shares).sum().item()


def descend(net, start, rate):
    """Plain gradient descent; ends when the loss is not finite."""
    params = {name: value.clone().requires_grad_() for name, value in start.items()}
    loss = net.loss(params)
    for _ in range(STEPS):
        if not torch.isfinite(loss):
            break
        gradients = torch.autograd.grad(loss, list(params.values()), allow_unused=True)
        with torch.no_grad():
            for value, gradient in zip(params.values(), gradients):
                if gradient is not None:
                    value -= rate * gradient
        loss = net.loss(params)
    return loss.item(), {name: value.detach() for name, value in params.items()}


def measure(description, values):
    tensors = {
        kind: {
            name: torch.tensor(value['data'], dtype=torch.float64).reshape(value['shape'])
            for name, value in values[kind].items()
        }
        for kind in ('params', 'data')
    }
    net = Net(description, tensors['data'])
    start = tensors['params']
    params = {name: value.clone().requires_grad_() for name, value in start.items()}
    loss = net.loss(params)
    loss.backward()
    is_scalar = all(value.dim() == 0 for value in start.values())
    weights = [name for name, value in start.items() if is_scalar or value.dim() > 1]
    # Weights that start at 0 are compared with 1.
    norms = {name: start[name].norm().item() or 1.0 for name in weights}
    result = {
        'loss': loss.item(),
        'constant': constant_loss(net),
        'gradient': max(params[name].grad.norm().item() / norms[name] for name in weights),
        'dead': dead_share(net),
        'saturated': saturated_share(net),
        'runs': [],
    }

    best = (math.inf, start)
    for rate in (0.1, 1.0, 0.01, 0.001):
        if rate == 1.0 and is_runaway(result['runs'][0], result):
            continue
        reached, end = descend(net, start, rate)
        moved = [(end[name] - start[name]).norm().item() / norms[name] for name in weights]
        run = {'rate': rate, 'loss': reached, 'least': min(moved), 'most': max(moved)}
        result['runs'].append(run)
        if is_runaway(run, result):
            continue
        best = min(best, (reached, end), key=lambda pair: pair[0])
        if reached <= LEARNED * result['loss'] or rate == 0.01:
            break
    net.loss(best[1])
    result['deadAfter'] = dead_share(net)
    result['saturatedAfter'] = saturated_share(net)
    return result


def is_runaway(run, measured):
    values = (run['loss'], run['most'])
    if not all(map(math.isfinite, values)) or run['loss'] > max(measured['loss'], 1e-9):
        return True
    return run['most'] > RUNAWAY and run['loss'] > LEARNED * measured['constant']


def verdict(measured):
    """The conditions of a net; none if it is healthy."""
    runs = measured['runs']
    under_control = [run for run in runs if not is_runaway(run, measured)]
    best = min(under_control, key=lambda run: run['loss'], default=None)
    conditions = {
        'dead': min(measured['dead'], measured['deadAfter']) > MOST,
        'saturated': min(measured['saturated'], measured['saturatedAfter']) > MOST,
        'vanishing': best is not None
        and measured['gradient'] > 0
        and (
            best['least'] < LEFT_BEHIND * best['most']
            or (best['least'] < STILL and best['loss'] > LEARNED * measured['loss'])
        ),
        'exploding': all(is_runaway(run, measured) for run in runs if run['rate'] in (0.1, 0.01)),
    }
    return [name for name, holds in conditions.items() if holds]
