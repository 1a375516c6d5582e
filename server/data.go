package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"hebb/sim"
	"hebb/sim/data"
)

const dataUsage = `Image sets: those of the program, and your own.

  hebb data list [-check]                  what there is
  hebb data add FILE [flags]               import a set
  hebb data get emnist [flags]             download EMNIST (562 MB) and import a split of it
  hebb data remove NAME                    remove an imported set

FILE is one of
  - the zip of EMNIST (gzip.zip as published); -split chooses a part of it;
  - a folder or a zip with published files such as train-images-idx3-ubyte.gz, or one
    of these files: its three siblings are taken too (MNIST and its relatives, QMNIST,
    or the full Fashion-MNIST, which is recognised). The folder raw of torchvision and
    the zips of Kaggle hold every file twice: equal copies count as one;
  - any IDX file of images, plain or gzip, with -labels and -name.
Of a set without test images one training image in 7, of every class, is held out.
A set is checked and copied; nothing of it stays when a file is not sound. A running
Hebb sees it when it is started again.

Other formats have to be written as IDX files first. With NumPy, images x of N × rows ×
columns from 0 to 255 and labels y, whole numbers from 0:

  import struct
  open("x.idx", "wb").write(struct.pack(">4i", 0x803, *x.shape) + x.astype("u1").tobytes())
  open("y.idx", "wb").write(struct.pack(">2i", 0x801, len(y)) + y.astype("u1").tobytes())

  hebb data add x.idx -labels y.idx -name mine

The downloader was tested against a local server only. Neither the address of EMNIST
nor the checksum (as another public project records it) has ever been verified against
its real home at NIST: when it fails, fetch the file yourself and use hebb data add.

Flags:
`

// dataTool is what the data subcommand works with.
type dataTool struct {
	dir            string // <data folder>
	stdout, stderr io.Writer
	pause          time.Duration // before a download is tried again
}

// dataFlags are the flags of all data subcommands.
type dataFlags struct {
	data                           string
	name, title, split, classes    string
	labels, testImages, testLabels string
	first                          int
	transposed, check              bool
	url, sum                       string
}

func (o *dataFlags) set() *flag.FlagSet {
	f := flag.NewFlagSet("hebb data", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.data, "data", "", "`folder` of Hebb's data (default "+defaultData()+")")
	f.BoolVar(&o.check, "check", false, "list: also read every set and compare its checksums")
	f.StringVar(&o.name, "name", "", "add, get: `name` of the new set (default emnist-<split>, or fashion-full)")
	f.StringVar(&o.title, "title", "", "add: `title` of the new set")
	f.StringVar(&o.split, "split", "", "add, get: part of EMNIST, `"+strings.Join(data.Splits(), "|")+"` (default balanced)")
	f.StringVar(&o.labels, "labels", "", "add: IDX `file` with the labels of FILE")
	f.StringVar(&o.testImages, "test-images", "", "add: IDX `file` with test images (default: a part of the training images is held out)")
	f.StringVar(&o.testLabels, "test-labels", "", "add: IDX `file` with their labels")
	f.StringVar(&o.classes, "classes", "", "add: `names` of the classes, separated by commas (default the labels)")
	f.IntVar(&o.first, "first-label", 0, "add: smallest label in the files (default: what they say)")
	f.BoolVar(&o.transposed, "transposed", false, "add: the files hold every image transposed (EMNIST: they do, known)")
	f.StringVar(&o.sum, "sha256", "", "get: `checksum` of the zip, or none to accept any (default the recorded one)")
	f.StringVar(&o.url, "url", emnistHome, "get: `address` of the zip, for a mirror")
	return f
}

// dataCommand is the data subcommand.
func dataCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	return (&dataTool{stdout: stdout, stderr: stderr, pause: time.Second}).run(ctx, args)
}

func (t *dataTool) run(ctx context.Context, args []string) error {
	var o dataFlags
	flags := o.set()
	words, err := parseMixed(flags, args)
	if errors.Is(err, flag.ErrHelp) || err == nil && len(words) > 0 && words[0] == "help" {
		fmt.Fprint(t.stdout, dataUsage)
		flags.SetOutput(t.stdout)
		flags.PrintDefaults()
		return flag.ErrHelp
	} else if err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if t.dir, err = dataFolder(&options{data: o.data, dataSet: given["data"]}); err != nil {
		return err
	}
	if t.dir == "" {
		return fmt.Errorf("image sets need a folder: -data %q is none; %w", o.data, errUsage)
	}
	switch {
	case len(words) == 1 && words[0] == "list":
		return t.list(ctx, o.check)
	case len(words) == 2 && words[0] == "add":
		return t.add(ctx, words[1], &o, given)
	case len(words) == 2 && words[0] == "get":
		if words[1] != "emnist" {
			return fmt.Errorf("%q cannot be downloaded: only emnist can; %w", sim.Clip(words[1]), errUsage)
		}
		return t.get(ctx, &o, given)
	case len(words) == 2 && words[0] == "remove":
		return data.Remove(setsFolder(t.dir), words[1])
	}
	return fmt.Errorf("hebb data takes list, add FILE, get emnist or remove NAME, not %q; %w", sim.Clip(strings.Join(words, " ")), errUsage)
}

