package batch

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yusuan/extract"
)

// Bounds of what an archive may hold.
const (
	archiveEntries = 200_000 // entries of one archive
	archiveRatio   = 200     // times that an entry, or all of them, may be larger than the packed bytes
	archiveSlack   = 1 << 20 // bytes below which the ratio does not count
)

// archive lists the documents of a zip archive. Nothing is ever unpacked to disk.
func (in Inputs) archive(ctx context.Context, archive Job, yield func(Input) error) error {
	z, err := zip.OpenReader(archive.Path)
	if err != nil {
		return yield(Input{Job: archive, Trouble: "damaged archive: " + err.Error()})
	}
	defer z.Close()
	if why := refuseArchive(archive.Path, z); why != "" {
		return yield(Input{Job: archive, Trouble: why})
	}
	for i, f := range z.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.FileInfo().IsDir() {
			continue
		}
		name := entryName(f)
		item := in.entry(f, name)
		item.Job = Job{Name: archive.Name + "!" + name, Path: archive.Path, Entry: i + 1, Kind: item.Kind, Hints: archive.Hints}
		if err := yield(item); err != nil {
			return err
		}
	}
	return nil
}

// refuseArchive says why an archive is not read at all, "" where it is.
func refuseArchive(p string, z *zip.ReadCloser) string {
	if len(z.File) > archiveEntries {
		return fmt.Sprintf("archive of %d entries, at most %d are read", len(z.File), archiveEntries)
	}
	info, err := os.Stat(p)
	if err != nil {
		return err.Error()
	}
	// Entries may share their packed bytes: what they claim together counts.
	var total uint64
	for _, f := range z.File {
		total += min(f.UncompressedSize64, 1<<40)
	}
	if total > archiveSlack && total/uint64(max(info.Size(), 1)) > archiveRatio {
		return fmt.Sprintf("archive unpacks to more than %d times its size, refused as a bomb", archiveRatio)
	}
	return ""
}

// entry tells what an entry is; the caller names the job.
func (in Inputs) entry(f *zip.File, name string) Input {
	slashed := strings.ReplaceAll(name, `\`, "/")
	drive := len(name) > 1 && name[1] == ':'
	switch {
	case strings.Contains("/"+slashed+"/", "/../"), path.IsAbs(slashed), drive, path.Clean("/"+slashed) == "/":
		return Input{Trouble: "path that leads out of the archive"}
	case !f.Mode().IsRegular():
		return Input{Skipped: "not a regular file"}
	case f.Modified.Before(in.Since) && !f.Modified.IsZero():
		return Input{Skipped: "not changed since"}
	case f.UncompressedSize64 > uint64(in.Bytes):
		return Input{Trouble: fmt.Sprintf("entry of %d bytes, at most %d are read", f.UncompressedSize64, in.Bytes)}
	case f.UncompressedSize64 > archiveSlack && f.UncompressedSize64/max(f.CompressedSize64, 1) > archiveRatio:
		return Input{Trouble: fmt.Sprintf("entry packed more than %d times, refused as a bomb", archiveRatio)}
	case f.Flags&1 != 0:
		return Input{Trouble: "entry needs a password"}
	}
	head, err := entryHead(f)
	if err != nil {
		return Input{Trouble: "damaged entry: " + err.Error()}
	}
	kind, ext := extract.Sniff(head), strings.ToLower(path.Ext(slashed))
	switch {
	case kind == extract.KindPDF, kind == extract.KindText && ext == ".txt",
		ext == ".pdf" && (kind == extract.KindText || unknownKind(kind)), ext == ".txt" && kind == kindBinary:
		return Input{Job: Job{Kind: kind}, entry: f}
	case kind == extract.KindText:
		return Input{Skipped: "text, not named .txt"}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && ext == ".zip":
		return Input{Trouble: "archive inside an archive"}
	}
	return Input{Skipped: string(kind)}
}

func entryHead(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readHead(r)
}

// entryName gives an entry's name: archives made on Chinese Windows hold names
// in GBK without saying so.
func entryName(f *zip.File) string {
	if !f.NonUTF8 || utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return name
	}
	return f.Name
}

// Load reads the bytes of a job, at most limit of them.
func (j Job) Load(limit int64) ([]byte, error) {
	var l loader
	defer l.close()
	return l.load(j, limit)
}

// loader loads jobs and keeps the last archive open: its directory is read
// once for all its entries.
type loader struct {
	path string
	zip  *zip.ReadCloser
}

func (l *loader) close() {
	if l.zip != nil {
		l.zip.Close()
		l.zip = nil
	}
}

func (l *loader) load(j Job, limit int64) ([]byte, error) {
	if j.Entry == 0 {
		f, err := os.Open(j.Path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readAtMost(f, limit)
	}
	if l.zip == nil || l.path != j.Path {
		l.close()
		z, err := zip.OpenReader(j.Path)
		if err != nil {
			return nil, err
		}
		l.path, l.zip = j.Path, z
	}
	if j.Entry > len(l.zip.File) {
		return nil, fmt.Errorf("%s: the archive changed while it was read", j.Path)
	}
	r, err := l.zip.File[j.Entry-1].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAtMost(r, limit)
}

// readAtMost reads one byte more than the limit where there are more, so that
// the reader of documents sees and names the limit.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	return io.ReadAll(bufio.NewReader(io.LimitReader(r, limit+1)))
}

// LoadNamed reads a document again by the name it has in the database.
func LoadNamed(name string) ([]byte, error) {
	limit := extract.Limits{}.WithDefaults().Bytes
	data, err := Job{Path: name}.Load(limit)
	archive, entry, inside := strings.Cut(name, "!")
	if err == nil || !inside {
		return data, err
	}
	z, zipErr := zip.OpenReader(archive)
	if zipErr != nil {
		return nil, err
	}
	defer z.Close()
	for i, f := range z.File {
		if entryName(f) == entry {
			return Job{Path: archive, Entry: i + 1}.Load(limit)
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}
