package main

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"hebb/sim"
	"hebb/sim/link"
	"hebb/templates"
)

// gallery answers GET /.
func (s *server) gallery(w http.ResponseWriter, r *http.Request) error {
	model, err := templates.NewGallery(s.labs, s.byLab, s.chrome(r))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, templates.GalleryPage(model))
}

// labPage answers GET /labs/{lab}?...: the page of a link. It starts nothing; its
// script does that with a POST.
func (s *server) labPage(w http.ResponseWriter, r *http.Request) error {
	lab := chi.URLParam(r, "lab")
	if to, ok := s.mended(lab, r.URL.RawQuery); ok {
		// Relative, so that it holds behind every prefix.
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return nil
	}
	a, err := s.open(lab, r.URL.RawQuery)
	if err != nil {
		return err
	}
	figure := ""
	if isEmbed(r) {
		if len(s.guard.framers) == 0 {
			return refuse(http.StatusForbidden, "This Hebb shows no figures in other pages. Start it with -embed and the address of the site that may.")
		}
		figure = r.URL.Query().Get("figure")
		if figure == "" {
			figure = a.view.Figures[0].Name
		}
		if !slices.ContainsFunc(a.view.Figures, func(f sim.Figure) bool { return f.Name == figure }) {
			return refuse(http.StatusNotFound, "The view %q has no figure %q.", a.view.Title, sim.Clip(figure))
		}
	}
	model, err := templates.NewLab(templates.LabInput{Embed: figure, Lab: a.lab, View: a.view, Setup: a.doc.Setup, Defaults: a.base, Preset: a.preset,
		Presets: s.byLab[a.lab.Name], Refused: a.refused, Moment: a.z, Chrome: s.chrome(r)})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, templates.LabPage(model))
}

// mended is where a link to a lab that something has happened to on its way leads, seen
// from /labs/. The page then has an address that its script can read as it stands.
func (s *server) mended(lab, query string) (to string, ok bool) {
	name, clean, ok := link.Find("/labs/" + lab + "?" + query)
	if _, known := s.lab(name); !ok || !known || name == lab && clean == query || len(query) > maxQuery {
		return "", false
	}
	if clean == "" {
		return name, true
	}
	return name + "?" + clean, true
}

// chrome is what every page needs from the server.
func (s *server) chrome(r *http.Request) templates.Chrome {
	p := placeOf(r)
	return templates.Chrome{Root: p.root, Nonce: p.nonce, ImportMap: s.assets.importMap(p.root), Style: s.assets.url("static/style.css"),
		Script: s.assets.url("web/main.js"), Version: commit(), Asset: s.assets.url, Labs: s.labs}
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) error {
	if root, ok := s.unknownPrefix(r.URL.Path); ok {
		return refuse(http.StatusNotFound, "There is no page at %s. If a proxy puts %s before all addresses, start Hebb with -prefix %s.", sim.Clip(r.URL.Path), root, root)
	}
	return refuse(http.StatusNotFound, "There is no page at %s.", sim.Clip(r.URL.Path))
}

func (s *server) wrongMethod(w http.ResponseWriter, r *http.Request) error {
	return refuse(http.StatusMethodNotAllowed, "%s does not work at %s.", sim.Clip(r.Method), sim.Clip(r.URL.Path))
}

// errorPage tells a person what went wrong, in the look of all pages.
func (s *server) errorPage(w http.ResponseWriter, r *http.Request, p *problem) {
	model := templates.ErrorModel{Status: p.status, Title: http.StatusText(p.status), Text: p.text, Chrome: s.chrome(r)}
	if err := s.render(w, r, p.status, templates.ErrorPage(model)); err != nil {
		s.log.Error("the error page failed", "request", requestID(r), "error", err)
		http.Error(w, p.text, p.status)
	}
}
