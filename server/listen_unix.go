//go:build !windows

package main

import (
	"errors"
	"syscall"
)

// addressInUse says whether listening failed because somebody else does.
func addressInUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

// addressForbidden says whether this user may not listen there.
func addressForbidden(err error) bool { return errors.Is(err, syscall.EACCES) }
