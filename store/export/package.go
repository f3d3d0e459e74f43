package export

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"yusuan/store"
)

// The pieces of a Data Package descriptor, version 2.0.
type (
	dataPackage struct {
		Schema      string     `json:"$schema"`
		Name        string     `json:"name"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		Version     string     `json:"version"`
		Created     string     `json:"created"`
		Sources     []source   `json:"sources"`
		Resources   []resource `json:"resources"`
	}
	source struct {
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	resource struct {
		Schema    string      `json:"$schema"`
		Name      string      `json:"name"`
		Title     string      `json:"title"`
		Path      string      `json:"path"`
		Type      string      `json:"type"`
		Format    string      `json:"format"`
		Mediatype string      `json:"mediatype"`
		Encoding  string      `json:"encoding"`
		Bytes     int64       `json:"bytes"`
		Hash      string      `json:"hash"`
		Table     tableSchema `json:"schema"`
	}
	tableSchema struct {
		Schema        string       `json:"$schema"`
		Fields        []field      `json:"fields"`
		FieldsMatch   string       `json:"fieldsMatch"`
		MissingValues []string     `json:"missingValues"`
		PrimaryKey    []string     `json:"primaryKey,omitempty"`
		ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
		ExtraFields   []extraField `json:"extraFields,omitempty"` // of the Fiscal Data Package
	}
	field struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Description string `json:"description"`
		ColumnType  string `json:"columnType,omitempty"` // of the Fiscal Data Package
	}
	foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
	extraField struct {
		Name       string `json:"name"`
		Type       string `json:"type"`
		ColumnType string `json:"columnType"`
		Constant   string `json:"constant"`
	}
)

const (
	packageSchema  = "https://datapackage.org/profiles/2.0/datapackage.json"
	resourceSchema = "https://datapackage.org/profiles/2.0/dataresource.json"
	fieldsSchema   = "https://datapackage.org/profiles/2.0/tableschema.json"
)

func (t Type) frictionless() string {
	switch t {
	case Integer:
		return "integer"
	case Money, Percent, Points:
		return "number"
	case Boolean:
		return "boolean"
	}
	return "string"
}

// DataPackage writes a folder with a CSV file a record, and datapackage.json
// that describes them. The descriptor comes last: a folder without it is not whole.
func DataPackage(ctx context.Context, dir string, st *store.Store, f store.Filter, now time.Time) error {
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return fmt.Errorf("data package: %w", err)
	}
	p := dataPackage{
		Schema: packageSchema, Name: "chinese-department-budgets", Title: "部门预算与部门决算",
		Description: "Amounts, statements and checks read from published budgets and final accounts of government departments. Amounts are yuan; each row says document, page and box.",
		Version:     "1.0.0", Created: now.UTC().Format(time.RFC3339),
		Sources: []source{{Title: "Documents published by the bodies themselves, one a row of documents, with where each was published where that is known", Path: "data/" + Documents.Name + ".csv"}},
	}
	for _, r := range Records {
		res, err := writeResource(ctx, dir, st, f, r)
		if err != nil {
			return fmt.Errorf("data package: %s: %w", r.Name, err)
		}
		p.Resources = append(p.Resources, res)
	}
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("data package: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("data package: %w", err)
	}
	return nil
}

// measured counts and hashes what is written.
type measured struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (m *measured) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.sum.Write(p[:n])
	m.n += int64(n)
	return n, err
}

func writeResource(ctx context.Context, dir string, st *store.Store, f store.Filter, r *Record) (resource, error) {
	res := resource{
		Schema: resourceSchema, Name: r.Name, Title: r.Title, Path: "data/" + r.Name + ".csv", Type: "table", Format: "csv", Mediatype: "text/csv", Encoding: "utf-8",
		Table: tableSchema{Schema: fieldsSchema, FieldsMatch: "exact", MissingValues: []string{""}},
	}
	for _, c := range r.Columns {
		res.Table.Fields = append(res.Table.Fields, field{c.Name, c.Type.frictionless(), c.Description, c.Fiscal})
		if c.Fiscal == "value" {
			res.Table.ExtraFields = append(res.Table.ExtraFields, extraField{"currency", "string", "value-currency:code", "CNY"})
		}
	}
	if r == Documents {
		res.Table.PrimaryKey = []string{"document"}
	} else {
		res.Table.ForeignKeys = []foreignKey{{[]string{"document"}, reference{Documents.Name, []string{"document"}}}}
	}
	file, err := os.Create(filepath.Join(dir, "data", r.Name+".csv"))
	if err != nil {
		return res, err
	}
	defer file.Close()
	b := bufio.NewWriter(file)
	m := &measured{w: b, sum: sha256.New()}
	if err := CSV(m, r.Sheet(ctx, st, f), CSVOptions{}); err != nil {
		return res, err
	}
	if err := b.Flush(); err != nil {
		return res, err
	}
	res.Bytes, res.Hash = m.n, "sha256:"+hex.EncodeToString(m.sum.Sum(nil))
	return res, file.Close()
}
