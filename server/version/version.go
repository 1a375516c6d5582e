// Package version says what this program was built from and what it computes with.
package version

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"

	"hebb/sim/experiment"
	"hebb/sim/num"
)

// Commit is what the program was built from, for people.
var Commit = sync.OnceValue(func() string {
	text := "development"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return text
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			text = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			text += "+"
		}
	}
	return text
})

// Build names this very program. Saved states of another are not trusted, even
// when both were built from one commit: the program itself is what is hashed.
var Build = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return Commit()
	}
	f, err := os.Open(name)
	if err != nil {
		return Commit()
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return Commit()
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
})

// Origin is what this program computes with.
func Origin() experiment.Origin {
	return experiment.Origin{Build: Build(), Arithmetic: num.Arithmetic()}
}
