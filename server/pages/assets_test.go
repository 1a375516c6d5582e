package pages

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"hebb/server/servertest"
	"hebb/static"
	"hebb/web"
)

func testAssets(t *testing.T, change func(fstest.MapFS)) *assets {
	t.Helper()
	scripts := fstest.MapFS{}
	for name, text := range map[string]string{
		"main.js": "import 'hebb/stream.js'", "main.test.js": "test", "figures/trace/trace.js": strings.Repeat("// long\n", 1000) + "customElements.define(\"hebb-trace\", Trace);\n",
		"web.go": "package web",
	} {
		scripts[name] = &fstest.MapFile{Data: []byte(text)}
	}
	if change != nil {
		change(scripts)
	}
	files := fstest.MapFS{"style.css": &fstest.MapFile{Data: []byte("body{}")}, "vendor/x/x.js": &fstest.MapFile{Data: []byte("x")},
		"vendor/x/LICENSE": &fstest.MapFile{Data: []byte("free")}, "vendor/x/x.woff2": &fstest.MapFile{Data: make([]byte, 2000)}}
	a, err := newAssets(map[string]fs.FS{"web": scripts, "static": files})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAssetsAreNamedByContent(t *testing.T) {
	a := testAssets(t, nil)
	b := testAssets(t, func(m fstest.MapFS) { m["main.js"].Data = []byte("changed") })
	c := testAssets(t, func(m fstest.MapFS) { m["main.test.js"].Data = []byte("changed") })
	if a.hash == b.hash {
		t.Error("a changed script keeps its address")
	}
	if a.hash != c.hash {
		t.Error("a changed test changes the addresses")
	}
	var m struct{ Imports map[string]string }
	if err := json.Unmarshal([]byte(a.importMap("/p")), &m); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"hebb/main.js": "web/main.js", "hebb/figures/trace/trace.js": "web/figures/trace/trace.js", "hebb/kinds/trace": "web/figures/trace/trace.js", "hebb/vendor/x/x.js": "static/vendor/x/x.js"} {
		if m.Imports[name] != "/p/assets/"+a.hash+"/"+want {
			t.Errorf("%s is %q", name, m.Imports[name])
		}
	}
	if len(m.Imports) != 4 {
		t.Errorf("the import map has more than the modules: %v", m.Imports)
	}
}

func TestAssetsServe(t *testing.T) {
	house := newHouse(t)
	house.assets = testAssets(t, nil)
	h := house.Handler()
	at := func(path string, headers ...string) *http.Response {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = servertest.Host
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	res := at(house.assets.url("web/main.js"))
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("main.js: %d %v", res.StatusCode, res.Header)
	}
	res = at(house.assets.url("web/figures/trace/trace.js"), "Accept-Encoding", "br, gzip")
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(z); len(text) != 8000+len("customElements.define(\"hebb-trace\", Trace);\n") {
		t.Errorf("trace.js unpacks to %d bytes", len(text))
	}
	res = at(house.assets.url("static/vendor/x/x.woff2"), "Accept-Encoding", "br, gzip")
	if data, err := io.ReadAll(res.Body); res.StatusCode != 200 || res.Header.Get("Content-Type") != "font/woff2" || res.Header.Get("Content-Encoding") != "" ||
		!strings.Contains(res.Header.Get("Cache-Control"), "immutable") || len(data) != 2000 || err != nil {
		t.Errorf("x.woff2: %d %v, %d bytes, %v; it is packed already", res.StatusCode, res.Header, len(data), err)
	}
	for _, path := range []string{
		house.assets.url("web/main.test.js"), house.assets.url("web/web.go"), house.assets.url("static/vendor/x/LICENSE"),
		house.assets.url("web/"), house.assets.url("web/../web/main.js"), house.assets.url("web/%2e%2e/web.go"), house.assets.url("/etc/passwd"),
		house.assets.url("..%2f..%2fgo.mod"), house.assets.url(`..\..\go.mod`), "/assets/0000000000000000/web/main.js", "/assets/",
	} {
		if res := at(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
}

// The files of this build: every page needs these.
func TestEmbeddedAssets(t *testing.T) {
	a, err := newAssets(map[string]fs.FS{"web": web.Files, "static": static.Files})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"web/main.js", "static/style.css", "static/vendor/stix-math/hebb-math.woff2"} {
		if a.files[name] == nil {
			t.Errorf("%s is not embedded", name)
		}
	}
	for name := range a.files {
		if strings.Contains(name, ".test.") {
			t.Errorf("%s is served", name)
		}
	}
}
