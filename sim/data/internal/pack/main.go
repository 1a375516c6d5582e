// Pack makes the embedded form of an image set from its four published files:
//
//	go run ./sim/data/internal/pack <dir> sim/data/mnist.zst
//	go run ./sim/data/internal/pack -set fashion <dir> sim/data/fashion.zst
//	go run ./sim/data/internal/pack -set quickdraw <dir> sim/data/quickdraw.zst
//
// <dir> holds train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
// t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz. Their MD5 sums must be
// those of the set; with -any other files of these names are packed too. Every file
// must be a sound IDX file. MNIST is packed whole; of Fashion-MNIST we take the first
// 10 000 training and the first 2 000 test images, in their published order. For
// quickdraw, <dir> is the folder of drawings of an npm package; see its function.
//
// The output is one zstd frame that holds the four files, decompressed, in this
// order. It is made by the zstd command (1.5.4 made the committed files; other
// versions may choose other bytes for the same content): at level 22 it is 8 % smaller
// than the best that the Go library makes. What sim/data must know about it (sizes
// and SHA-256 sums) is printed.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"hebb/sim/data"
)

// files are the four published files, in the order in which they are packed.
var files = []string{
	"train-images-idx3-ubyte.gz",
	"train-labels-idx1-ubyte.gz",
	"t10k-images-idx3-ubyte.gz",
	"t10k-labels-idx1-ubyte.gz",
}

// sets says what is packed of which files.
var sets = map[string]struct {
	md5         [4]string
	train, test int // how many of the first images; 0: all
}{
	"mnist": {md5: [4]string{
		"f68b3c2dcbeaaa9fbdd348bbdeb94873",
		"d53e105ee54ea40749a09fcbcd1e9432",
		"9fb629c4189551a2d022fa330f9573f3",
		"ec29112dd5afa0611ce80d1b7f02629c",
	}},
	"fashion": {md5: [4]string{
		"cf8536b0aa1a6ac5fa3f23001093305c",
		"10bea18fdb374794d4bb42e356e600c9",
		"f78720b4224f21cce2f2ccf2d7a94c9a",
		"0d30e22e447f3c33dab9ed536400ac01",
	}, train: 10_000, test: 2_000},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack: ")
	unknown := flag.Bool("any", false, "accept files with other MD5 sums")
	set := flag.String("set", "mnist", "which set: mnist, fashion or quickdraw")
	flag.Parse()
	if _, ok := sets[*set]; !ok && *set != "quickdraw" || flag.NArg() != 2 {
		log.Fatal("usage: pack [-any] [-set mnist|fashion|quickdraw] <dir with the published files> <output>")
	}
	if err := pack(*set, flag.Arg(0), flag.Arg(1), *unknown); err != nil {
		log.Fatal(err)
	}
}

func pack(name, dir, output string, unknown bool) error {
	if name == "quickdraw" {
		content, err := quickdraw(dir)
		if err != nil {
			return err
		}
		return write(content, output)
	}
	set := sets[name]
	var content []byte
	for i, f := range files {
		b, err := read(filepath.Join(dir, f), set.md5[i], unknown)
		if err == nil {
			b, err = first([]int{set.train, set.train, set.test, set.test}[i], b)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		content = append(content, b...)
	}
	return write(content, output)
}

// write compresses the content and says what sim/data must know about it.
func write(content []byte, output string) error {
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

// first returns a sound IDX file of the first n entries of another; all for n = 0.
func first(n int, file []byte) ([]byte, error) {
	x, err := data.ReadIDX(bytes.NewReader(file), data.Limits{})
	if err != nil || n == 0 {
		return file, err
	}
	if n > x.N {
		return nil, fmt.Errorf("has %d entries, %d are wanted", x.N, n)
	}
	header := len(file) - len(x.Data)
	cut := bytes.Clone(file[:header+n*len(x.Data)/x.N])
	binary.BigEndian.PutUint32(cut[4:], uint32(n))
	return cut, nil
}

// read returns the decompressed file at path.
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
	return io.ReadAll(r)
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
