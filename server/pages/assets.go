package pages

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"hebb/server/reply"
	"hebb/sim"
)

// assets are the scripts, styles and pictures of the pages, all embedded, under
// addresses that change with their content and can be cached for ever:
// /assets/<hash>/web/main.js. One hash covers all files, so that modules that import
// each other by relative path and by name get the same address, and are one module.
type assets struct {
	hash  string
	files map[string]*asset
	kinds map[string]string // of figures: the module that makes an element of the name hebb-<kind>
}

type asset struct {
	kind string
	data []byte
	pack func() []byte   // gzip of data, made when first asked for
	uses func() []string // the files that a module imports, found when first asked for
}

// kinds are the files that are served, by ending. Others, such as type
// declarations and licences, stay inside.
var kinds = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".mjs":   "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
	".json":  "application/json",
}

// reElement finds what a module of a figure ends with.
var reElement = regexp.MustCompile(`(?m)^customElements\.define\("hebb-([a-z]+)"`)

// newAssets reads the trees, each under its name.
func newAssets(trees map[string]fs.FS) (*assets, error) {
	a := &assets{files: map[string]*asset{}, kinds: map[string]string{}}
	for name, tree := range trees {
		err := fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			kind, served := kinds[path.Ext(file)]
			if !served || strings.Contains(path.Base(file), ".test.") {
				return nil
			}
			data, err := fs.ReadFile(tree, file)
			a.files[name+"/"+file] = &asset{kind: kind, data: data, pack: sync.OnceValue(func() []byte { return pack(data) }),
				uses: sync.OnceValue(func() []string { return a.imports(name + "/" + file) })}
			if m := reElement.FindSubmatch(data); m != nil && name == "web" && strings.HasPrefix(file, "figures/") {
				a.kinds[string(m[1])] = name + "/" + file
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		fmt.Fprintf(sum, "%s %d\n", name, len(a.files[name].data))
		sum.Write(a.files[name].data)
	}
	a.hash = hex.EncodeToString(sum.Sum(nil)[:8])
	return a, nil
}

// serves says which kinds of figures labs have that no module makes.
func (a *assets) serves(labs []*sim.Lab) error {
	var all []error
	for _, lab := range labs {
		for _, view := range lab.Views {
			for _, f := range view.Figures {
				if a.kinds[f.Draw.Kind()] == "" {
					all = append(all, fmt.Errorf("lab %s, view %s, figure %s: kind: no module of web/figures makes a %q; there are %s", lab.Name, view.Name, f.Name,
						f.Draw.Kind(), strings.Join(slices.Sorted(maps.Keys(a.kinds)), ", ")))
				}
			}
		}
	}
	return errors.Join(all...)
}

// url is the address of a file such as static/style.css, without the prefix of a proxy. A
// file that does not exist is our own mistake, but one that a page can live with.
func (a *assets) url(name string) string { return "/assets/" + a.hash + "/" + name }

// importMap lets modules be imported by name: hebb/main.js is web/main.js, hebb/kinds/trace
// the module of the figures of that kind, wherever it stands, and hebb/vendor/... are the
// vendored ones. root is what stands before all addresses.
func (a *assets) importMap(root string) string {
	imports := map[string]string{}
	for name := range a.files {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		if short, ok := strings.CutPrefix(name, "web/"); ok {
			imports["hebb/"+short] = root + a.url(name)
		} else if short, ok := strings.CutPrefix(name, "static/vendor/"); ok {
			imports["hebb/vendor/"+short] = root + a.url(name)
		}
	}
	for kind, name := range a.kinds {
		imports["hebb/kinds/"+kind] = root + a.url(name)
	}
	// Marshal sorts the names and escapes <, so that the text can stand in a script.
	text, err := json.Marshal(map[string]any{"imports": imports})
	if err != nil {
		panic("server: " + err.Error()) // strings always encode
	}
	return string(text)
}

// serve answers GET /assets/{hash}/*. Names are looked up in a list, so that no path
// can lead anywhere else.
func (a *assets) serve(w http.ResponseWriter, r *http.Request) error {
	file, ok := a.files[chi.URLParam(r, "*")]
	if !ok || chi.URLParam(r, "hash") != a.hash {
		return reply.Refuse(http.StatusNotFound, "There is no such file in this version of Hebb.")
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	data := file.data
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(data) > 1400 && strings.Contains(file.kind, "text/") {
		data = file.pack()
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", fmt.Sprint(len(data)))
		w.WriteHeader(http.StatusOK)
		if r.Method != http.MethodHead {
			w.Write(data)
		}
		return nil
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}

func pack(data []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write(data) // into memory: cannot fail
	z.Close()
	return buf.Bytes()
}
