package main

import (
	"fmt"
	"reflect"
	"slices"

	"encoding/json"
)

// conform says where what was read from JSON is not as TypeScript's type of t has it; ""
// where it is.
func conform(t reflect.Type, v any, at string) string {
	if t.Kind() == reflect.Interface || t == reflect.TypeFor[json.RawMessage]() {
		return ""
	}
	if t.Kind() == reflect.Pointer {
		if v == nil {
			return ""
		}
		return conform(t.Elem(), v, at)
	}
	if v == nil {
		return at + " is null"
	}
	no := func() string { return fmt.Sprintf("%s: %T %v is no %v", at, v, v, t) }
	switch t = formOf(t); t.Kind() {
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			return no()
		}
	case reflect.String:
		if _, ok := v.(string); !ok {
			return no()
		}
	case reflect.Struct:
		return conformObject(t, v, at)
	case reflect.Map:
		m, ok := v.(map[string]any)
		if !ok {
			return no()
		}
		for key, v := range m {
			if says := conform(t.Elem(), v, at+"."+key); says != "" {
				return says
			}
		}
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return conform(reflect.TypeFor[string](), v, at)
		}
		list, ok := v.([]any)
		if !ok {
			return no()
		}
		if t.Kind() == reflect.Array && len(list) != t.Len() {
			return fmt.Sprintf("%s has %d entries", at, len(list))
		}
		for i, v := range list {
			if says := conform(t.Elem(), v, fmt.Sprintf("%s[%d]", at, i)); says != "" {
				return says
			}
		}
	default:
		if _, ok := v.(float64); !ok {
			return no()
		}
	}
	return ""
}

func conformObject(t reflect.Type, v any, at string) string {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprintf("%s: %T is no %v", at, v, t)
	}
	keys := fieldsOf(t)
	for key := range m {
		if !slices.ContainsFunc(keys, func(k field) bool { return k.name == key }) {
			return fmt.Sprintf("%s: there is no key %q", at, key)
		}
	}
	for _, k := range keys {
		here := at + "." + k.name
		v, ok := m[k.name]
		switch {
		case !ok && !k.optional:
			return here + " is missing"
		case !ok:
			continue
		case v == nil && k.optional && k.at.Type.Kind() == reflect.Pointer:
			return here + " is null"
		}
		if text, isText := v.(string); k.is != nil && isText && !slices.Contains(k.is, text) {
			return fmt.Sprintf("%s: %q is none of %v", here, text, k.is)
		}
		if says := conform(k.at.Type, v, here); says != "" {
			return says
		}
	}
	return ""
}
