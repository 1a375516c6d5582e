package simtest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"testing"

	"hebb/sim"
)

// Digest runs two unequal variants of a view, with some fields set, for some units, at least
// two, with an edit
// and every action after the first and every probe at the end, and returns a hash of all
// that came of it: history, pictures and the state that it would go on from.
func Digest(t *testing.T, view *sim.View, fields map[string]string, units int) string {
	t.Helper()
	set := other(view)
	both := maps.Clone(set)
	maps.Copy(both, fields)
	r := &runner{t: t, sims: []sim.Sim{start(t, view, fields), start(t, view, both)}}
	r.between = func(unit, round int) {
		if unit != 1 || round != 0 {
			return
		}
		a := r.sims[0]
		if err := sim.Set(a.Fields(), set); err != nil {
			t.Fatal(err)
		}
		for _, action := range a.Actions() {
			setLowest(action.Args)
			if err := action.Do(); err != nil {
				r.log.WriteString(err.Error())
			}
		}
	}
	r.run(units, units*most)
	for _, s := range r.sims {
		r.old = map[int]sim.Measurement{}
		r.log.Write(picture(s, r.view(s)))
	}
	sum := sha256.Sum256(r.digest())
	return hex.EncodeToString(sum[:])[:32]
}

// most is more rounds than a unit has, unless it does not end.
const most = 10_000
