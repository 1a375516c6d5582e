package data

import "slices"

// kind is what we know about the files of one split of EMNIST beside the files.
//
// Source: G. Cohen, S. Afshar, J. Tapson, A. van Schaik, "EMNIST: an extension of
// MNIST to handwritten letters", arXiv:1702.05373 (2017). Its files hold every image
// transposed, and the labels of the letters begin at 1.
type kind struct {
	split   string
	title   string
	classes string // a rune a class
	first   int    // smallest label
}

const (
	digits = "0123456789"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lower  = "abcdefghijklmnopqrstuvwxyz"
	unlike = "abdefghnqrt" // the small letters that do not look like their capitals
	mixed  = "letters and digits"
)

var emnist = []kind{
	{"balanced", mixed + ", as many of each", digits + upper + unlike, 0},
	{"letters", "letters, small and capital together", upper, 1},
	{"digits", "digits", digits, 0},
	{"mnist", "digits, as many as in MNIST", digits, 0},
	{"byclass", mixed + ", as found", digits + upper + lower, 0},
	{"bymerge", mixed + ", as found, look-alikes together", digits + upper + unlike, 0},
}

// qmnist fills in what the QMNIST is.
func (a *Addition) qmnist() {
	a.Name = "qmnist"
	a.Title = "QMNIST: MNIST rebuilt, with 60,000 test images"
	a.Source = "C. Yadav, L. Bottou: Cold Case: The Lost MNIST Digits, arXiv:1905.10498 (2019); https://github.com/facebookresearch/qmnist. " +
		"Derived from NIST Special Database 19."
	a.Licence = "BSD style, Facebook, Inc.; see its LICENSE file"
}

// Splits returns the names of EMNIST's splits.
func Splits() []string {
	names := make([]string, len(emnist))
	for i, k := range emnist {
		names[i] = k.split
	}
	return names
}

// describe fills in what a recognised split, or QMNIST, is.
func (a *Addition) describe(split string) {
	if split == "qmnist" {
		a.qmnist()
		return
	}
	i := slices.IndexFunc(emnist, func(k kind) bool { return k.split == split })
	if i < 0 {
		return
	}
	k := emnist[i]
	a.Name = "emnist-" + k.split
	a.Title = "EMNIST: " + k.title
	a.Source = "G. Cohen, S. Afshar, J. Tapson, A. van Schaik: EMNIST: an extension of MNIST to handwritten letters, " +
		"arXiv:1702.05373 (2017). Derived from NIST Special Database 19."
	a.Licence = "the files carry no licence text"
	a.FirstLabel = &k.first
	a.Transposed = true
	for _, r := range k.classes {
		a.Classes = append(a.Classes, string(r))
	}
}
