// Command types writes the TypeScript declarations of what the program and its pages say to
// each other, of the options of figures, and of lessons, from Go's types. What is written is committed;
// a test compares.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs"
	"hebb/sim/live/message"
)

// Files, below the root of the tree.
const (
	wireFile    = "web/run/wire.d.ts"
	optionsFile = "web/figures/options.d.ts"
	lessonFile  = "web/guide/lesson.d.ts"
)

func main() {
	all, err := generate(".")
	if err == nil {
		for name, text := range all {
			if err = os.WriteFile(filepath.FromSlash(name), []byte(text), 0o666); err != nil {
				break
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "types:", err)
		os.Exit(1)
	}
}

// generate makes all files. root is where the source stands, for its comments.
func generate(root string) (all map[string]string, err error) {
	defer func() {
		if p, ok := recover().(problem); ok {
			err = fmt.Errorf("%s", p)
		}
	}()
	d := newDocs(root)
	return map[string]string{wireFile: wireTypes(d), optionsFile: optionTypes(d, labs.All), lessonFile: lessonTypes(d)}, nil
}

// What goes over the wire, by who says it.
var (
	fromRuns  = []any{message.Hello{}, message.Fields{}, message.Status{}, message.Kept{}, message.Bye{}}
	fromUs    = []any{wire.Role{}, wire.Claims{}, wire.Done{}, wire.Refused{}, wire.Answer{}, wire.Alive{}, wire.Bye{}}
	commands  = []any{wire.SetFields{}, wire.DoPlain{}, wire.DoDefaults{}, wire.DoStep{}, wire.DoSeek{}, wire.DoSeed{}, wire.DoSpeed{}, wire.DoAct{}, wire.DoProbe{}, wire.DoRemove{}, wire.DoLabel{}}
	remarks   = []any{wire.See{}, wire.From{}, wire.Ack{}, wire.Hide{}, wire.Cancel{}, wire.Drive{}}
	requests  = []any{wire.StartLink{}, wire.StartDocument{}, wire.StartSalvage{}, wire.StartCopy{}}
	documents = []any{wire.Started{}, wire.Session{}, wire.Keep{}, wire.KeptRun{}, wire.Commanded{}, wire.Card{}, wire.Moment{}, wire.Run{}, wire.Health{}, wire.Problem{}}
)

func wireTypes(d *docs) string {
	f := newFile(d)
	down := f.names(slices.Concat(fromRuns, fromUs))
	f.union("Down", "What a page hears on a socket.", down...)
	f.union("Command", "What a page asks a run to do.", f.names(commands)...)
	f.names([]any{wire.Question{}, wire.Hand{}, wire.Numbered{}})
	f.union("Remark", "What a page says about itself.", f.names(remarks)...)
	f.union("Up", "What a page says on a socket.", "(Numbered & (Command | Question | Hand))", "Remark")
	f.union("Start", "What a page asks to be started.", f.names(requests)...)
	f.names(documents)
	return f.String()
}

// names are those that values' types are declared under, each once.
func (f *file) names(values []any) (list []string) {
	for _, v := range values {
		if name := f.of(reflect.TypeOf(v)); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// kindsOf are the kinds of figures that labs show, in the order of their names.
func kindsOf(all []*sim.Lab) []sim.Drawing {
	var kinds []sim.Drawing
	for _, lab := range all {
		for _, view := range lab.Views {
			for _, f := range view.Figures {
				i, there := slices.BinarySearchFunc(kinds, f.Draw.Kind(), func(d sim.Drawing, name string) int { return strings.Compare(d.Kind(), name) })
				if !there {
					kinds = slices.Insert(kinds, i, f.Draw)
				} else if reflect.TypeOf(kinds[i]) != reflect.TypeOf(f.Draw) {
					fail("%T and %T are both the kind %s", kinds[i], f.Draw, f.Draw.Kind())
				}
			}
		}
	}
	return kinds
}

// lessonTypes are those of a preset's lesson, as its page gets it.
func lessonTypes(d *docs) string {
	f := newFile(d)
	f.names([]any{experiment.Lesson{}})
	return f.String()
}

func optionTypes(d *docs, all []*sim.Lab) string {
	f := newFile(d)
	f.order = append(f.order, "Query", "Base64")
	f.text["Query"] = comment("", "The name of a query that answers with an A.") + "export type Query<A> = string & { readonly answers?: A };\n"
	f.text["Base64"] = comment("", "Bytes in base64.") + "export type Base64 = string;\n"
	var b strings.Builder
	for _, k := range kindsOf(all) {
		fmt.Fprintf(&b, "  %s: %s;\n", k.Kind(), f.of(reflect.TypeOf(k)))
	}
	f.order = append(f.order, "Kinds")
	f.text["Kinds"] = comment("", "The options of each kind of figure.") + "export interface Kinds {\n" + b.String() + "}\n"
	return f.String()
}
