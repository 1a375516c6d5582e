package e2e

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hebb/web/e2e/drive"
)

// record is what hebb run -json writes.
type record struct {
	Experiment struct{ Unit uint64 }
	Final      map[string]float64
}

// headless runs a link without a browser up to a unit.
func headless(t *testing.T, s *drive.Server, link string, unit float64) record {
	t.Helper()
	if unit < 1 {
		t.Fatalf("a run of %v units cannot be compared", unit)
	}
	var r record
	must(t, s.Headless(link, uint64(unit), &r))
	if float64(r.Experiment.Unit) != unit || len(r.Final) == 0 {
		t.Fatalf("hebb run came to unit %d with %d numbers, want unit %v", r.Experiment.Unit, len(r.Final), unit)
	}
	return r
}

// column is what hebb run calls an output of a variant.
func column(variant, output string) string {
	if variant == "0" {
		return output
	}
	return string('a'+variant[0]-'0') + "." + output
}

// TestFiguresShowWhatHeadlessComputes plays, pauses, and compares every scalar of the
// frame and every number that a figure shows with a headless run of the link in the
// address bar, digit for digit.
func TestFiguresShowWhatHeadlessComputes(t *testing.T) {
	together(t)
	s := serve(t)
	for _, address := range []string{rescue, "/labs/oja?preset=too-small", "/labs/oja?view=neuron&eta=0.02"} {
		t.Run(address, func(t *testing.T) {
			p := lab(t, drive.Look{}, s.Address+address)
			reach(t, p, "300")
			pause(t, p)
			if round := eval[float64](t, p, `e2e.frame.round`); round != 0 {
				press(t, p, "step") // to the end of the unit in hand
				wait(t, p, "the unit is completed", `e2e.frame.round === 0`)
				settle(t, p)
			}
			compare(t, s, link(t, p), p)
		})
	}
}

// TestFiguresShowWhatHeadlessComputesAfterADrag does the same after a slider has been
// moved during the run; the link of the moment says when.
func TestFiguresShowWhatHeadlessComputesAfterADrag(t *testing.T) {
	together(t)
	s := serve(t)
	p := lab(t, drive.Look{}, s.Address+rescue)
	reach(t, p, "100")
	must(t, p.Drag(slider("theta9"), 0.7, 12))
	reach(t, p, fmt.Sprint(eval[float64](t, p, `e2e.frame.unit`)+200))
	pause(t, p)
	compare(t, s, moment(t, s, p), p)
}

// moment is the link to this very moment, as the server gives it.
func moment(t *testing.T, s *drive.Server, p *drive.Page) string {
	t.Helper()
	var m struct{ Link string }
	must(t, s.JSON("/api/runs/"+eval[string](t, p, `e2e.hellos.at(-1).run`)+"/moment", &m))
	return m.Link
}

// compare holds what a paused page shows against a headless run of a link. What is measured
// at a moment, and the text of figures, comes after the moment itself.
func compare(t *testing.T, s *drive.Server, link string, p *drive.Page) {
	t.Helper()
	want := headless(t, s, link, look(t, p).Unit)
	n := until(t, p, func(n now) bool {
		for variant := range n.Rows {
			for output, got := range n.kept(variant) {
				if v, ok := want.Final[column(variant, output)]; ok && got != v {
					return false
				}
			}
		}
		for figure, text := range n.Figures {
			for _, number := range numbers(text) {
				if n.Kinds[figure] == "trace" && !close(number, want.Final) {
					return false
				}
			}
		}
		return true
	}, readNow)
	compared := 0
	for variant := range n.Rows {
		for output, got := range n.kept(variant) {
			v, ok := want.Final[column(variant, output)]
			if !ok {
				continue // a probe that was not due
			}
			compared++
			if got != v {
				t.Errorf("unit %v, variant %s, %s: the page has %v, hebb run %v", n.Unit, variant, output, got, v)
			}
		}
	}
	shown := 0
	less := map[string]float64{}
	for variant := range n.Rows {
		for output := range n.kept(variant) {
			less[column(variant, output)] = want.Final[column(variant, output)] - want.Final[column("0", output)]
		}
	}
	for figure, text := range n.Figures {
		for _, number := range numbers(text) {
			if n.Kinds[figure] == "difference" {
				if !close(number, less) {
					t.Errorf("unit %v: figure %s says %q, but hebb run has no difference of %s", n.Unit, figure, text, number)
				}
			} else if close(number, want.Final) {
				shown++
			} else if n.Kinds[figure] == "trace" { // others may say how large a matrix is
				t.Errorf("unit %v: figure %s says %q, but hebb run has no %s", n.Unit, figure, text, number)
			}
		}
	}
	if compared == 0 || shown == 0 {
		t.Errorf("compared %d scalars and %d numbers of figures: too few", compared, shown)
	}
	t.Logf("%s at unit %v: %d scalars and %d shown numbers agree", link, n.Unit, compared, shown)
}

var reNumber = regexp.MustCompile(`[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+−]?\d+)?`)

func numbers(text string) []string { return reNumber.FindAllString(text, -1) }

// close says whether some value, rounded to the digits that are shown, is what is
// shown.
func close(shown string, values map[string]float64) bool {
	plain := strings.NewReplacer("−", "-", ",", "").Replace(shown)
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return false
	}
	digits, exponent, _ := strings.Cut(plain, "e")
	_, fraction, _ := strings.Cut(digits, ".")
	e, _ := strconv.Atoi(exponent)
	half := 0.5 * math.Pow10(e-len(fraction)) * (1 + 1e-9)
	for _, x := range values {
		if math.Abs(x-v) <= half || math.Abs(100*x-v) <= half { // a share may be shown in per cent
			return true
		}
	}
	return false
}

// selectAll selects what the focused box holds.
var selectAll = chromedp.Evaluate[chromedp.Void](`document.activeElement.select?.()`)

func jsNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
