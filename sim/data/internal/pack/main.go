// Pack makes the embedded form of an image set from its four published files:
//
//	go run ./sim/data/internal/pack <dir> sim/data/mnist.zst
//
// <dir> holds train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
// t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz. Their MD5 sums must be
// those of the original MNIST; with -any other files of these names are packed too.
// Every file must be a sound IDX file.
//
// The output is one zstd frame that holds the four files, decompressed, in this
// order. It is made by the zstd command (1.5.4 made the committed file; other
// versions may choose other bytes for the same content): at level 22 it is 8 % smaller
// than the best that the Go library makes. What sim/data must know about it (sizes
// and SHA-256 sums) is printed.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"hebb/sim/data"
)

var files = []struct{ name, md5 string }{
	{"train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"},
	{"train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"},
	{"t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"},
	{"t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	unknown := flag.Bool("any", false, "accept files with other MD5 sums than MNIST's")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: pack [-any] <dir with four .gz files> <output>")
	}
	if err := pack(flag.Arg(0), flag.Arg(1), *unknown); err != nil {
		log.Fatal(err)
	}
}

func pack(dir, output string, unknown bool) error {
	var content []byte
	for _, f := range files {
		b, err := read(filepath.Join(dir, f.name), f.md5, unknown)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		content = append(content, b...)
	}
	if err := compress(content, output); err != nil {
		return err
	}
	zip, err := os.ReadFile(output)
	if err != nil {
		return err
	}
	fmt.Printf("zipSum: \"%x\"\nsum:    \"%x\"\nsize:   %d // packed: %d\n",
		sha256.Sum256(zip), sha256.Sum256(content), len(content), len(zip))
	return nil
}

// read returns the decompressed file at path, once it has been found sound.
func read(path, sum string, unknown bool) ([]byte, error) {
	zip, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if got := fmt.Sprintf("%x", md5.Sum(zip)); got != sum && !unknown {
		return nil, fmt.Errorf("MD5 is %s, not %s", got, sum)
	}
	r, err := gzip.NewReader(bytes.NewReader(zip))
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	_, err = data.ReadIDX(bytes.NewReader(b), data.Limits{})
	return b, err
}

// compress goes through a file, so that zstd knows the size and records it: the
// decoder then needs no memory besides the content itself.
func compress(content []byte, output string) error {
	tmp, err := os.CreateTemp("", "pack")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(content); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	cmd := exec.Command("zstd", "-q", "-f", "--ultra", "-22", "--long=27", "--single-thread", tmp.Name(), "-o", output)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}
