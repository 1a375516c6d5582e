package predictive

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"

	"hebb/sim/num"
	"hebb/sim/precision"
)

// Training before a batch is frozen takes up to half a minute. For the networks that
// presets begin with it has been done, and its weights are kept: the same digits, which a
// test holds. Other networks are trained as before, and so are these where another
// arithmetic is in use than the one that has made the files.
//
// After a change of numbers: HEBB_TRAIN=1 go test ./sim/labs/predictive -run TestPresetsAreTrained.

//go:embed trained/*.bin
var kept embed.FS

// trainingOf is all that the weights depend on.
func (e *explorer) trainingOf() string {
	seed := ""
	if e.init != torchInit {
		seed = fmt.Sprint(" seed ", e.seed)
	}
	return fmt.Sprintf("%s %s %d %v%s, %s, %s, %d bytes, rate %v, %d steps of %d", e.lay, e.init, e.seedling, e.loader, seed, e.data, e.loss, precision.Bytes(e.precision), e.rate, e.train, trainBatch)
}

// keptName is the file of a training.
func keptName(training string) string {
	sum := sha256.Sum256([]byte(training))
	return hex.EncodeToString(sum[:8]) + ".bin"
}

// recall takes the weights over that the training would end with, when they are kept.
func (c *relax[T]) recall(e *explorer) bool {
	if e.given != nil || e.train == 0 || e.afresh {
		return false
	}
	data, err := kept.ReadFile("trained/" + keptName(e.trainingOf()))
	if err != nil {
		return false
	}
	arithmetic, rest, ok := bytes.Cut(data, []byte("\n"))
	if !ok || string(arithmetic) != num.Arithmetic() || len(rest) != 8+int(precision.Bytes(e.precision))*e.lay.Params {
		return false
	}
	c.lesson.last = math.Float64frombits(binary.LittleEndian.Uint64(rest))
	binary.Decode(rest[8:], binary.LittleEndian, c.net.theta)
	c.trained = e.train
	return true
}

// keep writes what recall reads.
func (c *relax[T]) keep() []byte {
	var b bytes.Buffer
	b.WriteString(num.Arithmetic() + "\n")
	binary.Write(&b, binary.LittleEndian, c.lesson.last)
	binary.Write(&b, binary.LittleEndian, c.net.theta)
	return b.Bytes()
}
