package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"yusuan/parse/budget"
)

// Prepared is a document with all of its saving that needs no database. There
// is one writer, so that whoever reads documents prepares them.
type Prepared struct {
	Document *budget.Document
	Digest   string
	Evidence []byte // of the checks that hold, packed; nil where they say nothing
}

// Prepare makes a document ready to be saved.
func Prepare(doc *budget.Document) (Prepared, error) {
	packed, err := evidence(doc)
	if err != nil {
		return Prepared{}, fmt.Errorf("prepare %s: evidence: %w", doc.File, err)
	}
	return Prepared{Document: doc, Digest: Digest(doc), Evidence: packed}, nil
}

// Digest is the sha256 of everything read from a document, whatever its file is called.
func Digest(doc *budget.Document) string {
	h := sha256.New()
	d := *doc
	d.File = ""
	d.Modified = d.Modified.UTC() // the zone is kept neither on the way nor in the database
	// The long lists one by one: printed in one go they are copied while the text grows.
	digest(h, "facts", &d.Facts)
	digest(h, "claims", &d.Claims)
	digest(h, "findings", &d.Findings)
	fmt.Fprintf(h, "%+v", d)
	return hex.EncodeToString(h.Sum(nil))
}

// digest takes a list out of a document and hashes it.
func digest[T any](h io.Writer, name string, list *[]T) {
	fmt.Fprintf(h, "%d %s\n", len(*list), name)
	for i := range *list {
		fmt.Fprintf(h, "%+v\n", (*list)[i])
	}
	*list = nil
}
