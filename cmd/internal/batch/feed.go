package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"yusuan/parse"
)

// feed lists the inputs, passes over what is known, and hands the rest out.
func (b *batch) feed(tasks chan<- task, results chan<- done) error {
	return b.opt.Inputs.Each(b.ctx, func(in Input) error {
		t := task{job: in.Job}
		tell := func(class, why string) error {
			select {
			case results <- done{task: t, as: class, why: why}:
				return nil
			case <-b.ctx.Done():
				return b.ctx.Err()
			}
		}
		switch {
		case in.Skipped != "":
			return tell("skipped", in.Skipped)
		case in.Trouble != "":
			return tell("error", in.Trouble)
		}
		var err error
		if t.sum, t.size, err = in.hash(); err != nil {
			return tell("error", err.Error())
		}
		if first, ok := b.seen[t.sum]; ok {
			return tell("duplicate", "same bytes as "+first)
		}
		known, err := b.known(t.sum)
		if err != nil {
			return err
		}
		if known {
			return tell("known", "read before")
		}
		b.seen[t.sum] = in.Name
		if t.size > b.opt.Limits.Bytes {
			why := fmt.Sprintf("limit: %d bytes, at most %d are read", t.size, b.opt.Limits.Bytes)
			select {
			case results <- done{task: t, read: b.failed(t, why)}:
				return nil
			case <-b.ctx.Done():
				return b.ctx.Err()
			}
		}
		select {
		case tasks <- t:
			return nil
		case <-b.ctx.Done():
			return b.ctx.Err()
		}
	})
}

// hash hashes the bytes of a job without holding them.
func (in Input) hash() (sum string, size int64, err error) {
	r, err := in.open()
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	h := sha256.New()
	if size, err = io.Copy(h, r); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

// count counts the inputs beside the reading. A list on the standard input can
// be read only once and is not counted.
func (b *batch) count() {
	n := 0
	for _, p := range b.opt.Inputs.Paths {
		if p == "-" {
			return
		}
	}
	err := b.opt.Inputs.Each(b.ctx, func(Input) error { n++; return nil })
	if err == nil {
		b.opt.Total(n)
	}
}

// known reports whether a document need not be read.
func (b *batch) known(h string) (bool, error) {
	if b.opt.Force {
		return false, nil
	}
	status, ok, err := b.st.Has(b.ctx, h, parse.Version, b.forms, b.opt.reader().told())
	return ok && !(b.opt.Retry && status == "failed"), err
}
