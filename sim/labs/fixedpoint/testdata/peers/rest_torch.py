"""A step of learning in a recurrent network that classes digits by the state in which it
rests (arXiv 2309.12903), as one writes it in PyTorch: the network runs until it rests,
or for a fixed time as the published script does, and each image gets its own matrices."""
import torch

from hebb_peer import serve

torch.set_num_threads(1)
torch.set_grad_enabled(False)


class Resting:
    def __init__(self, a):
        t = torch.from_numpy
        self.W, self.Wx, self.C = t(a["W"]), t(a["Wx"]), t(a["C"])
        self.images, self.labels = t(a["images"]), t(a["labels"])
        self.rule, self.steps = a["config"].tolist()  # 1 or 3; how many steps, 0: until it rests
        self.h, self.tolerance, self.eta = a["sizes"].tolist()
        self.batch = len(self.labels) // int(a["batches"][0])
        self.t = 0

    def run(self, n):
        for _ in range(n):
            at = self.t * self.batch % len(self.labels)
            self.step(self.images[at:at + self.batch], self.labels[at:at + self.batch])
            self.t += 1

    def step(self, x, y):
        current = x @ self.Wx.T
        r = torch.zeros_like(current)
        done = 0
        while True:
            f = torch.tanh(r @ self.W.T + current)
            if done == self.steps if self.steps else (f - r).abs().max() < self.tolerance:
                break
            r += self.h * (f - r)
            done += 1

        logits = r @ self.C.T
        delta = (torch.softmax(logits, 1) - torch.nn.functional.one_hot(y, len(self.C))) @ self.C
        gain = 1 - r ** 2
        p, q = self.gradient(gain, delta, r) if self.rule == 1 else self.reparameterised(gain, delta, r)
        self.dW = p.T @ q / len(y)
        self.W -= self.eta * self.dW

    def gradient(self, gain, delta, r):
        eye = torch.eye(len(self.W))
        p = torch.linalg.solve(eye - gain[:, :, None] * self.W.T, (gain * delta)[:, :, None])
        return p[:, :, 0], r

    def reparameterised(self, gain, delta, r):
        eye = torch.eye(len(self.W))
        before = eye - self.W * gain[:, None, :]  # I - W G
        after = eye - gain[:, :, None] * self.W  # I - G W
        p = before @ (gain * delta)[:, :, None]
        q = after.transpose(1, 2) @ (after @ r[:, :, None])
        return p[:, :, 0], q[:, :, 0]

    def results(self):
        return {"dW": self.dW.numpy()}


if __name__ == "__main__":
    serve(Resting)
