package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"hebb/sim/figure"
)

// file is a file of declarations under way.
type file struct {
	docs     *docs
	declared map[string]reflect.Type // by name in TypeScript
	text     map[string]string       // their declarations
	order    []string
}

func newFile(d *docs) *file {
	return &file{docs: d, declared: map[string]reflect.Type{}, text: map[string]string{}}
}

// of is a type as TypeScript writes it. Structs with a name are declared.
func (f *file) of(t reflect.Type) string {
	if asker, ok := reflect.Zero(t).Interface().(figure.Asker); ok {
		return "Query<" + f.of(asker.Answer()) + ">"
	}
	if t == reflect.TypeFor[json.RawMessage]() {
		return "unknown"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Interface:
		return "unknown"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Pointer:
		return f.of(t.Elem()) + " | null"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "Base64"
		}
		return list(f.of(t.Elem()))
	case reflect.Array:
		each := make([]string, t.Len())
		for i := range each {
			each[i] = f.of(t.Elem())
		}
		return "[" + strings.Join(each, ", ") + "]"
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			fail("%v: a key that is no text", t)
		}
		return "Record<string, " + f.of(t.Elem()) + ">"
	case reflect.Struct:
		return f.declare(t)
	}
	fail("%v has no form in JSON", t)
	return ""
}

func list(of string) string {
	if strings.ContainsAny(of, " ") && !strings.HasPrefix(of, "[") && !strings.HasPrefix(of, "Record<") {
		of = "(" + of + ")"
	}
	return of + "[]"
}

// declare declares a struct under its own name, once. Two types can have one name only
// when they are alike.
func (f *file) declare(t reflect.Type) string {
	form := formOf(t)
	name := strings.ToUpper(form.Name()[:min(1, len(form.Name()))]) + form.Name()[min(1, len(form.Name())):]
	if name == "" || strings.Contains(name, "[") {
		fail("%v has no name to be declared under", t)
	}
	was, ok := f.declared[name]
	if was == form {
		return name
	}
	if ok {
		if !alike(was, form) {
			fail("%v and %v cannot both be declared as %s", was, form, name)
		}
		return name
	}
	f.declared[name] = form
	f.order = append(f.order, name)
	var b strings.Builder
	b.WriteString(comment("", f.docs.ofType(form)))
	fmt.Fprintf(&b, "export interface %s {\n", name)
	for _, k := range fieldsOf(form) {
		b.WriteString(comment("  ", f.docs.ofField(k.owner, k.at.Name)))
		fmt.Fprintf(&b, "  %s: %s;\n", key(k), wrapped(f.ofField(k)))
	}
	b.WriteString("}\n")
	f.text[name] = b.String()
	return name
}

func key(k field) string {
	if k.optional {
		return k.name + "?"
	}
	return k.name
}

// ofField is the type of a field's value, where it is there.
func (f *file) ofField(k field) string {
	if k.is != nil {
		each := make([]string, len(k.is))
		for i, text := range k.is {
			each[i] = fmt.Sprintf("%q", text)
		}
		return strings.Join(each, " | ")
	}
	if t := k.at.Type; t.Kind() == reflect.Pointer && k.optional {
		return f.of(t.Elem())
	}
	return f.of(k.at.Type)
}

// alike says whether two structs have the same keys with the same types.
func alike(a, b reflect.Type) bool {
	keys := func(t reflect.Type) map[string]string {
		m := map[string]string{}
		for _, k := range fieldsOf(t) {
			m[key(k)] = fmt.Sprint(k.at.Type, k.is)
		}
		return m
	}
	return reflect.DeepEqual(keys(a), keys(b))
}

// wrapped keeps a long union within the width of a line.
func wrapped(text string) string {
	if len(text) < 80 || !strings.Contains(text, " | ") {
		return text
	}
	return "\n    | " + strings.ReplaceAll(text, " | ", "\n    | ")
}

// comment is a text as JSDoc, in lines of at most 100 characters.
func comment(indent, text string) string {
	if text == "" {
		return ""
	}
	if one := indent + "/** " + text + " */\n"; len([]rune(one)) <= 100 {
		return one
	}
	var b strings.Builder
	b.WriteString(indent + "/**\n")
	line := indent + " *"
	for word := range strings.FieldsSeq(text) {
		if len([]rune(line))+1+len([]rune(word)) > 100 {
			b.WriteString(line + "\n")
			line = indent + " *"
		}
		line += " " + word
	}
	b.WriteString(line + "\n" + indent + " */\n")
	return b.String()
}

// union declares a name for one of several types.
func (f *file) union(name, doc string, of ...string) {
	f.order = append(f.order, name)
	f.text[name] = comment("", doc) + "export type " + name + " =\n  | " + strings.Join(of, "\n  | ") + ";\n"
}

const notice = "// Code generated from Go's types by internal/types, with make generate. DO NOT EDIT.\n"

// String is the whole file.
func (f *file) String() string {
	parts := []string{notice}
	for _, name := range f.order {
		parts = append(parts, f.text[name])
	}
	return strings.Join(parts, "\n")
}
