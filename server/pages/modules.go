package pages

import (
	"path"
	"regexp"
	"strings"

	"hebb/sim"
)

// reImport finds what a module imports before it runs. Modules begin a line with it.
var reImport = regexp.MustCompile(`(?m)^(?:import|export)\s+(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']`)

// imports are the names of the files that a module imports.
func (a *assets) imports(name string) []string {
	var list []string
	for _, m := range reImport.FindAllSubmatch(a.files[name].data, -1) {
		to := a.resolve(name, string(m[1]))
		if a.files[to] != nil {
			list = append(list, to)
		}
	}
	return list
}

// resolve is the file that a module means by a name, as the import map says it.
func (a *assets) resolve(from, name string) string {
	if kind, ok := strings.CutPrefix(name, "hebb/kinds/"); ok {
		return a.kinds[kind]
	}
	if vendored, ok := strings.CutPrefix(name, "hebb/vendor/"); ok {
		return "static/vendor/" + vendored
	}
	if own, ok := strings.CutPrefix(name, "hebb/"); ok {
		return "web/" + own
	}
	return path.Join(path.Dir(from), name)
}

// needs are the addresses of all modules that a page with some figures loads, beside its own
// script: a browser that is told of them asks for all at once, and not for each after the one
// that imports it.
func (a *assets) needs(figures ...sim.Figure) []string {
	seen := map[string]bool{}
	var list []string
	var add func(name string)
	add = func(name string) {
		if a.files[name] == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, to := range a.files[name].uses() {
			add(to)
		}
		list = append(list, a.url(name))
	}
	add("web/main.js")
	for _, f := range figures {
		add(a.kinds[f.Draw.Kind()])
	}
	return list
}
