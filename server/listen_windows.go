package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

// addressInUse says whether listening failed because somebody else does. Winsock has
// numbers of its own for what the other systems call EADDRINUSE and EACCES, and Go
// does not translate them.
func addressInUse(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }

// addressForbidden says whether this user may not listen there: ports that Windows has
// set aside for itself answer so, whatever their number.
func addressForbidden(err error) bool { return errors.Is(err, windows.WSAEACCES) }
