package data

import _ "embed"

//go:embed mnist.zst
var mnistZip []byte

// MNIST as first published, complete: 60 000 training and 10 000 test images of
// handwritten digits. Made by internal/pack.
var mnist = packed{
	set: Set{
		Name:  "mnist",
		Title: "MNIST: handwritten digits",
		Source: "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits, " +
			"http://yann.lecun.com/exdb/mnist/; described in Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: " +
			"Gradient-based learning applied to document recognition, Proc. IEEE 86 (1998), doi:10.1109/5.726791. " +
			"Derived from NIST Special Databases 1 and 3.",
		Licence:    "usually quoted as Creative Commons Attribution-ShareAlike 3.0; the files themselves carry no licence text",
		Rows:       28,
		Cols:       28,
		Classes:    10,
		ClassNames: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
	},
	zip:    mnistZip,
	zipSum: "29e52252e7deabce6a51e6d2c41b7a8c34e51001dae26f60d0e5888c1331d6ca",
	sum:    "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a",
	size:   54_950_048,
	limits: Limits{N: 60_000, Side: 28, Bytes: 60_000 * 28 * 28, Classes: 10},
}
