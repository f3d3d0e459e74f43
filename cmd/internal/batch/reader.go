package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yusuan/extract"
	"yusuan/extract/inspect"
	"yusuan/extract/native"
	"yusuan/extract/pdfium"
	"yusuan/extract/plaintext"
	"yusuan/parse"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// ReaderOptions of NewReader. The zero value works.
type ReaderOptions struct {
	Engine string // auto (default), native, pdfium, both
	Forms  string // folder of declared forms laid over the built-in ones
	Limits extract.Limits
	Ignore []string  // checks not to report
	Notice io.Writer // told when something slow begins; nil: nobody is
	Log    *slog.Logger
}

// told names the options that change what is read from a sound document, ""
// for the defaults. The declared forms have a hash of their own; limits change
// only what becomes of documents that hit them.
func (o ReaderOptions) told() string {
	var told []string
	if o.Engine != "" && o.Engine != string(extract.Auto) {
		told = append(told, "engine="+o.Engine)
	}
	if len(o.Ignore) > 0 {
		ignored := slices.Sorted(slices.Values(o.Ignore))
		told = append(told, "ignore="+strings.Join(slices.Compact(ignored), ","))
	}
	return strings.Join(told, " ")
}

// Reader reads documents one after another. It is used by one goroutine.
type Reader struct {
	opener extract.Opener
	forms  *form.Catalog
	opt    ReaderOptions
	pdfium io.Closer
}

// Result is everything read from one file.
type Result struct {
	Document *budget.Document
	Pages    *extract.Document // nil where the file could not be opened
	Rows     [][]parse.Row     // by table
}

// NewReader checks the options and makes a reader. The second engine is only
// started when a document needs it.
func NewReader(opt ReaderOptions) (*Reader, error) {
	r := &Reader{opt: opt, forms: form.Builtin()}
	switch m := extract.Mode(opt.Engine); m {
	case "", extract.Auto:
		r.opener.Mode = extract.Auto
	case extract.NativeOnly, extract.PDFiumOnly, extract.Both:
		r.opener.Mode = m
	default:
		return nil, fmt.Errorf("no engine %q; there are auto, native, pdfium and both", opt.Engine)
	}
	if opt.Forms != "" {
		forms, err := form.Overlay(os.DirFS(opt.Forms))
		if err != nil {
			return nil, fmt.Errorf("forms in %s: %w", opt.Forms, err)
		}
		r.forms = forms
	}
	second := &pdfium.Engine{}
	if opt.Notice != nil {
		second.Notice = func(message string) { fmt.Fprintln(opt.Notice, message) }
	}
	r.pdfium = second
	r.opener.Native = native.New()
	r.opener.PDFium = second
	r.opener.Plain = plaintext.New()
	r.opener.Inspect = inspect.Inspector{}
	r.opener.Limits = opt.Limits
	return r, nil
}

// Close ends the second engine.
func (r *Reader) Close() error { return r.pdfium.Close() }

// File reads the file name. An unreadable document is a Result whose Document
// has the Status failed and a Reason; an error means that the file could not
// be read from disk or that ctx ended.
func (r *Reader) File(ctx context.Context, name string) (*Result, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return r.Bytes(ctx, name, data)
}

// Bytes reads a document from memory; name is what it is called in messages.
func (r *Reader) Bytes(ctx context.Context, name string, data []byte) (*Result, error) {
	opened, err := r.opener.Open(ctx, name, data)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return &Result{Document: r.failed(name, data, err)}, nil
	}
	defer opened.Close()
	doc, read, err := parse.Full(ctx, opened.Doc, parse.Options{
		Forms:  r.forms,
		Second: opened.Second,
		Ignore: r.opt.Ignore,
		Log:    r.opt.Log,
	})
	if err != nil {
		return nil, err
	}
	doc.Parser, doc.Forms, doc.Options = parse.Version, r.forms.Hash(), r.opt.told()
	return &Result{Document: doc, Pages: opened.Doc, Rows: read.Rows}, nil
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// failed makes the result of a document that no engine could open.
func (r *Reader) failed(name string, data []byte, err error) *budget.Document {
	class := "damaged"
	switch {
	case errors.Is(err, extract.ErrEncrypted):
		class = "password"
	case errors.Is(err, extract.ErrNotPDF):
		class = "not a PDF"
	case errors.Is(err, extract.ErrLimit):
		class = "limit"
	case errors.Is(err, extract.ErrNoText):
		class = "needs OCR"
	}
	return &budget.Document{
		SHA256:  sum(data),
		File:    name,
		Bytes:   int64(len(data)),
		Kind:    string(extract.Sniff(data)),
		Status:  "failed",
		Reason:  class + ": " + strings.TrimPrefix(err.Error(), name+": "),
		Parser:  parse.Version,
		Forms:   r.forms.Hash(),
		Options: r.opt.told(),
	}
}

// TrySecondEngine starts the second engine and says where it keeps its
// compiled code. notice is told what takes long.
func TrySecondEngine(ctx context.Context, notice func(string)) (string, error) {
	e := &pdfium.Engine{Notice: notice}
	defer e.Close()
	if err := e.Warm(ctx); err != nil {
		return "", err
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "PDFium works; no cache folder, so that it is compiled at every start", nil
	}
	return "PDFium works, compiled code in " + filepath.Join(dir, "yusuan"), nil
}
