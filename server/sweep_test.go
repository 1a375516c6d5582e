package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim/job"
	"hebb/sim/labs"
)

// sweepsOf is a sweep of the real labs: its processes are this test's binary.
func sweepsOf(t *testing.T, args ...string) (out, errs string, err error) {
	t.Helper()
	t.Setenv("HEBB_CHILD", "worker")
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	var o, e servertest.Text
	err = dispatch(t.Context(), catalogue.New(labs.All, list), append([]string{"sweep"}, args...), &o, &e)
	return o.String(), e.String(), err
}

// rowsOf reads a table.
func rowsOf(t *testing.T, file string) (rows []map[string]string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, name := range all[0] {
			m[name] = row[i]
		}
		rows = append(rows, m)
	}
	return rows
}

// A cell has the digits of the very run; the same command computes nothing again, a wider grid
// its new cells alone, and folders make one table.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	whole, part := filepath.Join(dir, "whole"), filepath.Join(dir, "part")
	grid := func(values, to string, more ...string) (string, string, error) {
		return sweepsOf(t, append([]string{"oja/principal-component", "-grid", "eta=" + values, "-seeds", "2", "-steps", "40", "-measure", "captured", "-measure", "captured@30/10", "-o", to, "-data", "none"}, more...)...)
	}
	out, errs, err := grid("0.01,0,02", whole)
	if err == nil || !strings.Contains(err.Error(), "-grid eta") {
		t.Errorf("0,02 in a list is two values: %v", err)
	}
	if out, errs, err = grid("0.01,0.02", whole); err != nil || !strings.Contains(out, "4 cells: 0 were there, 4 computed now") || errs != "" {
		t.Fatalf("%s%s%v", out, errs, err)
	}
	if out, _, err = grid("0.01,0.02", whole); err != nil || !strings.Contains(out, "4 cells: 4 were there, 0 computed now") {
		t.Errorf("%s%v", out, err)
	}
	if out, _, err = grid("0.01,0.02,0.03", whole, "-dry"); err != nil || !strings.Contains(out, "6 cells, 2 of them not there yet") || !strings.Contains(out, "2 measured") {
		t.Errorf("%s%v", out, err)
	}
	if out, _, err = grid("0.01,0.02,0.03", whole, "-workers", "1"); err != nil || !strings.Contains(out, "6 cells: 4 were there, 2 computed now") {
		t.Errorf("%s%v", out, err)
	}
	rows := rowsOf(t, filepath.Join(whole, "table.csv"))
	if len(rows) != 12 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		if row["output"] != "captured" {
			continue
		}
		link := fmt.Sprintf("/labs/oja?preset=principal-component&eta=%s&seed=%s", row["eta"], row["seed"])
		file := filepath.Join(dir, "run.json")
		var o, e servertest.Text
		list, _ := presets.Load(presets.Files, labs.All)
		if err := dispatch(t.Context(), catalogue.New(labs.All, list), []string{"run", link, "-steps", row["unit"], "-json", file, "-data", "none"}, &o, &e); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rec job.Record
		if err := json.Unmarshal(data, &rec); err != nil {
			t.Fatal(err)
		}
		got, err := strconv.ParseFloat(row["value"], 64)
		if want, is := rec.Final["captured"]; err != nil || !is || got != want || row["status"] != "ok" {
			t.Errorf("%s: %v, the run ends with %v", link, row, want)
		}
	}
	for k := range 2 {
		to := part
		if k == 1 {
			to += "2"
		}
		if out, _, err = grid("0.01,0.02,0.03", to, "-shard", fmt.Sprintf("%d/2", k+1)); err != nil || !strings.Contains(out, "6 cells") && !strings.Contains(out, "cells: 0 were there") {
			t.Errorf("%s%v", out, err)
		}
	}
	merged := filepath.Join(dir, "merged.csv")
	if _, errs, err = sweepsOf(t, "table", part, part+"2", "-csv", merged); err != nil || errs != "" {
		t.Errorf("%s%v", errs, err)
	}
	a, _ := os.ReadFile(merged)
	b, _ := os.ReadFile(filepath.Join(whole, "table.csv"))
	if !bytes.Equal(a, b) {
		t.Errorf("two parts give\n%sthe whole\n%s", a, b)
	}
}

func TestSweepRefuses(t *testing.T) {
	dir := t.TempDir()
	ok := []string{"oja/principal-component", "-grid", "eta=0.01,0.02", "-steps", "10", "-measure", "captured", "-o", dir, "-data", "none"}
	with := func(more ...string) []string { return append(append([]string{}, ok...), more...) }
	for want, args := range map[string][]string{
		"got 0":                              {"-steps", "10"},
		"got 2":                              with("x"),
		"needs -steps":                       {"oja/principal-component", "-o", dir},
		"needs -o":                           {"oja/principal-component", "-steps", "10"},
		"there is nothing to measure":        {"oja/principal-component", "-steps", "10", "-o", dir, "-data", "none"},
		`no preset "x"`:                      {"oja/x", "-steps", "10", "-o", dir, "-data", "none"},
		"-grid etha: there is no such field": with("-grid", "etha=1,2"),
		"-grid: eta is given twice":          with("-grid", "eta=0.03"),
		"-seeds":                             with("-seeds", "0"),
		"-workers":                           with("-workers", "0"),
		"-shard":                             with("-shard", "3/2"),
		"-csv is for":                        with("-csv", "x.csv"),
		"add -yes if it shall":               with("-grid", "short=0.1..0.9:10000", "-seeds", "100"),
		"no scalar output":                   with("-measure", "nrm"),
		"sweep table needs folders":          {"table", "-csv", "-"},
		"is no folder of a sweep":            {"table", t.TempDir(), "-csv", "-"},
	} {
		if _, _, err := sweepsOf(t, args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v\nwant %s", args, err, want)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("something was written: %v", left)
	}
}
