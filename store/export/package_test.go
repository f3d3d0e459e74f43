package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"yusuan/store"
)

// TestDataPackage holds the folder against the rules of Data Package 2.0 and
// the column types of the Fiscal Data Package.
func TestDataPackage(t *testing.T) {
	s := sample(t)
	dir := t.TempDir()
	if err := DataPackage(t.Context(), dir, s, store.Filter{}, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	for _, problem := range validatePackage(t, dir) {
		t.Error(problem)
	}
	var p dataPackage
	b, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Created != "2026-01-02T03:04:05Z" || len(p.Resources) != len(Records) {
		t.Errorf("package %+v", p)
	}
	types := map[string]string{}
	for _, f := range p.Resources[slices.Index(Records, Facts)].Table.Fields {
		if f.ColumnType != "" {
			types[f.Name] = f.ColumnType
		}
	}
	want := map[string]string{"region": "geo-source:generic:code", "organization": "administrative-classification:generic:level1:label", "fiscal_year": "date:fiscal-year", "phase": "phase:id", "amount": "value"}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Errorf("column types of facts (-want +got)\n%s", diff)
	}
}

// TestValidatePackage: the validator sees what is wrong.
func TestValidatePackage(t *testing.T) {
	s := sample(t)
	for _, c := range []struct{ name, from, to, want string }{
		{"a field that the file has not", `"name": "amount"`, `"name": "sum"`, "header"},
		{"a type there is not", `"type": "number"`, `"type": "decimal"`, "type decimal"},
		{"a schema of version 1", `"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"`, `"$schema": "https://x"`, "$schema"},
		{"a key on nothing", `"resource": "documents"`, `"resource": "files"`, "no resource files"},
		{"a hash of other bytes", `"hash": "sha256:`, `"hash": "sha256:00`, "hash"},
		{"a path out of the folder", `"path": "data/facts.csv"`, `"path": "../facts.csv"`, "path"},
		{"a fiscal type there is not", `"columnType": "value"`, `"columnType": "amount"`, "columnType"},
	} {
		dir := t.TempDir()
		if err := DataPackage(t.Context(), dir, s, store.Filter{}, time.Now()); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "datapackage.json")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(b), c.from) {
			t.Fatalf("%s: %s is not in the descriptor", c.name, c.from)
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(b), c.from, c.to)), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(validatePackage(t, dir), "; "); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not say %q", c.name, got, c.want)
		}
	}
}

// What Data Package 2.0 and the Fiscal Data Package allow.
var (
	fieldTypes    = strings.Fields("string number integer boolean object array list datetime date time year yearmonth duration geopoint geojson any")
	fieldsMatches = strings.Fields("exact equal subset superset partial")
	hashPattern   = regexp.MustCompile(`^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$`)
	fiscalTypes   = regexp.MustCompile(`^(value|value-currency:code|value-kind:code|direction|budget-line-id|date:fiscal-year|phase:(id|label)|expenditure-type:(code|label)` +
		`|(functional|economic|administrative)-classification:generic:level[1-9]:(code|label)|geo-source:generic:(code|title|codeList)` +
		`|fin-source:generic:level[1-9]:(code|label)|activity:generic:project:(code|label)|administrator:generic:(id|name))$`)
)

