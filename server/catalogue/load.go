package catalogue

import (
	"errors"
	"sync"

	"hebb/sim"
	"hebb/sim/figure"
)

// Check says what is wrong with the figures of labs, before any model is started: a lab
// with a mistake is not served.
func (c *Catalogue) Check() error {
	var all []error
	for _, lab := range c.Labs {
		all = append(all, figure.Check(lab))
	}
	return errors.Join(all...)
}

// load says, when a view is opened for the first time, which outputs its figures miss: what
// there is, only a model with a state knows. Later the answer is at hand.
func (c *Catalogue) load(lab *sim.Lab, view *sim.View) error {
	once, _ := c.loaded.LoadOrStore(view, sync.OnceValue(func() error { return figure.Load(lab, view) }))
	return once.(func() error)()
}
