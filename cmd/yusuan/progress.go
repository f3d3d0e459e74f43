package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"yusuan/cmd/internal/batch"
)

// quietEvery is how often progress is logged where there is no terminal.
const quietEvery = 30 * time.Second

// progress shows how far a batch is: a bar on a terminal, a line now and then
// elsewhere.
type progress struct {
	w     io.Writer
	bar   *progressbar.ProgressBar // nil where w is no terminal
	off   bool
	began time.Time
	last  time.Time
	n     int
	pages int
}

func newProgress(w io.Writer, off bool) *progress {
	p := &progress{w: w, off: off, began: time.Now(), last: time.Now()}
	f, ok := w.(*os.File)
	if off || !ok || !term.IsTerminal(int(f.Fd())) {
		return p
	}
	p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("reading"), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionShowElapsedTimeOnFinish(), progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
	return p
}

// total says how many inputs there are; it may come from another goroutine.
func (p *progress) total(n int) {
	if p.bar != nil {
		p.bar.ChangeMax(n)
	}
}

func (p *progress) add(o batch.Outcome, classes map[string]int) {
	p.n++
	if o.Document != nil {
		p.pages += o.Document.Pages
	}
	rate := float64(p.pages) / max(time.Since(p.began).Seconds(), 0.001)
	switch {
	case p.bar != nil:
		p.bar.Describe(fmt.Sprintf("%s, %.0f pages/s", classWords(classes), rate))
		p.bar.Add(1)
	case !p.off && time.Since(p.last) >= quietEvery:
		p.last = time.Now()
		fmt.Fprintf(p.w, "%d inputs (%s), %.0f pages/s\n", p.n, classWords(classes), rate)
	}
}

// clear takes the bar off the line, for other output.
func (p *progress) clear() {
	if p.bar != nil {
		p.bar.Clear()
	}
}

func (p *progress) say(s string) {
	p.clear()
	fmt.Fprintln(p.w, s)
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
