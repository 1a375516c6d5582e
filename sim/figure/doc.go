// Package figure has the kinds of figures that several labs show, and checks what labs say
// of their figures.
//
// A kind is a struct of options. An option that names something of the lab has a type that
// says what: an Output, a Field, a Series of fields, an Action or a Query. Tags say more:
//
//	json:"every,omitempty"   the option's name, and that it may be left out
//	sends:"x y"              arguments that the figure sends with the action or query
//
// Ranges are for a method Check() error. The types of the page's scripts are made from
// these structs: make generate.
package figure
