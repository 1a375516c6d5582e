package pages

import (
	"net/http"
	"path"
	"strings"

	"hebb/server/guard"
)

// nearPages leads to a page those who have nearly written its address: with a slash too
// many, in capitals, without its name. It leads to pages that are there and to nowhere
// else, so that no address can send a visitor to a foreign place.
func (s *Server) nearPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost && !guard.IsUpgrade(r) {
			root := guard.PlaceOf(r).Root
			if page, ok := s.pageNear(r.URL.Path, root); ok && page != r.URL.EscapedPath() {
				guard.Lead(w, r, root+page)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// pageNear is the page that an address without query means.
func (s *Server) pageNear(text, root string) (page string, ok bool) {
	text = path.Clean("/" + text)
	if root != "" && len(text) >= len(root) && strings.EqualFold(text[:len(root)], root) && (len(text) == len(root) || text[len(root)] == '/') {
		text = path.Clean("/" + text[len(root):])
	}
	if text == "/" || strings.EqualFold(text, "/labs") {
		return "/", true
	}
	for _, lab := range s.catalogue.Labs {
		if page := "/labs/" + lab.Name; strings.EqualFold(text, page) {
			return page, true
		}
	}
	return "", false
}

// unknownPrefix is what stands before a page's address and is no prefix that we know of.
func (s *Server) unknownPrefix(text string) (string, bool) {
	i := strings.LastIndex(text, "/labs/")
	if i <= 0 {
		return "", false
	}
	_, isPage := s.pageNear(text[i:], "")
	root, err := guard.ParsePrefix(text[:i])
	return root, isPage && err == nil
}
