"""SUPERTREX on the pen task, as one writes it in NumPy (arXiv 1803.03304): a chaotic
network whose exploratory readout learns from reward and whose mastery readout learns from
the exploratory one by recursive least squares, every tenth step, while the gate is open."""
import numpy as np

from hebb_peer import serve


class Supertrex:
    def __init__(self, a):
        self.J, self.Q, self.x = a["J"], a["Q"], a["x"].copy()
        self.target = a["target"]
        self.noise, self.exploration = a["noise"], a["exploration"]  # of the first steps
        (self.leak, self.alpha, gamma, self.rate, self.mix_e, self.mix_z, self.kappa, self.threshold, self.slope,
         self.psi_size, self.psi_power, self.phi_size, self.phi_power, smooth, gated) = a["config"].tolist()
        self.smooth, self.gated = smooth > 0, gated > 0
        n, m = self.Q.shape
        self.S = a["S"] if a["S"].size else None  # movement clock
        self.clock = a["clock"] if a["S"].size else None
        self.r = np.tanh(self.x)
        self.P = np.eye(n) / gamma
        self.explorer, self.mastery = np.zeros((m, n)), np.zeros((m, n))
        self.z, self.zbar, self.ebar = np.zeros(m), np.zeros(m), 0.0
        self.rng = np.random.default_rng(1)
        self.t = 0

    def run(self, n):
        for _ in range(50 * n):  # a unit is 10 ms
            self.step()
            self.t += 1

    def step(self):
        t, n, m = self.t, len(self.x), len(self.z)
        given = t < len(self.noise)
        noise = self.noise[t] if given else self.rng.uniform(-1, 1, n)
        exploration = self.exploration[t] if given else self.rng.uniform(-1, 1, m)
        f = self.target[t % len(self.target)]

        drive = self.J @ self.r + self.Q @ self.z
        if self.S is not None:
            drive += self.S @ self.clock[t % len(self.clock)]
        self.x += self.leak * (drive - self.x)
        self.r = np.tanh(self.x) + self.alpha * noise

        amplitude = self.psi_size * (10 * abs(self.ebar)) ** self.psi_power * np.sign(self.ebar)
        z_explorer = self.explorer @ self.r + amplitude * exploration
        self.z = z_explorer + self.mastery @ self.r
        self.zbar = z_explorer if t == 0 else (1 - self.mix_z) * self.zbar + self.mix_z * z_explorer
        error = np.sum((self.z - f) ** 2)
        self.ebar = error if t == 0 else (1 - self.mix_e) * self.ebar + self.mix_e * error

        surprise = error - self.ebar
        factor = -np.sign(surprise) * self.phi_size * abs(surprise) ** self.phi_power
        if self.gated and surprise > 0:
            factor = 0.0
        self.explorer += self.rate * factor * np.outer(z_explorer - self.zbar, self.r)

        if (t + 1) % 10 == 0:
            gate = 0.5 - 0.5 * np.tanh(self.slope * (abs(self.ebar) - self.threshold))
            k = self.P @ self.r
            c = 1 / (1 + self.r @ k)
            self.P -= gate * c * np.outer(k, k)
            teacher = self.zbar if self.smooth else z_explorer
            self.mastery += self.kappa * gate * c * np.outer(teacher, k)

    def results(self):
        return {"z": self.z, "explorer": self.explorer, "x": self.x}


if __name__ == "__main__":
    serve(Supertrex)
