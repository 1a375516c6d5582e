package pages

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/version"
	"hebb/sim"
	"hebb/sim/link"
	"hebb/templates"
)

// gallery answers GET /.
func (s *Server) gallery(w http.ResponseWriter, r *http.Request) error {
	model, err := templates.NewGallery(s.catalogue.Labs, s.byLab, s.chrome(r))
	if err != nil {
		return err
	}
	model.Chrome.Modules = s.assets.needs(model.Heroes()...)
	return s.render(w, r, http.StatusOK, templates.GalleryPage(model))
}

// labPage answers GET /labs/{lab}?...: the page of a link. It starts nothing; its
// script does that with a POST.
func (s *Server) labPage(w http.ResponseWriter, r *http.Request) error {
	lab := chi.URLParam(r, "lab")
	if to, ok := s.mended(lab, r.URL.RawQuery); ok {
		// Relative, so that it holds behind every prefix.
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return nil
	}
	a, err := s.catalogue.Open(lab, r.URL.RawQuery)
	if err != nil {
		return err
	}
	return s.showLab(w, r, a, "", r.URL.Query().Get("figure"))
}

// showLab renders the page of a set-up: of one to begin, or of the run that follows, by its
// name. figure is the one that a frame asks for.
func (s *Server) showLab(w http.ResponseWriter, r *http.Request, a *catalogue.Asked, follows, figure string) error {
	if !guard.IsEmbed(r) {
		figure = ""
	} else {
		if !s.guard.Framed() {
			return reply.Refuse(http.StatusForbidden, "This Hebb shows no figures in other pages. Start it with -embed and the address of the site that may.")
		}
		if figure == "" {
			figure = a.View.Figures[0].Name
		}
		if !slices.ContainsFunc(a.View.Figures, func(f sim.Figure) bool { return f.Name == figure }) {
			return reply.Refuse(http.StatusNotFound, "The view %q has no figure %q.", a.View.Title, sim.Clip(figure))
		}
	}
	chrome := s.chrome(r)
	chrome.Modules = s.assets.needs(a.View.Figures...)
	model, err := templates.NewLab(templates.LabInput{Embed: figure, Lab: a.Lab, View: a.View, Setup: a.Doc.Setup, Defaults: a.Base, Preset: a.Preset,
		Presets: s.byLab[a.Lab.Name], Refused: a.Refused, Moment: a.Moment, Follow: follows, Chrome: chrome})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, templates.LabPage(model))
}

// mended is where a link to a lab that something has happened to on its way leads, seen
// from /labs/. The page then has an address that its script can read as it stands.
func (s *Server) mended(lab, query string) (to string, ok bool) {
	name, clean, ok := link.Find("/labs/" + lab + "?" + query)
	if _, known := s.catalogue.Lab(name); !ok || !known || name == lab && clean == query || len(query) > limits.MaxQuery {
		return "", false
	}
	if clean == "" {
		return name, true
	}
	return name + "?" + clean, true
}

// chrome is what every page needs from the server.
func (s *Server) chrome(r *http.Request) templates.Chrome {
	p := guard.PlaceOf(r)
	return templates.Chrome{Root: p.Root, Nonce: p.Nonce, ImportMap: s.assets.importMap(p.Root), Style: s.assets.url("static/style.css"),
		Script: s.assets.url("web/main.js"), Version: version.Commit(), Asset: s.assets.url, Labs: s.catalogue.Labs,
		First:   func(lab *sim.Lab) string { return templates.First(lab, s.byLab[lab.Name]) },
		Session: s.owners.Session(r) != "", Forgets: s.files == nil, Home: s.guard.Twin(r)}
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) error {
	if root, ok := s.unknownPrefix(r.URL.Path); ok {
		return reply.Refuse(http.StatusNotFound, "There is no page at %s. If a proxy puts %s before all addresses, start Hebb with -prefix %s.", sim.Clip(r.URL.Path), root, root)
	}
	return reply.Refuse(http.StatusNotFound, "There is no page at %s.", sim.Clip(r.URL.Path))
}

func (s *Server) wrongMethod(w http.ResponseWriter, r *http.Request) error {
	return reply.Refuse(http.StatusMethodNotAllowed, "%s does not work at %s.", sim.Clip(r.Method), sim.Clip(r.URL.Path))
}

// errorPage tells a person what went wrong, in the look of all pages.
func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, p *reply.Problem) {
	model := templates.ErrorModel{Status: p.Status, Title: http.StatusText(p.Status), Text: p.Text, Chrome: s.chrome(r)}
	if err := s.render(w, r, p.Status, templates.ErrorPage(model)); err != nil {
		s.log.Error("the error page failed", "request", guard.RequestID(r), "error", err)
		http.Error(w, p.Text, p.Status)
	}
}
