"""Predictive coding of a sequential network, as one writes it in PyTorch: the beliefs of
the layers relax with vector-Jacobian products from autograd, then Adam takes a step
(arXiv 2106.13082, algorithms FixedPred and Strict; mean squared error)."""
import torch
from torch import nn
from torch.autograd.functional import vjp

from hebb_peer import serve

NETS = {
    "conv": lambda: nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 10, 3), nn.ReLU(), nn.MaxPool2d(2)),
        nn.Sequential(nn.Conv2d(10, 5, 3), nn.ReLU(), nn.Flatten()),
        nn.Sequential(nn.Linear(605, 50), nn.ReLU()),
        nn.Sequential(nn.Linear(50, 30), nn.ReLU()),
        nn.Sequential(nn.Linear(30, 10))),
    "dense": lambda: nn.Sequential(
        nn.Sequential(nn.Linear(784, 100), nn.ReLU()),
        nn.Sequential(nn.Linear(100, 50), nn.ReLU()),
        nn.Sequential(nn.Linear(50, 10))),
}


def forward(net, x):
    values = [x]
    with torch.no_grad():
        for layer in net:
            values.append(layer(values[-1]))
    return values


def loss_error(output, target):
    return 2 * (output - target) / output.numel()


def fixed_prediction(net, x, target, eta, n, lowest=1):
    """Predictions and Jacobians stay at the feed-forward values."""
    predicted = forward(net, x)
    beliefs = [v.clone() for v in predicted]
    errors = [torch.zeros_like(v) for v in predicted]
    errors[-1] = loss_error(predicted[-1], target)
    for _ in range(n):
        for l in reversed(range(lowest, len(net))):
            errors[l] = predicted[l] - beliefs[l]
            pull = vjp(net[l], predicted[l], errors[l + 1])[1]
            beliefs[l] = beliefs[l] + eta * (errors[l] - pull)
    return predicted, errors


def fixed_prediction_torch2pc(net, x, target, eta, n):
    """Torch2PC, the authors' library, relaxes the input layer as well."""
    return fixed_prediction(net, x, target, eta, n, lowest=0)


def strict(net, x, target, eta, n):
    """Predictions and Jacobians follow the beliefs."""
    beliefs = forward(net, x)
    errors = [torch.zeros_like(v) for v in beliefs]
    for _ in range(n):
        with torch.no_grad():
            predicted = [x] + [layer(v) for layer, v in zip(net, beliefs)]
        errors[-1] = loss_error(predicted[-1], target)
        for l in range(1, len(net)):
            errors[l] = predicted[l] - beliefs[l]
        pulls = [vjp(net[l], beliefs[l], errors[l + 1])[1] for l in range(1, len(net))]
        for l in range(1, len(net)):
            beliefs[l] = beliefs[l] + eta * (errors[l] - pulls[l - 1])
    return beliefs, errors


class Training:
    def __init__(self, a):
        torch.set_num_threads(1)
        self.net = NETS[["conv", "dense"][int(a["net"][0])]]()
        with torch.no_grad():
            for i, p in enumerate(self.net.parameters()):
                p.copy_(torch.from_numpy(a[f"p{i}"]))
        self.images = torch.from_numpy(a["images"])
        self.labels = torch.from_numpy(a["labels"])
        self.infer = [fixed_prediction, strict, fixed_prediction_torch2pc][int(a["algorithm"][0])]
        self.eta, rate = a["rates"].tolist()
        self.n = int(a["sweeps"][0])
        self.optimiser = torch.optim.Adam(self.net.parameters(), lr=rate)
        self.steps = 0

    def run(self, n):
        for _ in range(n):
            i = self.steps % len(self.images)
            # The first step is what is compared. It is taken in float64, as the errors of the
            # first layers are smaller than what float32 keeps of their beliefs.
            kind = torch.float64 if self.steps == 0 else torch.float32
            self.net.to(kind)
            x, target = self.images[i].to(kind), torch.nn.functional.one_hot(self.labels[i], 10).to(kind)
            below, errors = self.infer(self.net, x, target, self.eta, self.n)
            self.optimiser.zero_grad()
            for l, layer in enumerate(self.net):
                parameters = list(layer.parameters())
                grads = torch.autograd.grad(layer(below[l]), parameters, errors[l + 1])
                for p, g in zip(parameters, grads):
                    p.grad = g
            if self.steps == 0:
                self.compared = [p.grad.clone() for p in self.net.parameters()]
            else:
                self.optimiser.step()
            self.steps += 1

    def results(self):
        # Adam turns the least difference of a small gradient into a whole step: gradients
        # are what can be compared.
        return {f"g{i}": g.numpy() for i, g in enumerate(self.compared)}


if __name__ == "__main__":
    serve(Training)
