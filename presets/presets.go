// Package presets holds the named set-ups of all labs, one file each:
// presets/<lab>/<number>-<name>.json. The number orders them in the gallery; the
// name is what links and the command line say. claims.json beside them holds what
// their claims came to when they were last run.
package presets

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Files are the presets of this build.
//
//go:embed */*.json
var Files embed.FS

// Preset is a parsed file and where it belongs.
type Preset struct {
	*experiment.Preset
	Lab  *sim.Lab
	File string // <lab>/<number>-<name>.json
}

// Key is what names the preset among all labs: lab/name.
func (p *Preset) Key() string { return p.Lab.Name + "/" + p.Name }

// View is the view that the preset belongs to.
func (p *Preset) View() *sim.View {
	_, view := p.Setup(p.Lab)
	return view
}

// Load parses the presets of the given labs strictly, in the order of labs and of
// file names. What cannot be read is left out and joined into the error, so that
// one bad file does not take the others along.
func Load(fsys fs.FS, labs []*sim.Lab) ([]*Preset, error) {
	var list []*Preset
	var errs []error
	for _, lab := range labs {
		files, err := fs.Glob(fsys, lab.Name+"/*.json")
		if err != nil {
			return nil, err // only for a bad pattern
		}
		slices.Sort(files)
		for _, file := range files {
			p, err := load(fsys, lab, file)
			if err == nil && slices.ContainsFunc(list, func(q *Preset) bool { return q.Lab == lab && q.Name == p.Name }) {
				err = errors.New("there are two presets of this name")
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("presets/%s: %w", file, err))
				continue
			}
			list = append(list, p)
		}
	}
	return list, errors.Join(errs...)
}

func load(fsys fs.FS, lab *sim.Lab, file string) (*Preset, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	parsed, err := experiment.ParsePreset(lab, nameOf(file), data)
	if err != nil {
		return nil, err
	}
	return &Preset{Preset: parsed, Lab: lab, File: file}, nil
}

// nameOf drops folder, ending and the number that orders: 10-too-small.json is
// too-small.
func nameOf(file string) string {
	base := strings.TrimSuffix(path.Base(file), ".json")
	name := strings.TrimLeft(base, "0123456789")
	if rest, ok := strings.CutPrefix(name, "-"); ok && rest != "" && name != base {
		return rest
	}
	return base
}

// ByLab groups a list by the name of its lab; the order is kept.
func ByLab(list []*Preset) map[string][]*experiment.Preset {
	m := map[string][]*experiment.Preset{}
	for _, p := range list {
		m[p.Lab.Name] = append(m[p.Lab.Name], p.Preset)
	}
	return m
}
