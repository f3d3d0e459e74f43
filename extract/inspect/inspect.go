// Package inspect says what a PDF says of itself, and mends it in memory:
// pages, producer, dates, encryption, and whether it keeps to the format.
// It reads no page, and nothing it finds is a reason to reject a document.
package inspect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"yusuan/extract"
)

// ErrSlow says that the library did not come to an end in time.
var ErrSlow = errors.New("inspection took too long")

// maxTime bounds one inspection or repair. The library looks at its context
// only here and there, so a job that takes longer is left behind.
const maxTime = 20 * time.Second

// Inspector implements extract.Inspector. The zero value is ready, and may be
// used by several goroutines.
type Inspector struct{}

var _ extract.Inspector = Inspector{}

// noConfigDir keeps pdfcpu from making a folder for its settings. It writes a
// variable of the library that every configuration reads: once, before any.
var noConfigDir = sync.OnceFunc(api.DisableConfigDir)

func configuration() *model.Configuration {
	noConfigDir()
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed
	c.Cmd = model.LISTINFO
	c.Offline = true
	c.Optimize = false
	c.WriteObjectStream = false
	c.WriteXRefStream = false
	return c
}

// Inspect implements extract.Inspector. The Info holds what could be found out
// even where there is an error; its Validation then tells of it.
func (Inspector) Inspect(ctx context.Context, data []byte, lim extract.Limits) (extract.Info, error) {
	info, err := bounded(ctx, func(ctx context.Context) (extract.Info, error) { return inspect(ctx, data) })
	if err != nil {
		info.Validation = complaint(err)
	}
	return info, err
}

// Repair implements extract.Inspector.
func (Inspector) Repair(ctx context.Context, data []byte, lim extract.Limits) ([]byte, string, error) {
	type mended struct {
		data []byte
		note string
	}
	m, err := bounded(ctx, func(ctx context.Context) (mended, error) {
		b, note, err := repair(ctx, data)
		return mended{b, note}, err
	})
	return m.data, m.note, err
}

// bounded runs a job of the library and waits for it, for the context, or for
// maxTime. Panics of the library end here.
func bounded[T any](ctx context.Context, job func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, ErrSlow)
	defer cancel()
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if x := recover(); x != nil {
				r.err = fmt.Errorf("%w: pdfcpu panicked: %v", extract.ErrMalformed, x)
			}
			done <- r
		}()
		r.value, r.err = job(ctx)
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

func read(ctx context.Context, data []byte) (*model.Context, error) {
	c, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), configuration())
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, fmt.Errorf("%w: %w", extract.ErrEncrypted, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", extract.ErrMalformed, err)
	}
	return c, nil
}

func inspect(ctx context.Context, data []byte) (info extract.Info, err error) {
	c, err := read(ctx, data)
	if err != nil {
		info.Encrypted = errors.Is(err, extract.ErrEncrypted)
		return info, err
	}
	info.Encrypted = c.Encrypt != nil
	info.PDFVersion = c.VersionString()
	describe(c, &info)
	if err := c.EnsurePageCount(); err == nil {
		info.Pages = c.PageCount
	}
	info.Boxes = boxes(c)
	if err := api.ValidateContext(c); err != nil {
		info.Validation = complaint(err)
	} else {
		info.Validation = "ok"
	}
	return info, nil
}

// describe reads the document information dictionary.
func describe(c *model.Context, info *extract.Info) {
	if c.Info == nil {
		return
	}
	d, err := c.DereferenceDict(*c.Info)
	if err != nil || d == nil {
		return
	}
	text := func(key string) string {
		b, err := c.DereferenceStringEntryBytes(d, key)
		if err != nil {
			return ""
		}
		return decodeText(b)
	}
	info.Producer, info.Creator, info.Title = text("Producer"), text("Creator"), text("Title")
	info.Created, info.Modified = date(text("CreationDate")), date(text("ModDate"))
}

func date(s string) time.Time {
	t, ok := types.DateTime(s, true)
	if !ok {
		return time.Time{}
	}
	return t
}

// boxes counts the sizes of the pages, as shown after CropBox and /Rotate.
func boxes(c *model.Context) []extract.PageSize {
	pbs, err := c.PageBoundaries(nil)
	if err != nil {
		return nil
	}
	var out []extract.PageSize
	for _, pb := range pbs {
		box := pb.CropBox()
		if box == nil {
			box = pb.MediaBox()
		}
		if box == nil {
			continue
		}
		s := extract.PageSize{Width: box.Width(), Height: box.Height(), Rotate: (pb.Rot%360 + 360) % 360}
		if s.Rotate%180 != 0 {
			s.Width, s.Height = s.Height, s.Width
		}
		if n := len(out); n > 0 && out[n-1].Width == s.Width && out[n-1].Height == s.Height && out[n-1].Rotate == s.Rotate {
			out[n-1].Pages++
			continue
		}
		s.Pages = 1
		out = append(out, s)
	}
	return out
}

// complaint is one line of an error.
func complaint(err error) string {
	const most = 300
	s := strings.Join(strings.Fields(err.Error()), " ")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func repair(ctx context.Context, data []byte) ([]byte, string, error) {
	c, err := read(ctx, data)
	if err != nil {
		return nil, "", err
	}
	note := "rewritten in memory with a new cross-reference table"
	if c.Encrypt != nil {
		c.Cmd = model.DECRYPT
		note = "decrypted in memory with the empty password"
	}
	if c.Encrypt == nil && bytes.Contains(data, []byte("/Encrypt")) {
		// The library sees an encryption dictionary only where the trailer
		// refers to it; without it, ciphertext would pass for content.
		return nil, "", fmt.Errorf("%w: encryption not understood", extract.ErrEncrypted)
	}
	// Validation mends slips that the writer stumbles over; what it finds
	// wrong besides does not matter here.
	_ = api.ValidateContext(c)
	var out bytes.Buffer
	if err := api.WriteContext(c, &out); err != nil {
		return nil, "", fmt.Errorf("%w: %w", extract.ErrMalformed, err)
	}
	return out.Bytes(), note, nil
}
