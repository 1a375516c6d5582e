package templates

import (
	"reflect"
	"strings"
	"testing"

	"hebb/sim/experiment"
	all "hebb/sim/labs"
)

const source = `// Package x is for readers of the code.
//
// # What is it?
//
// One sentence of y_l. Two <sentences>. Three. Four.
//
//	y_l = W_l\,x
//	z = y_l
//
// # How
//
// Run it:
//
//	go run ./server
package x
`

func TestSections(t *testing.T) {
	list := sections(source)
	if len(list) != 2 || list[0].Title != "What is it?" || list[1].Title != "How" {
		t.Fatalf("sections %+v", list)
	}
	if strings.Contains(list[0].HTML, "readers of the code") || !strings.Contains(list[0].HTML, "<i>y</i><sub>l</sub>. Two &lt;sentences&gt;") {
		t.Errorf("the first says %s", list[0].HTML)
	}
	if !strings.Contains(list[1].HTML, "<pre tabindex=\"0\">go run ./server</pre>") {
		t.Errorf("a command is set as %s", list[1].HTML)
	}
}

func TestFormulas(t *testing.T) {
	if got, want := Formulas(source), []string{`y_l = W_l\,x`, "z = y_l"}; !reflect.DeepEqual(got, want) {
		t.Errorf("formulas %q, want %q", got, want)
	}
}

func TestSentences(t *testing.T) {
	if got, want := sentences(source, 3), "One sentence of y_l. Two <sentences>. Three."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestUnknownMathIsShownAsItIs(t *testing.T) {
	if got, want := Math(`\nosuch < 1`), `<math><mtext>\nosuch &lt; 1</mtext></math>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Every lab's page can be built without a run, with no preset and in each view.
func TestEveryLabHasAPage(t *testing.T) {
	for _, lab := range all.All {
		for i := range lab.Views {
			view := &lab.Views[i]
			s := experiment.NewSetup(lab, view)
			m, err := NewLab(LabInput{Lab: lab, View: view, Setup: s, Defaults: s})
			if err != nil {
				t.Errorf("%s, %s: %v", lab.Name, view.Name, err)
				continue
			}
			if len(m.Groups) == 0 || len(m.Hero) != 1 || len(m.Main) == 0 || len(m.Sections) < 3 {
				t.Errorf("%s, %s: %d groups, %d heroes, %d figures, %d sections", lab.Name, view.Name, len(m.Groups), len(m.Hero), len(m.Main), len(m.Sections))
			}
		}
	}
}
