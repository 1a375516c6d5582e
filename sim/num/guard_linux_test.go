package num

import (
	"runtime"
	"syscall"
	"testing"
	"unsafe"
)

// Nothing is read beyond the ends of an operand: each lies at the end of a page, or
// at the beginning of one, next to pages that may not be touched.
func TestNothingIsTouchedBeyondTheEnds(t *testing.T) {
	for _, path := range ways() {
		onPath(path, func() {
			testGuarded(t, kernels32)
			testGuarded(t, kernels64)
		})
	}
}

func testGuarded[T Float](t *testing.T, k Kernels[T]) {
	for _, atEnd := range []bool{true, false} {
		for _, c := range calls[T]() {
			for n := range 12 {
				var mapped [][]byte
				alloc := func(n int) []T {
					v, pages := guarded[T](t, n, atEnd)
					mapped = append(mapped, pages)
					return v
				}
				conform(t, k, c, maker[T]{seed: uint64(n), fill: 1 - float64(n%3)*0.4, alloc: alloc}, 1+n*5%19, 1+n*7%37, 1+n)
				for _, m := range mapped {
					if err := syscall.Munmap(m); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	runtime.GC()
}

// guarded returns n elements between two pages without any rights.
func guarded[T Float](t *testing.T, n int, atEnd bool) ([]T, []byte) {
	t.Helper()
	var e T
	page, size := syscall.Getpagesize(), n*int(unsafe.Sizeof(e))
	inner := max((size+page-1)/page*page, page)
	m, err := syscall.Mmap(-1, 0, inner+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	for _, edge := range [][]byte{m[:page], m[page+inner:]} {
		if err := syscall.Mprotect(edge, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	start := page
	if atEnd {
		start += inner - size
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(m[start:]))), n), m
}
