"""One episode of meta-learning, as one writes it in PyTorch: every online update of the
inner run stays in autograd's graph, and the loss on the query images is differentiated
through all of them (arXiv 2210.16414). Terms 0, 2 and 9 with random feedback."""
import torch
import torch.nn.functional as F

from hebb_peer import serve


class Episode:
    def __init__(self, a):
        torch.set_num_threads(1)
        self.depth = sum(name.startswith("w") for name in a)
        self.W = [torch.from_numpy(a[f"w{l}"]) for l in range(self.depth)]
        self.B = [torch.from_numpy(a[f"b{l}"]) for l in range(self.depth)]
        self.train = list(zip(torch.from_numpy(a["train"]), torch.from_numpy(a["train_labels"])))
        self.query, self.query_labels = torch.from_numpy(a["query"]), torch.from_numpy(a["query_labels"])
        self.theta = torch.from_numpy(a["theta"]).requires_grad_()  # of terms 0, 2 and 9
        self.beta, self.penalty = a["config"].tolist()

    def forward(self, W, x):
        y = [x]
        for l in range(self.depth - 1):
            y.append(F.softplus(y[-1] @ W[l].T, beta=self.beta))
        return y, y[-1] @ W[-1].T

    def run(self, n):
        for _ in range(n):
            self.episode()

    def episode(self):
        theta, beta = self.theta, self.beta
        theta.grad = None
        W = [w.clone() for w in self.W]
        for x, label in self.train:
            y, z = self.forward(W, x)
            p = torch.softmax(z, 0)
            y.append(p)
            e = [None] * self.depth + [p - F.one_hot(label, len(p))]
            for l in reversed(range(self.depth)):
                e[l] = (e[l + 1] @ self.B[l]) * (1 - torch.exp(-beta * y[l]))
            W = [w - theta[0] * torch.outer(e[l + 1], y[l])
                 - theta[1] * torch.outer(e[l + 1], e[l])
                 + theta[2] * (torch.outer(y[l + 1], y[l]) - torch.outer(y[l + 1], y[l + 1]) @ w)
                 for l, w in enumerate(W)]
        _, z = self.forward(W, self.query)
        loss = F.cross_entropy(z, self.query_labels) + self.penalty * theta.abs().sum()
        loss.backward()
        self.loss = loss.item()

    def results(self):
        return {"loss": [self.loss], "gradient": self.theta.grad.numpy()}


if __name__ == "__main__":
    serve(Episode)