// validatePackage lists what is wrong with a folder by the rules above.
func validatePackage(t *testing.T, dir string) []string {
	t.Helper()
	var problems []string
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	b, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p dataPackage
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	if p.Schema != "https://datapackage.org/profiles/2.0/datapackage.json" {
		wrong("package: $schema %s", p.Schema)
	}
	if !regexp.MustCompile(`^[-a-z0-9._/]+$`).MatchString(p.Name) {
		wrong("package: name %q", p.Name)
	}
	if _, err := time.Parse(time.RFC3339, p.Created); err != nil {
		wrong("package: created: %v", err)
	}
	if len(p.Resources) == 0 || len(p.Sources) == 0 {
		wrong("package: no resources, or no sources")
	}
	keys := map[string]map[string]bool{} // of resources with a primary key of one field
	names := map[string]bool{}
	for _, r := range p.Resources {
		if names[r.Name] {
			wrong("%s: name given twice", r.Name)
		}
		names[r.Name] = true
		if r.Schema != "https://datapackage.org/profiles/2.0/dataresource.json" || r.Table.Schema != "https://datapackage.org/profiles/2.0/tableschema.json" {
			wrong("%s: $schema %s, %s", r.Name, r.Schema, r.Table.Schema)
		}
		if r.Type != "table" || r.Format != "csv" || r.Mediatype != "text/csv" || r.Encoding != "utf-8" {
			wrong("%s: %s %s %s %s", r.Name, r.Type, r.Format, r.Mediatype, r.Encoding)
		}
		if filepath.IsAbs(r.Path) || !filepath.IsLocal(r.Path) {
			wrong("%s: path %s", r.Name, r.Path)
			continue
		}
		keys[r.Name] = validateTable(t, filepath.Join(dir, filepath.FromSlash(r.Path)), r, wrong)
	}
	for _, r := range p.Resources {
		if keys[r.Name] == nil { // its file could not be read
			continue
		}
		for _, k := range r.Table.ForeignKeys {
			if !names[k.Reference.Resource] {
				wrong("%s: foreign key: no resource %s", r.Name, k.Reference.Resource)
				continue
			}
			if len(k.Fields) != len(k.Reference.Fields) || len(k.Fields) == 0 {
				wrong("%s: foreign key: %v to %v", r.Name, k.Fields, k.Reference.Fields)
			}
			for _, v := range columnOf(t, filepath.Join(dir, filepath.FromSlash(r.Path)), k.Fields[0]) {
				if v != "" && !keys[k.Reference.Resource][v] {
					wrong("%s: %s is not in %s", r.Name, v, k.Reference.Resource)
				}
			}
		}
	}
	return problems
}

// validateTable checks one file by its schema, and gives the values of its primary key.
func validateTable(t *testing.T, file string, r resource, wrong func(string, ...any)) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		wrong("%s: %v", r.Name, err)
		return nil
	}
	sum := sha256.Sum256(data)
	if !hashPattern.MatchString(r.Hash) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Bytes != int64(len(data)) {
		wrong("%s: hash %s, %d bytes", r.Name, r.Hash, r.Bytes)
	}
	lines, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		wrong("%s: %v", r.Name, err)
		return nil
	}
	var fields, columnTypes []string
	for _, f := range r.Table.Fields {
		if slices.Contains(fields, f.Name) {
			wrong("%s: field %s given twice", r.Name, f.Name)
		}
		fields = append(fields, f.Name)
		if !slices.Contains(fieldTypes, f.Type) {
			wrong("%s.%s: type %s", r.Name, f.Name, f.Type)
		}
		columnTypes = append(columnTypes, f.ColumnType)
	}
	for _, f := range r.Table.ExtraFields {
		if slices.Contains(fields, f.Name) {
			wrong("%s: extra field %s is in the file", r.Name, f.Name)
		}
		columnTypes = append(columnTypes, f.ColumnType)
	}
	for i, c := range columnTypes {
		if c != "" && (!fiscalTypes.MatchString(c) || slices.Contains(columnTypes[:i], c)) {
			wrong("%s: columnType %s is none, or given twice", r.Name, c)
		}
	}
	if slices.Contains(columnTypes, "value") && !slices.Contains(columnTypes, "value-currency:code") {
		wrong("%s: value without currency", r.Name)
	}
	if !slices.Contains(fieldsMatches, r.Table.FieldsMatch) || !slices.Equal(fields, lines[0]) {
		wrong("%s: fields %v, header %v", r.Name, fields, lines[0])
	}
	for n, line := range lines[1:] {
		for j, v := range line {
			if slices.Contains(r.Table.MissingValues, v) {
				continue
			}
			if !ofType(r.Table.Fields[j].Type, v) {
				wrong("%s row %d: %s %q is no %s", r.Name, n+1, fields[j], v, r.Table.Fields[j].Type)
			}
		}
	}
	keys := map[string]bool{}
	for _, k := range r.Table.PrimaryKey {
		for _, v := range columnOf(t, file, k) {
			if v == "" || keys[v] {
				wrong("%s: key %q is empty or given twice", r.Name, v)
			}
			keys[v] = true
		}
	}
	return keys
}

func ofType(typ, v string) bool {
	switch typ {
	case "integer":
		return regexp.MustCompile(`^-?[0-9]+$`).MatchString(v)
	case "number":
		_, err := decimal.NewFromString(v)
		return err == nil
	case "boolean":
		return v == "true" || v == "false"
	}
	return true
}

// columnOf gives the values of one column of a file.
func columnOf(t *testing.T, file, name string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(lines[0], name)
	var out []string
	for _, l := range lines[1:] {
		out = append(out, l[at])
	}
	return out
}
