package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// field is a key of a JSON object, as encoding/json writes a struct's.
type field struct {
	name     string
	at       reflect.StructField
	owner    reflect.Type // the struct that it stands in
	optional bool         // it can be left out
	nullable bool
	is       []string // the texts that it can be; nil: any
}

// fieldsOf are the keys of a struct, those of structs that are embedded among them.
func fieldsOf(t reflect.Type) []field {
	var all []field
	for i := range t.NumField() {
		at := t.Field(i)
		name, rest, _ := strings.Cut(at.Tag.Get("json"), ",")
		switch {
		case name == "-":
			continue
		case at.Anonymous && name == "":
			all = append(all, fieldsOf(at.Type)...)
			continue
		case !at.IsExported():
			continue
		case name == "":
			fail("%v: the field %s has no name in JSON", t, at.Name)
		}
		f := field{name: name, at: at, owner: t, optional: rest != ""}
		switch {
		case rest != "" && rest != "omitempty" && rest != "omitzero":
			fail("%v.%s: no type is written for the option %q", t, at.Name, rest)
		case rest == "omitempty" && (at.Type.Kind() == reflect.Struct || at.Type.Kind() == reflect.Array):
			fail("%v.%s: omitempty leaves out no %v", t, at.Name, at.Type.Kind())
		}
		f.nullable = at.Type.Kind() == reflect.Pointer && !f.optional
		if is, ok := at.Tag.Lookup("is"); ok {
			if f.is = strings.Fields(is); at.Type.Kind() != reflect.String {
				fail("%v.%s: only texts can be one of a list", t, at.Name)
			}
		}
		if slices.ContainsFunc(all, func(g field) bool { return g.name == name }) {
			fail("%v: two fields are called %q in JSON", t, name)
		}
		all = append(all, f)
	}
	return all
}

// formOf is the type that a value is written as: that of the value itself, unless it has
// another form.
func formOf(t reflect.Type) reflect.Type {
	if f, ok := reflect.Zero(t).Interface().(interface{ Form() any }); ok {
		return reflect.TypeOf(f.Form())
	}
	for _, t := range []reflect.Type{t, reflect.PointerTo(t)} {
		if t.Implements(reflect.TypeFor[json.Marshaler]()) && t != reflect.TypeFor[*json.RawMessage]() {
			fail("%v writes itself; a method Form has to say as what", t)
		}
	}
	return t
}

// problem is why no types can be written.
type problem string

func fail(format string, args ...any) { panic(problem(fmt.Sprintf(format, args...))) }
