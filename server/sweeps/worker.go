package sweeps

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/sweep"
)

// Worker computes cells, one at a time.
type Worker interface {
	// Compute returns the result of an order. That a cell fails is an error that says why; the
	// worker takes another order then.
	Compute(ctx context.Context, o *sweep.Order) (*sweep.Result, error)
	Name() string
	Close()
}

// Bench is a worker in this process.
type Bench struct {
	Labs       []*sim.Lab
	Arithmetic func(lab, view string) sweep.Arithmetic // of this program
	Given      job.Given
}

func (*Bench) Name() string { return "this process" }
func (*Bench) Close()       {}

// Compute refuses an order of another arithmetic, by name.
func (b *Bench) Compute(ctx context.Context, o *sweep.Order) (r *sweep.Result, err error) {
	x := experiment.Experiment{Setup: o.Experiment.Setup.Clone()}
	lab, view, err := x.Resolve(b.Labs)
	if err != nil {
		return nil, err
	}
	if own := b.Arithmetic(lab.Name, view.Name); own != o.Arithmetic {
		return nil, fmt.Errorf("this program computes with the arithmetic %s, in which %s/%s has the digest %s; the sweep is of %s, with %s",
			own.Version, lab.Name, view.Name, own.Digest, o.Arithmetic.Version, o.Digest)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return o.Compute(ctx, lab, b.Given)
}

// answer is what a process says of an order.
type answer struct {
	Result *sweep.Result `json:"result,omitempty"`
	Error  string        `json:"error,omitempty"`
}

// maxLine is how long an order may be, or an answer.
const maxLine = 8 << 20

// Serve answers orders, one a line, until there are no more, or ctx ends. Whoever gives the orders
// may die: then the input ends, and with it the cell in hand.
func Serve(ctx context.Context, w Worker, in io.Reader, out io.Writer) error {
	yieldProcessor()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := make(chan []byte)
	var failed error
	go func() {
		defer close(lines)
		defer cancel()
		scan := bufio.NewScanner(in)
		scan.Buffer(nil, maxLine)
		for scan.Scan() {
			select {
			case lines <- append([]byte(nil), scan.Bytes()...):
			case <-ctx.Done():
				return
			}
		}
		failed = scan.Err()
	}()
	to := json.NewEncoder(out)
	for line := range lines {
		var a answer
		o := &sweep.Order{}
		err := json.Unmarshal(line, o)
		if err == nil {
			a.Result, err = w.Compute(ctx, o)
		}
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			a = answer{Error: err.Error()}
		}
		if err := to.Encode(a); err != nil {
			return err
		}
	}
	return failed
}

// Process is a worker in a process of its own, which is started when there is something to do, and
// again after it has ended.
type Process struct {
	Command func() *exec.Cmd
	Number  int

	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	errors *tail
}

func (p *Process) Name() string { return fmt.Sprintf("process %d", p.Number) }

// Compute gives the order to the process. When ctx ends it is told to end, too.
func (p *Process) Compute(ctx context.Context, o *sweep.Order) (*sweep.Result, error) {
	if err := p.start(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { p.in.Close() })
	defer func() {
		if !stop() && p.cmd != nil { // it takes no more orders
			p.end()
		}
	}()
	line, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	_, err = p.in.Write(append(line, '\n'))
	var said []byte
	if err == nil {
		said, err = p.out.ReadBytes('\n')
	}
	if err != nil {
		why := p.end()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("the process that computed it ended: %w", why)
	}
	var a answer
	if err := json.Unmarshal(said, &a); err != nil {
		return nil, fmt.Errorf("the process that computed it said %q: %w", sim.Clip(string(said)), err)
	}
	if a.Error != "" {
		return nil, errors.New(a.Error)
	}
	if a.Result == nil {
		return nil, errors.New("the process that computed it said nothing")
	}
	return a.Result, nil
}

func (p *Process) start() error {
	if p.cmd != nil {
		return nil
	}
	cmd := p.Command()
	p.errors = &tail{}
	cmd.Stderr = p.errors
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd, p.in, p.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// end lets the process end, and says why it did.
func (p *Process) end() error {
	p.in.Close()
	io.Copy(io.Discard, p.out)
	err := p.cmd.Wait()
	p.cmd = nil
	if err == nil {
		err = errors.New("it was not asked to")
	}
	if said := strings.TrimSpace(p.errors.text()); said != "" {
		err = fmt.Errorf("%w: %s", err, said)
	}
	return err
}

// Close ends the process.
func (p *Process) Close() {
	if p.cmd == nil {
		return
	}
	p.in.Close()
	slow := time.AfterFunc(10*time.Second, func() { p.cmd.Process.Kill() })
	defer slow.Stop()
	p.end()
}

// Local are so many processes of this program, with the arguments that make it a worker.
func Local(n int, args ...string) ([]Worker, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var list []Worker
	for i := range n {
		list = append(list, &Process{Number: i + 1, Command: func() *exec.Cmd {
			cmd := exec.Command(program, args...)
			cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // there is a process for each processor
			return cmd
		}})
	}
	return list, nil
}

// tail keeps the end of what is written to it.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if n := len(t.kept) - 2000; n > 0 {
		t.kept = t.kept[n:]
	}
	return len(p), nil
}

// text is read after the process has ended.
func (t *tail) text() string { return string(t.kept) }
