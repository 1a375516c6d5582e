package experiment

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/link"
)

// MaxVariants is how many sims a run compares at most.
const MaxVariants = 4

// VariantKey returns the letter of variant i: a, b, c, d.
func VariantKey(i int) string { return string(rune('a' + i)) }

// NameIn names a field or an output of variant i as links do: plain for A, with its letter for
// the others.
func NameIn(i int, name string) string {
	if i == 0 {
		return name
	}
	return VariantKey(i) + "." + name
}

// SplitName takes a name of NameIn apart.
func SplitName(text string) (i int, name string) {
	if len(text) > 2 && text[1] == '.' && text[0] >= 'a' && text[0] < 'a'+MaxVariants {
		return int(text[0] - 'a'), text[2:]
	}
	return 0, text
}

// Setup is everything that a run starts from: what a link, a preset and the
// command line say.
type Setup struct {
	Lab      string
	View     string
	Preset   string // whose text is shown; "" for none
	Seed     uint64
	Variants []Variant      // 1 to MaxVariants
	Probes   map[string]int // periods in units that differ from the defaults; 0: off
}

// Variant is one of the sims that a run compares.
type Variant struct {
	Label string            // "" for none: the page then shows the letter
	Set   map[string]string // fields that differ from their defaults
}

// Clone returns a copy that shares nothing.
func (s Setup) Clone() Setup {
	s.Variants = slices.Clone(s.Variants)
	for i := range s.Variants {
		s.Variants[i].Set = maps.Clone(s.Variants[i].Set)
	}
	s.Probes = maps.Clone(s.Probes)
	return s
}

// DefaultSeed is the seed of a setup that names none.
const DefaultSeed = 7

// maxSeed keeps seeds exact in a page's numbers.
const maxSeed = 1<<53 - 1

// MaxLabel is the most bytes of a variant's label.
const MaxLabel = 40

// NewSetup returns the defaults of a view with one variant.
func NewSetup(lab *sim.Lab, view *sim.View) Setup {
	return Setup{Lab: lab.Name, View: view.Name, Seed: DefaultSeed,
		Variants: []Variant{{Set: map[string]string{}}}, Probes: map[string]int{}}
}

// Encode writes s as a query relative to base: what equals base is left out. Names
// without prefix are variant A's fields; b.name is what B has otherwise than A.
func Encode(s, base Setup, view *sim.View, first bool) url.Values {
	q := url.Values{}
	if !first {
		q.Set("view", s.View)
	}
	if s.Preset != "" {
		q.Set("preset", s.Preset)
	}
	if s.Seed != base.Seed {
		q.Set("seed", strconv.FormatUint(s.Seed, 10))
	}
	defaults := sim.Values(view.New().Fields())
	a, baseA := full(defaults, s.Variants[0].Set), full(defaults, base.Variants[0].Set)
	for name, v := range a {
		if v != baseA[name] {
			q.Set(name, v)
		}
	}
	for i, variant := range s.Variants {
		key := VariantKey(i)
		var b Variant
		if i < len(base.Variants) {
			b = base.Variants[i]
		}
		if variant.Label != b.Label {
			q.Set(key+".label", variant.Label)
		}
		if i == 0 {
			continue
		}
		// What the link would give this variant without a word of its own.
		implied := maps.Clone(a)
		if i < len(base.Variants) {
			implied = follow(a, baseA, full(defaults, b.Set))
		}
		for name, v := range full(defaults, variant.Set) {
			if v != implied[name] {
				q.Set(key+"."+name, v)
			}
		}
	}
	if n := len(s.Variants); n < len(base.Variants) || n > len(base.Variants) && !mentions(q, VariantKey(n-1)) {
		q.Set("variants", strconv.Itoa(n))
	}
	for name, every := range s.Probes {
		if b, ok := base.Probes[name]; !ok || b != every {
			q.Set("probe."+name, strconv.Itoa(every))
		}
	}
	for name := range base.Probes {
		if _, ok := s.Probes[name]; !ok {
			q.Set("probe."+name, strconv.Itoa(defaultEvery(view, name)))
		}
	}
	return q
}

// mentions says whether a key of q has that variant's prefix.
func mentions(q url.Values, key string) bool {
	for name := range q {
		if strings.HasPrefix(name, key+".") {
			return true
		}
	}
	return false
}

// follow is a variant of the base setup after variant A has moved from baseA to
// a: where it agreed with A it still does.
func follow(a, baseA, b map[string]string) map[string]string {
	m := maps.Clone(b)
	for name, v := range b {
		if v == baseA[name] {
			m[name] = a[name]
		}
	}
	return m
}

func full(defaults, set map[string]string) map[string]string {
	m := maps.Clone(defaults)
	maps.Copy(m, set)
	return m
}

// Diff returns the entries of values that differ from the view's defaults.
func Diff(view *sim.View, values map[string]string) map[string]string {
	defaults := sim.Values(view.New().Fields())
	m := map[string]string{}
	for name, v := range values {
		if v != defaults[name] {
			m[name] = v
		}
	}
	return m
}