// setsFolder is where imported sets are kept.
func setsFolder(dir string) string { return filepath.Join(dir, "sets") }

// importSets offers the imported sets of a data folder ("" has none) to all labs. The
// error names those that are damaged; the others can be used.
func importSets(dir string) error {
	if dir == "" {
		return nil
	}
	return data.Import(setsFolder(dir))
}

// readSets is importSets for what keeps nothing in the data folder: it makes none.
func readSets(dir string, given bool) error {
	switch {
	case dir == "none", dir == "" && given:
		return nil
	case dir == "":
		return importSets(defaultData())
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("-data %q is no folder; %w", sim.Clip(dir), errUsage)
	}
	return importSets(dir)
}

// list prints one line a set.
func (t *dataTool) list(ctx context.Context, check bool) error {
	table := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tTRAINING\tTEST\tPIXELS\tCLASSES\tHASH\tTITLE")
	row := func(name string, train, test int, note string, rows, cols, classes int, hash, title string) {
		fmt.Fprintf(table, "%s\t%d\t%d%s\t%d×%d\t%d\t%s\t%s\n", name, train, test, note, rows, cols, classes, hash, title)
	}
	own, err := data.Imported(setsFolder(t.dir))
	bad := []error{err}
	imported := map[string]bool{}
	for _, d := range own {
		imported[d.Name] = true
	}
	for _, name := range data.Names() {
		if imported[name] {
			continue
		}
		s, err := data.Open(name)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		row(name, s.Train.N, s.Test.N, "", s.Rows, s.Cols, s.Classes, s.Hash, s.Title)
	}
	if check {
		if err := importSets(t.dir); err != nil && bad[0] == nil {
			bad = append(bad, err)
		}
	}
	for _, d := range own {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if check {
			if _, err := data.Open(d.Name); err != nil {
				bad = append(bad, err)
				continue
			}
		}
		train, test, held := d.Images()
		note := ""
		if held {
			note = " (held out)"
		}
		row(d.Name, train, test, note, d.Rows, d.Cols, len(d.Classes), d.Hash(), d.Title)
	}
	return errors.Join(errors.Join(bad...), table.Flush())
}

// add imports what is at path.
func (t *dataTool) add(ctx context.Context, path string, o *dataFlags, given map[string]bool) error {
	var a *data.Addition
	var err error
	if given["labels"] { // then nothing is guessed
		if given["split"] {
			return fmt.Errorf("-labels and -split do not go together; %w", errUsage)
		}
		a = &data.Addition{}
		if a.Train.Images, err = data.OnDisk(path); err == nil {
			a.Train.Labels, err = data.OnDisk(o.labels)
		}
	} else {
		a, err = data.Find(path, o.split)
	}
	if err != nil {
		return explain(err)
	}
	defer a.Close()
	if given["test-images"] != given["test-labels"] {
		return fmt.Errorf("-test-images and -test-labels come together; %w", errUsage)
	}
	if given["test-images"] {
		if a.Test.Images, err = data.OnDisk(o.testImages); err == nil {
			a.Test.Labels, err = data.OnDisk(o.testLabels)
		}
		if err != nil {
			return err
		}
	}
	if a.Train.Labels.Name == "" {
		return fmt.Errorf("%s: its labels are missing: give them with -labels; %w", path, errUsage)
	}
	return t.finish(ctx, a, o, given)
}

// finish lets the user's flags win over what was found out, and adds the set.
func (t *dataTool) finish(ctx context.Context, a *data.Addition, o *dataFlags, given map[string]bool) error {
	if given["name"] {
		a.Name = o.name
	}
	if given["title"] {
		a.Title = o.title
	}
	if given["classes"] {
		a.Classes = strings.Split(o.classes, ",")
	}
	if given["first-label"] {
		a.FirstLabel = &o.first
	}
	if given["transposed"] {
		a.Transposed = o.transposed
	}
	d, err := data.Add(ctx, setsFolder(t.dir), a)
	if err != nil {
		return explain(err)
	}
	train, test, held := d.Images()
	fmt.Fprintf(t.stdout, "%s: %d training and %d test images of %d×%d pixels, %d classes, is in %s\n",
		d.Name, train, test, d.Rows, d.Cols, len(d.Classes), filepath.Join(setsFolder(t.dir), d.Name))
	if held {
		fmt.Fprintln(t.stdout, data.HeldOut)
	}
	for _, note := range d.Notes() {
		fmt.Fprintln(t.stdout, note)
	}
	if empty := d.Empty(); len(empty) > 0 {
		fmt.Fprintf(t.stdout, "%d of the classes have no training images: %s\n", len(empty), sim.Clip(strings.Join(empty, ", ")))
	}
	return nil
}

// explain says where it stands how to write a file that would fit.
func explain(err error) error {
	if unfit := (*data.Unfit)(nil); errors.As(err, &unfit) && unfit.Rewrite() {
		return fmt.Errorf("%w; hebb data -help shows how", err)
	}
	return err
}
