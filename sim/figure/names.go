package figure

import "reflect"

// Output is the name of an output, or of a series of them: y* is y1, y2, ...
type Output string

// Field is the name of a field.
type Field string

// Series is what the names of some fields begin with, before their numbers.
type Series string

// Action is the name of an action.
type Action string

// Query is the name of a query that answers with an A.
type Query[A any] string

// Answer is the type of the answer.
func (Query[A]) Answer() reflect.Type { return reflect.TypeFor[A]() }

// Asker is a query of any answer.
type Asker interface{ Answer() reflect.Type }
