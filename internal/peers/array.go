package peers

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Array is what a Python program gets as a NumPy array.
type Array struct {
	Shape []int
	Data  any // []float32, []float64, []int32 or []int64
}

// save writes arrays to a folder: raw numbers, and a list of what they are.
func save(dir string, arrays map[string]Array) error {
	type entry struct {
		Type  string `json:"type"`
		Shape []int  `json:"shape"`
	}
	list := map[string]entry{}
	for name, a := range arrays {
		kind, n := "", 0
		switch d := a.Data.(type) {
		case []float32:
			kind, n = "<f4", len(d)
		case []float64:
			kind, n = "<f8", len(d)
		case []int32:
			kind, n = "<i4", len(d)
		case []int64:
			kind, n = "<i8", len(d)
		default:
			return fmt.Errorf("input %s is a %T", name, a.Data)
		}
		if a.Shape == nil {
			a.Shape = []int{n}
		}
		size := 1
		for _, s := range a.Shape {
			size *= s
		}
		if size != n {
			return fmt.Errorf("input %s: %d numbers in the shape %v", name, n, a.Shape)
		}
		list[name] = entry{kind, a.Shape}
		f, err := os.Create(filepath.Join(dir, name+".raw"))
		if err != nil {
			return err
		}
		if err := binary.Write(f, binary.LittleEndian, a.Data); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	data, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "arrays.json"), data, 0o644)
}
