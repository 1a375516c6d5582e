package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packed is an embedded set. Its zip is one zstd frame; its content is the four IDX
// files as published, headers included, one after the other: training images,
// training labels, test images, test labels.
type packed struct {
	set    Set    // everything but Hash, Train and Test
	zip    []byte // as embedded
	zipSum string // hex SHA-256 of zip
	sum    string // hex SHA-256 of the content
	size   int    // length of the content [bytes]
	limits Limits // the largest of the four files

	once   sync.Once
	opened *Set
	err    error
}

func (p *packed) open() (*Set, error) {
	p.once.Do(func() {
		if p.opened, p.err = p.decode(); p.err != nil {
			p.err = fmt.Errorf("data: set %q: %w", p.set.Name, p.err)
		}
	})
	return p.opened, p.err
}

// decode unpacks into one piece of memory; the images of the result are views of it.
func (p *packed) decode() (*Set, error) {
	if got := sha256sum(p.zip); got != p.zipSum {
		return nil, fmt.Errorf("the packed file has SHA-256 %s, not %s", got, p.zipSum)
	}
	// The content is the frame's only window, so that p.size bounds all memory.
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(uint64(p.size)), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	content, err := d.DecodeAll(p.zip, make([]byte, 0, p.size))
	if err != nil {
		return nil, err
	}
	if got := sha256sum(content); got != p.sum {
		return nil, fmt.Errorf("the content has SHA-256 %s, not %s", got, p.sum)
	}

	s := p.set
	s.Hash = p.sum[:16]
	if s.Train, content, err = p.part(content); err != nil {
		return nil, fmt.Errorf("training part: %w", err)
	}
	if s.Test, content, err = p.part(content); err != nil {
		return nil, fmt.Errorf("test part: %w", err)
	}
	if len(content) != 0 {
		return nil, fmt.Errorf("%d bytes are left over", len(content))
	}
	return &s, nil
}

// part takes an image file and a label file from the front of content.
func (p *packed) part(content []byte) (m Images, rest []byte, err error) {
	images, rest, err := p.file(content)
	if err != nil {
		return Images{}, nil, err
	}
	labels, rest, err := p.file(rest)
	if err != nil {
		return Images{}, nil, err
	}
	if images.Rows != p.set.Rows || images.Cols != p.set.Cols {
		return Images{}, nil, fmt.Errorf("images are %d×%d, not %d×%d", images.Rows, images.Cols, p.set.Rows, p.set.Cols)
	}
	m, err = Pair(images, labels, p.set.Classes)
	return m, rest, err
}

// file takes one IDX file from the front of content, as a view.
func (p *packed) file(content []byte) (x IDX, rest []byte, err error) {
	r := bytes.NewReader(content)
	x, err = readHeader(r, p.limits)
	if err != nil {
		return IDX{}, nil, err
	}
	at := len(content) - r.Len()
	end := at + x.size()
	if end > len(content) {
		return IDX{}, nil, x.truncated(len(content))
	}
	x.Data = content[at:end:end]
	return x, content[end:], nil
}

func sha256sum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