// own are the keys of a query that are not fields.
var own = []string{"view", "preset", "seed", "variants", "z", "v", "embed", "paused", "speed", "figure"}

// Decode reads a query on top of base. What is unknown or out of range is left at
// base's value and reported, in a fixed order; the rest is applied.
func Decode(q url.Values, base Setup, view *sim.View) (Setup, []*sim.FieldError) {
	s := base.Clone()
	var refused []*sim.FieldError
	refuse := func(name, format string, args ...any) {
		refused = append(refused, &sim.FieldError{Field: sim.Clip(name), Reason: fmt.Sprintf(format, args...)})
	}
	// whole reads a whole number that is no field.
	whole := func(name string, v *sim.IntValue) bool {
		set, err := mended(q.Get(name), v.Parse)
		if err != nil {
			refuse(name, "%v", err)
			return false
		}
		set()
		return true
	}
	if q.Get("seed") != "" {
		seed := 0
		if whole("seed", sim.Int(&seed, 0, maxSeed)) {
			s.Seed = uint64(seed)
		}
	}
	if q.Get("variants") != "" {
		n := 0
		if whole("variants", sim.Int(&n, 1, MaxVariants)) {
			s.Variants = resize(s.Variants, n)
		}
	}
	fresh := view.New().Fields()
	defaults := sim.Values(fresh)
	baseA := full(defaults, s.Variants[0].Set)
	sets := make([]map[string]string, MaxVariants)
	for _, name := range slices.Sorted(maps.Keys(q)) {
		text := q.Get(name)
		if slices.Contains(own, name) {
			continue
		}
		if probe, ok := strings.CutPrefix(name, "probe."); ok {
			every := 0
			if defaultEvery(view, probe) < 0 {
				refuse(name, "there is no such probe")
			} else if !whole(name, sim.Int(&every, 0, MaxEvery)) {
				continue
			} else if every == defaultEvery(view, probe) {
				delete(s.Probes, probe)
			} else {
				s.Probes[probe] = every
			}
			continue
		}
		i, field := SplitName(name)
		if i >= len(s.Variants) {
			s.Variants = resize(s.Variants, i+1)
		}
		if field == "label" {
			if len(text) > MaxLabel {
				refuse(name, "%d bytes are too many: at most %d", len(text), MaxLabel)
			} else {
				s.Variants[i].Label = CleanLabel(text)
			}
			continue
		}
		f, ok := sim.Find(fresh, field)
		if !ok {
			_, wrong := sim.Check(fresh, map[string]string{field: text})
			refuse(name, "%s", wrong[0].Reason)
			continue
		}
		set, err := mended(text, f.Parse)
		if err != nil {
			refuse(name, "%v", err)
			continue
		}
		old := f.Value.String()
		set()
		if sets[i] == nil {
			sets[i] = map[string]string{}
		}
		sets[i][field] = f.Value.String() // canonical
		if restore, err := f.Value.Parse(old); err == nil {
			restore()
		}
	}
	a := full(baseA, sets[0])
	for i := range s.Variants {
		values := follow(a, baseA, full(defaults, s.Variants[i].Set))
		maps.Copy(values, sets[i])
		s.Variants[i].Set = map[string]string{}
		for name, v := range values {
			if v != defaults[name] {
				s.Variants[i].Set[name] = v
			}
		}
	}
	return s, refused
}

// mended parses a value of a link. One that is refused is read again without what the way
// may have added to it: rubbish at its ends, then spaces within.
func mended(text string, parse func(string) (func(), error)) (set func(), err error) {
	set, err = parse(text)
	for _, mend := range []func(string) string{link.Trim, link.Squeeze} {
		if again := mend(text); err != nil && again != text {
			if set, err := parse(again); err == nil {
				return set, nil
			}
		}
	}
	return set, err
}

// CleanLabel drops from a variant's label what cannot be seen.
func CleanLabel(text string) string { return sim.Visible(text) }

// MaxEvery is the longest period of a probe in units.
const MaxEvery = 1_000_000

// defaultEvery is the period that a probe has when nobody says otherwise: 0 when
// it is off, -1 when there is none of that name.
func defaultEvery(view *sim.View, probe string) int {
	for _, p := range view.New().Probes() {
		if p.Name == probe {
			if p.On {
				return p.Every
			}
			return 0
		}
	}
	return -1
}

// Every returns the period of probe p under setup s: 0 when it is off.
func (s *Setup) Every(p *sim.Probe) int {
	if every, ok := s.Probes[p.Name]; ok {
		return every
	}
	if p.On {
		return p.Every
	}
	return 0
}

// resize keeps the first n variants; new ones are copies of A without label.
func resize(variants []Variant, n int) []Variant {
	if n < len(variants) {
		return variants[:n]
	}
	for len(variants) < n {
		variants = append(variants, Variant{Set: maps.Clone(variants[0].Set)})
	}
	return variants
}
