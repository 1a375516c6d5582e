package live

import (
	"context"
	"strings"
	"testing"

	"hebb/sim/simtest/toy"
)

func TestLink(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab, map[string]string{"eta": "0.05"}), toy.Lab)
	stepTo(t, r, 9)
	do(t, r, Set{Fields: map[string]string{"eta": "0.07"}})
	link, err := r.Link(context.Background())
	if err != nil || !strings.HasPrefix(link, "?eta=0.05&z=") {
		t.Errorf("%s, %v", link, err)
	}
	if i := infoOf(r); i.Link != "?eta=0.07" {
		t.Errorf("the link to the set-up: %s", i.Link)
	}
}
