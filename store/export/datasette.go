package export

import (
	_ "embed"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

//go:embed metadata.yaml
var metadata string

// Datasette writes metadata.yaml for publishing the database file itself:
// titles, descriptions of columns, labels, and questions worth asking. The
// database is named after the file.
func Datasette(w io.Writer, database string) error {
	name := strings.TrimSuffix(filepath.Base(database), filepath.Ext(database))
	_, err := io.WriteString(w, strings.ReplaceAll(metadata, "DATABASE", fmt.Sprintf("%q", name)))
	return err
}
