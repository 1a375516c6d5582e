package main

import (
	"archive/zip"
	"bytes"
	"os"
	"time"
)

// file is one of a zip.
type file struct {
	name string
	data []byte
	mode os.FileMode
}

// contents are the files that go with a program, in the order of a reader: what starts,
// how, and under which licences.
func contents(t target, program []byte) ([]file, error) {
	name, start := "hebb", startUnix
	switch t.os {
	case "windows":
		name, start = "hebb.exe", startWindows
	case "darwin":
		start = startMacOS
	}
	files := []file{{name, program, 0o755}, {"START.txt", []byte(start), 0o644}}
	for _, name := range []string{"README.md", "LICENSE", "NOTICE"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, data, 0o644})
	}
	return files, nil
}

// pack returns a zip of the files in one folder. Modes are those of Unix, so that the
// program can be started where it was unpacked.
func pack(folder string, at time.Time, files []file) ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range files {
		header := &zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(f.mode)
		part, err := w.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

const (
	startUnix = `Hebb, a live laboratory for biologically plausible learning.

In a terminal, in this folder:

    ./hebb -open

It prints an address and opens it in your browser. Ctrl-C ends it.
README.md says what there is; ./hebb -help lists the flags.
`
	startMacOS = `Hebb, a live laboratory for biologically plausible learning.

In Terminal, in this folder:

    xattr -d com.apple.quarantine hebb
    ./hebb -open

The first line is needed once: macOS holds back programs that were downloaded and
that no company has signed. Hebb prints an address and opens it in your browser.
Ctrl-C ends it. README.md says what there is; ./hebb -help lists the flags.
`
	startWindows = "Hebb, a live laboratory for biologically plausible learning.\r\n" +
		"\r\n" +
		"Unpack the whole zip first, then double-click hebb.exe, or in a terminal in this folder:\r\n" +
		"\r\n" +
		"    .\\hebb.exe -open\r\n" +
		"\r\n" +
		"Windows may ask whether to run a program that it does not know: choose More info, Run anyway.\r\n" +
		"Hebb prints an address; open it in a browser. Ctrl-C, or closing the window, ends it.\r\n" +
		"README.md says what there is; .\\hebb.exe -help lists the flags.\r\n"
)
