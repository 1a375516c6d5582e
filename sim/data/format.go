package data

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Unfit is the error of a file of another kind than IDX. It says which kind, and what
// would fit.
type Unfit struct {
	Holds  bool // it is a folder or zip that holds such files
	format *format
}

func (u *Unfit) Error() string {
	verb := "is"
	if u.Holds {
		verb = "it holds"
	}
	return fmt.Sprintf("%s %s: %s", verb, u.format.is, u.format.want)
}

// Rewrite says that the content may fit once it is written as IDX files.
func (u *Unfit) Rewrite() bool { return u.format.want == rewrite }

// format is a kind of file that people have, and that we do not read.
type format struct {
	is    string   // after "is" and "it holds"
	want  string   // what would fit
	ends  []string // of names
	heads []string // of files
}

const (
	rewrite = "write its images and its labels as two IDX files"
	extract = "unpack it, and name what comes out"
	again   = "it stands where the file should be; download the file itself"
)

// formats are told by how a file begins, or by its name where only names are seen.
var formats = []*format{
	{"a NumPy array (.npy)", rewrite, []string{".npy"}, []string{"\x93NUMPY"}},
	{"NumPy arrays in a zip (.npz)", rewrite, []string{".npz"}, nil},
	{"a MATLAB file (.mat)", rewrite, []string{".mat"}, []string{"MATLAB 5.0 MAT-file", "MATLAB 7.3 MAT-file"}},
	{"an HDF5 file", rewrite, []string{".h5", ".hdf5", ".hdf"}, []string{"\x89HDF\r\n\x1a\n"}},
	{"a Parquet table", rewrite, []string{".parquet"}, []string{"PAR1"}},
	{"an Arrow table", rewrite, []string{".arrow", ".feather"}, []string{"ARROW1", "FEA1"}},
	{"tensors of PyTorch (.pt)", rewrite, []string{".pt", ".pth"}, []string{"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."}},
	{"a pickle of Python", rewrite, []string{".pkl", ".pickle"}, []string{"\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"}},
	{"records of TensorFlow", rewrite, []string{".tfrecord", ".tfrecords"}, nil},
	{"a spreadsheet", rewrite, []string{".xlsx", ".ods", ".xls"}, []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}},
	{"a picture (PNG)", rewrite, []string{".png"}, []string{"\x89PNG\r\n\x1a\n"}},
	{"a picture (JPEG)", rewrite, []string{".jpg", ".jpeg"}, []string{"\xff\xd8\xff"}},
	{"a picture (GIF)", rewrite, []string{".gif"}, []string{"GIF87a", "GIF89a"}},
	{"a picture (BMP)", rewrite, []string{".bmp"}, nil},
	{"a picture (TIFF)", rewrite, []string{".tif", ".tiff"}, []string{"II*\x00", "MM\x00*"}},
	{"a picture (PNM)", rewrite, []string{".pgm", ".ppm", ".pnm"}, []string{"P2\n", "P5\n", "P6\n", "P2 ", "P5 ", "P6 "}},
	{"a picture (WebP)", rewrite, []string{".webp"}, nil},
	{"a tar archive", extract, []string{".tar", ".tar.gz", ".tgz"}, nil},
	{"a zip within a zip", extract, []string{".zip"}, []string{"PK\x03\x04", "PK\x05\x06"}},
	{"a 7z archive", extract, []string{".7z"}, []string{"7z\xbc\xaf\x27\x1c"}},
	{"a RAR archive", extract, []string{".rar"}, []string{"Rar!\x1a\x07"}},
	{"an xz file", extract, []string{".xz"}, []string{"\xfd7zXZ\x00"}},
	{"a bzip2 file", extract, []string{".bz2"}, []string{"BZh"}},
	{"a zstd file", extract, []string{".zst"}, []string{"\x28\xb5\x2f\xfd"}},
	{"a file of compress", extract, []string{".z"}, []string{"\x1f\x9d"}},
	{"a PDF", rewrite, []string{".pdf"}, []string{"%PDF"}},
	{"a pointer of Git LFS, not the file itself", "fetch the file with git lfs pull", nil, []string{"version https://git-lfs"}},
	webPage,
	{"JSON", rewrite, []string{".json"}, []string{"{", "["}},
	{"an ARFF table", rewrite, []string{".arff"}, []string{"@relation", "@RELATION"}},
	table,
}

