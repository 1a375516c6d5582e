"""The same as online_torch.py, tuned by hand: Oja's term in its rank-one form, matrix
times vector without temporaries, and updates in place."""
import torch
import torch.nn.functional as F

from hebb_peer import serve
from online_torch import Online


class Tuned(Online):
    def step(self, x, label):
        W, B, beta, depth = self.W, self.B, self.beta, len(self.W)
        y = [x]
        for l in range(depth - 1):
            y.append(F.softplus(torch.mv(W[l], y[-1]), beta=beta))
        y.append(torch.softmax(torch.mv(W[-1], y[-1]), 0))
        error = y[depth].clone()
        error[label] -= 1
        for l in reversed(range(depth)):
            before = torch.mv(B[l].t(), error).mul_(torch.mul(y[l], -beta).exp_().neg_().add_(1))
            pull = y[l].mul(-self.theta0).add_(before, alpha=-self.theta2)
            if l < depth - 1:
                drive = y[l].sub(torch.mv(W[l].t(), y[l + 1])).mul_(self.theta9)
                W[l].addr_(y[l + 1], drive)
            W[l].addr_(error, pull)
            error = before


if __name__ == "__main__":
    serve(Tuned)
