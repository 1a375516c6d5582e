package e2e

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"hebb/web/e2e/drive"
)

// addSet imports a set of 28 × 28 pixels whose labels take turns, without test images.
func addSet(t *testing.T, folder, name string, n, classes, first int) {
	t.Helper()
	dir := t.TempDir()
	labels := make([]byte, n)
	for i := range labels {
		labels[i] = byte(first + i%classes)
	}
	pixels := make([]byte, n*28*28)
	for i := range pixels {
		pixels[i] = byte(i * 7 >> 3)
	}
	words := func(list ...int) (b []byte) {
		for _, w := range list {
			b = binary.BigEndian.AppendUint32(b, uint32(w))
		}
		return b
	}
	must(t, os.WriteFile(filepath.Join(dir, "train-images-idx3-ubyte"), append(words(0x803, n, 28, 28), pixels...), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "train-labels-idx1-ubyte"), append(words(0x801, n), labels...), 0o600))
	if out, err := exec.Command(program, "data", "add", dir, "-name", name, "-data", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func chip(name string) string { return `#field-data .pill:has(input[value="` + name + `"])` }

const inForce = `[...document.querySelectorAll("#field-data input:checked")].map((e) => e.value).join()`

// TestARefusedSetDoesNotStayChosen asks for a set that does not go with another field:
// the chip falls back, and the reason stands below it until another one is chosen.
func TestARefusedSetDoesNotStayChosen(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+"/labs/metaplasticity?classes=47&data=turned&widths=20&k=5")
	for range 2 { // the same way from a page on which a refusal is shown
		must(t, p.Click(chip("mnist")))
		wait(t, p, "it says why", `!document.querySelector("#field-data .refused").hidden && /47 classes, but the images have 10: first take 10 or fewer/.test(document.querySelector("#field-data .refused").textContent)`)
		wait(t, p, "the chip falls back", inForce+` === "turned"`)
	}
	shoot(t, p, "refused-set")
	wait(t, p, "the refused set is no longer under way", `e2e.answered() && !document.querySelector("#field-data").classList.contains("pending") && !location.search.includes("mnist")`)
	must(t, p.Click(chip("pooled")))
	wait(t, p, "another refusal", `/images have 20/.test(document.querySelector("#field-data .refused").textContent) && `+inForce+` === "turned"`)
	must(t, p.Click(chip("quickdraw")))
	wait(t, p, "one that fits is taken", inForce+` === "quickdraw" && document.querySelector("#field-data .refused").hidden && /data=quickdraw|^(?!.*data=)/.test(location.search) && !location.search.includes("data=turned")`)
}

// TestOwnSetsInThePage chooses imported sets of other numbers of classes, without test
// images: they run, and the chip says what was held out.
func TestOwnSetsInThePage(t *testing.T) {
	together(t)
	s := &drive.Server{Program: program, Data: t.TempDir()}
	addSet(t, s.Data, "letters-own", 26*70, 26, 1)
	must(t, s.Start())
	t.Cleanup(func() { s.Stop() })
	for _, address := range []string{"/labs/oja", "/labs/predictive", "/labs/fixedpoint?view=digits"} {
		t.Run(address, func(t *testing.T) {
			p := lab(t, drive.Look{}, s.Address+address)
			if tip := eval[string](t, p, `document.querySelector('`+chip("letters-own")+`').dataset.tip`); tip != "letters-own: 1560 training and 260 test images of 28×28 pixels, 26 classes. It came without test images: one training image in 7, of every class, is held out as a test image." {
				t.Errorf("%s: the chip says %q", address, tip)
			}
			if eval[string](t, p, `document.querySelector("#field-data").closest("details").open ? "" : "closed"`) != "" {
				must(t, p.Click(`details:has(#field-data) > summary`))
			}
			must(t, p.Click(chip("letters-own")))
			wait(t, p, "it runs on it", inForce+` === "letters-own" && location.search.includes("data=letters-own") && document.querySelector("#field-data .refused").hidden && e2e.frame.unit > 0`)
			shoot(t, p, "own-set-"+reUnsafe.ReplaceAllString(address, "-"))
		})
	}
}
