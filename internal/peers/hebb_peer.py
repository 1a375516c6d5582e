"""What every peer needs: the inputs as arrays, and a loop that waits for its turns.

A peer is a class with __init__(self, inputs), run(self, n) and results(self).
"""
import json
import os
import sys
import time

import numpy as np


def arrays(folder):
    with open(os.path.join(folder, "arrays.json")) as f:
        described = json.load(f)
    return {name: np.fromfile(os.path.join(folder, name + ".raw"), dtype=a["type"]).reshape(a["shape"])
            for name, a in described.items()}


def check_libraries():
    """A peer on the slow reference BLAS would be no fair one."""
    np.dot(np.ones((2, 2)), np.ones((2, 2)))
    try:
        with open("/proc/self/maps") as f:
            if "openblas" in f.read():
                return
    except OSError:
        return
    sys.exit("NumPy runs on a reference BLAS here. Install OpenBLAS (Debian: libopenblas0-pthread).")


def serve(peer):
    check_libraries()
    it = peer(arrays(sys.argv[1]))
    for line in sys.stdin:
        word, n = line.split()
        if word == "run":
            began = time.perf_counter()
            it.run(int(n))
            answer = time.perf_counter() - began
        else:
            answer = {name: np.asarray(v, dtype=float).ravel().tolist() for name, v in it.results().items()}
        print(json.dumps(answer), flush=True)
