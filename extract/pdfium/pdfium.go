// Package pdfium reads PDF pages with PDFium, compiled to WebAssembly: no cgo,
// nothing to install. It is the second opinion, the fallback for what the
// native engine cannot read, and what draws pages as pictures.
//
// PDFium's own reading order, spaces and line ends are dropped: the engine
// gives the same page model as every other, glyph by glyph.
//
// The library takes seconds to compile; the result is kept in the user's cache
// folder, so this happens once on a machine. A call into PDFium cannot be
// stopped from outside: when the context ends during one, the reader returns
// at once and is dead, and the call is left behind. Whoever must have the CPU
// back ends the process.
package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"yusuan/extract"
)

// Name is what Page.Engine says of pages read here.
const Name = "pdfium"

// memoryPages bounds the memory of one open document, in pages of 64 KiB.
const memoryPages = 16 << 10 // 1 GiB

// maxOpen bounds how many documents are open at a time, in one process.
const maxOpen = 64

// Engine implements extract.Engine. It starts PDFium when the first document is
// opened. It may be used by several goroutines, each with its own documents.
// The zero value is ready.
type Engine struct {
	// CacheDir keeps the compiled library; empty means a folder in the user's
	// cache folder. Where it cannot be written, nothing is kept.
	CacheDir string
	// Notice is told what takes long the first time; nil for nobody.
	Notice func(message string)

	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
	err   error
}

// Name implements extract.Engine.
func (e *Engine) Name() string { return Name }

// Warm starts PDFium if it is not running yet. Calling it before workers start
// keeps each of them from compiling the library.
func (e *Engine) Warm(ctx context.Context) error {
	_, err := e.start(ctx)
	return err
}

// Close stops PDFium. Documents that are still open die.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var errs []error
	if e.pool != nil {
		errs = append(errs, e.pool.Close())
	}
	if e.cache != nil {
		errs = append(errs, e.cache.Close(context.Background()))
	}
	e.pool, e.cache, e.err = nil, nil, nil
	return errors.Join(errs...)
}

func (e *Engine) start(ctx context.Context) (pdfium.Pool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.pool != nil || e.err != nil {
		return e.pool, e.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.pool, e.err = e.newPool()
	if e.err != nil {
		e.err = fmt.Errorf("start pdfium: %w", e.err)
	}
	return e.pool, e.err
}

func (e *Engine) newPool() (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	dir := e.cacheDir()
	if dir == "" || !hasFile(dir) {
		e.notice("Preparing the PDFium engine; this takes some seconds, once.")
	}
	if dir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(dir)
		if err != nil {
			e.notice(fmt.Sprintf("PDFium will be prepared again each time: %v", err))
		} else {
			e.cache = cache
			config = config.WithCompilationCache(cache)
		}
	}
	return webassembly.Init(webassembly.Config{
		MaxTotal:      maxOpen,
		FSConfig:      fontFolders(),
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

func (e *Engine) notice(s string) {
	if e.Notice != nil {
		e.Notice(s)
	}
}

// cacheDir gives the folder of the compiled library; empty where there is none.
func (e *Engine) cacheDir() string {
	dir := e.CacheDir
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(base, "yusuan")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return ""
	}
	return dir
}

// hasFile reports whether any file lies below dir.
func hasFile(dir string) bool {
	found := errors.New("found")
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			return found
		}
		return nil
	})
	return errors.Is(err, found)
}

// fontFolders lets PDFium see the fonts of the system, and nothing else of its
// files, so that pictures show text whose font is not in the document.
func fontFolders() wazero.FSConfig {
	c := wazero.NewFSConfig()
	if runtime.GOOS == "windows" {
		return c
	}
	for _, dir := range []string{"/usr/share/fonts", "/usr/share/X11/fonts/Type1", "/usr/share/X11/fonts/TTF", "/usr/local/share/fonts"} {
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			c = c.WithReadOnlyDirMount(dir, dir)
		}
	}
	return c
}

var _ extract.Engine = (*Engine)(nil)
