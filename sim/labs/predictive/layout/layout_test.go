package layout

import (
	"errors"
	"strings"
	"testing"

	"hebb/sim"
)

func TestLayersSayWhatWouldFit(t *testing.T) {
	image := Dims{C: 1, H: 28, W: 28}
	for text, want := range map[string]string{
		"":                                     "one block",
		"dense 10":                             "one block",
		"dense 50 relu | ":                     "block 2 is empty",
		"dense 50 rleu | dense 10":             `block 1, word 3: "rleu" is no operation`,
		"dense | dense 10":                     `block 1, word 1: "|"`,
		"dense 0 | dense 10":                   "from 1 to 4096",
		"dense 5000 | dense 10":                "from 1 to 4096",
		"conv 10 | dense 10":                   "channels x side",
		"conv 10x0 | dense 10":                 "from 1 to 11",
		"conv 10x3p3 | dense 10":               "3 rows of zeros are too many",
		"dense 50 | conv 5x3 flatten dense 10": "block 2, conv 5x3: a convolution needs an image and gets 50 numbers",
		"pool8 pool8 | dense 10":               "block 1, pool8: a window of side 8 does not fit into 1 map of 3x3; at most 3 would",
		"conv 4x9 pool8 | conv 4x3 | dense 10": "block 2, conv 4x3: a kernel of side 3 does not fit into 4 maps of 2x2; at most 2 would",
		"dense 50 relu | dense 12":             "end with dense 10",
		"relu | relu":                          "end with dense 10",
		"pool1 | dense 10":                     "from 2 to 8",
		"dense 4096 | dense 4096 | dense 10":   "parameters are too many",
		strings.Repeat("relu | ", 20) + "relu": "21 blocks are too many",
		strings.Repeat("relu ", 9) + "| relu":  "9 operations are too many",
	} {
		_, err := Fit(text, image, 10)
		var fe *sim.FieldError
		switch {
		case text == "dense | dense 10":
			if err == nil || !strings.Contains(err.Error(), "dense needs a size") {
				t.Errorf("%q: %v", text, err)
			}
		case err == nil || !strings.Contains(err.Error(), want):
			t.Errorf("%q: %v, which does not say %q", text, err, want)
		case !errors.As(err, &fe) || fe.Field != "layers":
			t.Errorf("%q: %v names no field", text, err)
		}
	}
}

// The last layer may leave it to the images how many classes there are.
func TestDenseAloneHasAsManyUnitsAsClasses(t *testing.T) {
	for _, text := range []string{Plain, "pool2 flatten | dense"} {
		for _, classes := range []int{10, 26} {
			lay, err := Fit(text, Dims{C: 1, H: 28, W: 28}, classes)
			if err != nil || lay.Blocks[lay.Depth()-1].To.Size() != classes {
				t.Errorf("%q, %d classes: %v", text, classes, err)
			}
		}
	}
	for _, text := range []string{"dense 50 relu | dense tanh", "dense dense | dense", "dense | dense"} {
		if err := CheckLayers(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
	if _, err := Fit(LeNet, Dims{C: 1, H: 28, W: 28}, 26); err == nil || !strings.Contains(err.Error(), "or with dense alone") {
		t.Error(err)
	}
}

func TestTheNetworkOfThePaper(t *testing.T) {
	lay, err := Fit(LeNet, Dims{C: 1, H: 28, W: 28}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if lay.Params != 32695 {
		t.Errorf("%d parameters, not 32,695", lay.Params)
	}
	want := []string{"10 maps of 13x13", "605 numbers", "50 numbers", "30 numbers", "10 numbers"}
	for i, b := range lay.Blocks {
		if b.To.String() != want[i] {
			t.Errorf("block %d gives %v, not %s", i+1, b.To, want[i])
		}
	}
	odd, err := Fit("conv 10x3 relu pool2 | pool2 flatten dense 10", Dims{C: 1, H: 28, W: 28}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if odd.Blocks[0].Lost || !odd.Blocks[1].Lost || odd.Blocks[1].Ops[0].To != (Dims{C: 10, H: 6, W: 6}) {
		t.Error("the pool of an odd map does not drop its last row and column")
	}
}

// Floor: 100 executions a second.
func FuzzLayers(f *testing.F) {
	for _, s := range []string{LeNet, Plain, "dense 5 | dense", "conv 64x3p1 relu | dense 10", "pool2 | flatten dense 10 tanh", "dense 1|dense 10", "| |", "conv 1x1p", "dense 9999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks, err := parse(text)
		if err != nil {
			return
		}
		again, err := parse(Write(blocks))
		if err != nil || Write(again) != Write(blocks) {
			t.Fatalf("%q is written %q, which reads back as %q (%v)", text, Write(blocks), Write(again), err)
		}
		lay, err := Fit(text, Dims{C: 1, H: 9, W: 7}, 10)
		if err != nil {
			return
		}
		for _, b := range lay.Blocks {
			for _, o := range b.Ops {
				if o.To.Size() < 1 {
					t.Fatalf("%q has a layer without units", text)
				}
			}
		}
	})
}
