package data

import _ "embed"

//go:embed fashion.zst
var fashionZip []byte

// The beginning of Fashion-MNIST: the first 10 000 of 60 000 training and the first
// 2 000 of 10 000 test images, in their published order. The classes are nearly even
// there: 942 to 1027 and 188 to 219 images each. Made by internal/pack. The full set
// can be imported (see Find).
var fashion = packed{
	set: Set{
		Name:       "fashion",
		Title:      "Fashion-MNIST: articles of clothing (10,000 + 2,000 of 70,000)",
		Source:     fashionSource,
		Licence:    fashionLicence,
		Rows:       28,
		Cols:       28,
		Classes:    10,
		ClassNames: fashionClasses,
	},
	zip:    fashionZip,
	zipSum: "fd8b2d8e3d50e6240bccd6a0163c9a7f44f3ce7f9c149363ed13cb737d648105",
	sum:    "05abb8a75047c2246d827656a52e382ab19d4fad7ac80c529b12bfb09bfc3bc1",
	size:   9_420_048,
	limits: Limits{N: 10_000, Side: 28, Bytes: 10_000 * 28 * 28, Classes: 10},
}

const (
	fashionSource = "H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking " +
		"machine learning algorithms, arXiv:1708.07747 (2017); https://github.com/zalandoresearch/fashion-mnist"
	fashionLicence = "MIT, copyright 2017 Zalando SE"
)

var fashionClasses = []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}

// fashionFull is the SHA-256 of all 60 000 training images of Fashion-MNIST, unpacked:
// how an import of the full set is recognised.
const fashionFull = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
