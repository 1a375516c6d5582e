"""One image at a time through a deep network, as one writes it in PyTorch: the error
and error-Hebb terms through random feedback, and Oja's term on the hidden layers
(arXiv 2210.16414, eqs. 14-24; arXiv 2408.08408). No biases, no batches."""
import torch
import torch.nn.functional as F

from hebb_peer import serve


class Online:
    def __init__(self, a):
        torch.set_num_threads(1)
        depth = sum(name.startswith("w") for name in a)
        self.W = [torch.from_numpy(a[f"w{l}"]) for l in range(depth)]
        self.B = [torch.from_numpy(a[f"b{l}"]) for l in range(depth)]
        self.images = torch.from_numpy(a["images"])
        self.labels = torch.from_numpy(a["labels"])
        self.theta0, self.theta2, self.theta9, self.beta = a["rates"].tolist()
        self.seen = 0

    @torch.no_grad()
    def run(self, n):
        for _ in range(n):
            i = self.seen % len(self.images)
            self.step(self.images[i], self.labels[i])
            self.seen += 1

    def step(self, x, label):
        W, B, beta, depth = self.W, self.B, self.beta, len(self.W)
        y = [x]
        for l in range(depth - 1):
            y.append(F.softplus(W[l] @ y[-1], beta=beta))
        y.append(F.softmax(W[-1] @ y[-1], dim=0))
        e = [None] * (depth + 1)
        e[depth] = y[depth] - F.one_hot(label, len(y[depth]))
        for l in reversed(range(depth)):
            e[l] = (B[l].T @ e[l + 1]) * (1 - torch.exp(-beta * y[l]))
        for l in range(depth):
            change = -self.theta0 * torch.outer(e[l + 1], y[l])
            change -= self.theta2 * torch.outer(e[l + 1], e[l])
            if l < depth - 1:
                change += self.theta9 * (torch.outer(y[l + 1], y[l]) - torch.outer(y[l + 1], y[l + 1]) @ W[l])
            W[l] = W[l] + change

    def results(self):
        return {f"w{l}": w.numpy() for l, w in enumerate(self.W)}


if __name__ == "__main__":
    serve(Online)
