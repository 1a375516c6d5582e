"""OpenBLAS itself: a loop in C calls it, so that Python costs nothing."""
import ctypes
import os
import subprocess
import sys

import numpy as np

from hebb_peer import serve

LOOP = r"""
#include <stddef.h>
enum { ROW = 101, PLAIN = 111, TURNED = 112 };
#define LOOPS(T, p) \
  void cblas_##p##gemv(int, int, int, int, T, const T*, int, const T*, int, T, T*, int); \
  void cblas_##p##ger(int, int, int, T, const T*, int, const T*, int, T*, int); \
  void cblas_##p##gemm(int, int, int, int, int, int, T, const T*, int, const T*, int, T, T*, int); \
  void p##gemv_loop(int n, int turned, int rows, int cols, const T *a, const T *x, T *y) { \
    while (n--) cblas_##p##gemv(ROW, turned ? TURNED : PLAIN, rows, cols, 1, a, cols, x, 1, 0, y, 1); } \
  void p##ger_loop(int n, int rows, int cols, const T *u, const T *v, T *a) { \
    for (int i = 0; i < n; i++) cblas_##p##ger(ROW, rows, cols, i % 2 ? -1 : 1, u, 1, v, 1, a, cols); } \
  void p##gemm_loop(int n, int ta, int tb, int r, int c, int k, const T *a, int lda, const T *b, int ldb, T *out) { \
    while (n--) cblas_##p##gemm(ROW, ta ? TURNED : PLAIN, tb ? TURNED : PLAIN, r, c, k, 1, a, lda, b, ldb, 0, out, c); }
LOOPS(float, s)
LOOPS(double, d)
"""


def compiled():
    here = sys.argv[1]
    source, library = os.path.join(here, "loop.c"), os.path.join(here, "loop.so")
    with open(source, "w") as f:
        f.write(LOOP)
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, source, "-l:libopenblas.so.0"], check=True)
    return ctypes.CDLL(library)


class Blas:
    def __init__(self, a):
        self.op = ["gemv", "gemvT", "ger", "NN", "NT", "TN"][int(a["op"][0])]
        self.a, self.b, self.c = a["a"], a["b"], a["c"]
        self.letter = "s" if self.a.dtype == np.float32 else "d"
        self.library = compiled()

    def run(self, n):
        a, b, c = (ctypes.c_void_p(v.ctypes.data) for v in (self.a, self.b, self.c))
        call = lambda name, *rest: getattr(self.library, self.letter + name + "_loop")(n, *rest)
        if self.op in ("gemv", "gemvT"):
            call("gemv", int(self.op == "gemvT"), *self.a.shape, a, b, c)
        elif self.op == "ger":
            call("ger", *self.c.shape, a, b, c)
        else:
            ta, tb = self.op[0] == "T", self.op[1] == "T"
            k = self.a.shape[0] if ta else self.a.shape[1]
            call("gemm", int(ta), int(tb), *self.c.shape, k, a, self.a.shape[1], b, self.b.shape[1], c)

    def results(self):
        return {"c": self.c}


if __name__ == "__main__":
    serve(Blas)