var (
	webPage = &format{"a web page", again, []string{".html", ".htm"}, nil}
	table   = &format{"a table in text (CSV)", rewrite, []string{".csv", ".tsv"}, nil}
	text    = &format{"text", rewrite, nil, nil}
)

// sniffed is how much of a file its format is told by [bytes].
const sniffed = 512

// formatOf tells the format of what begins with head, or nil. An IDX file begins with
// two zeros, or with its words swapped, and with none of these.
func formatOf(head []byte) *format {
	for _, f := range formats {
		for _, h := range f.heads {
			if bytes.HasPrefix(head, []byte(h)) {
				return f
			}
		}
	}
	at := func(from int, text string) bool {
		return len(head) > from && bytes.HasPrefix(head[from:], []byte(text))
	}
	switch {
	case at(257, "ustar"):
		return formatNamed("x.tar")
	case at(0, "BM") && at(6, "\x00\x00\x00\x00"):
		return formatNamed("x.bmp")
	case at(0, "RIFF") && at(8, "WEBP"):
		return formatNamed("x.webp")
	}
	return formatOfText(head)
}

// Kind says what a file that begins with head is when it is none that people could read:
// "a picture (PNG)", "" where nobody knows. set says that it may be, or hold, an image set.
func Kind(head []byte) (is string, set bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "a gzip file", true
	case bytes.HasPrefix(head, []byte("PK")):
		return "a zip", true
	case len(head) >= 4 && slices.Contains([]uint32{MagicImages, MagicLabels}, binary.BigEndian.Uint32(head)):
		return "an IDX file of images or labels", true
	}
	for _, f := range formats {
		for _, h := range f.heads {
			if bytes.HasPrefix(head, []byte(h)) && !slices.Contains(f.ends, ".json") {
				return f.is, false
			}
		}
	}
	return "", false
}

// formatOfText is for files that people could read, in UTF-8 or UTF-16.
func formatOfText(head []byte) *format {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		head = bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	for k := range min(len(head), utf8.UTFMax) { // the last rune may be cut
		if utf8.Valid(head[:len(head)-k]) {
			head = head[:len(head)-k]
			break
		}
	}
	words := bytes.ToLower(bytes.TrimSpace(head))
	if len(words) == 0 || !utf8.Valid(head) || bytes.ContainsFunc(head, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) }) {
		return nil
	}
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<?xml", "<!--", "<script", "<meta"} {
		if bytes.HasPrefix(words, []byte(tag)) {
			return webPage
		}
	}
	line, _, _ := bytes.Cut(words, []byte("\n"))
	if bytes.ContainsAny(line, ",;\t") {
		return table
	}
	return text
}

// formatNamed tells the format of a file by its name, or nil.
func formatNamed(name string) *format {
	name = strings.ToLower(name)
	for _, f := range formats {
		for _, end := range f.ends {
			if strings.HasSuffix(name, end) || strings.HasSuffix(name, end+".gz") {
				return f
			}
		}
	}
	return nil
}

// formatOfNames tells what the files of a folder or zip are, most of them, or nil.
// Some formats are zips themselves.
func formatOfNames(names []string) *format {
	count := map[*format]int{}
	var most *format
	for _, name := range names {
		base := path.Base(strings.ReplaceAll(name, `\`, "/"))
		switch {
		case base == "data.pkl":
			return formatNamed("x.pt")
		case base == "[Content_Types].xml":
			return formatNamed("x.xlsx")
		}
		f := formatNamed(base)
		if f == nil {
			continue
		}
		if count[f]++; most == nil || count[f] > count[most] {
			most = f
		}
	}
	if most == nil {
		return nil
	}
	is := most.is
	if n := count[most]; n > 1 {
		is = fmt.Sprintf("%s, and %d more like it", is, n-1)
	}
	return &format{is: is, want: most.want}
}
