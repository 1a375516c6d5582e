package main

import "testing"

// A target that hardly runs finds nothing. The comment of each says how often it runs at
// least, which make fuzz measures, or why nobody can say.
func TestFuzzTargetsHaveFloors(t *testing.T) {
	list, err := targets("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if f.floor == 0 && !f.excused {
			t.Errorf("%s: %s has no line \"Floor: N executions a second.\" or \"No floor: why\"", f.folder, f.name)
		}
	}
	if len(list) < 20 {
		t.Errorf("%d fuzz targets were found: the walk is broken", len(list))
	}
}
