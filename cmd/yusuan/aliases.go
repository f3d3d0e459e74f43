package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/store"
)

// aliases say which stored names are one body: its name, and the other names.
type aliases map[string][]string

// readAliases reads lines "name,is"; no file, no aliases.
func readAliases(file string) (aliases, error) {
	out := aliases{}
	if file == "" {
		return out, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("aliases: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReader(f))
	r.FieldsPerRecord, r.TrimLeadingSpace, r.Comment = 2, true, '#'
	lines, err := r.ReadAll()
	if err != nil {
		return nil, usageError("aliases in %s: %v; each line is: name,is", file, err)
	}
	for i, l := range lines {
		from, to := strings.TrimSpace(strings.TrimPrefix(l[0], "\ufeff")), strings.TrimSpace(l[1])
		if i == 0 && from == "name" {
			continue
		}
		out[to] = append(out[to], from)
	}
	return out, nil
}

// resolve gives the stored names of bodies, with those of their aliases.
func (a aliases) resolve(cmd *cobra.Command, st *store.Store, names []string) ([]string, error) {
	var out []string
	for _, n := range names {
		found, err := st.Resolve(cmd.Context(), n)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 && len(a[n]) == 0 {
			return nil, unknownBody(cmd, st, n)
		}
		out = append(append(out, found...), a[n]...)
	}
	return out, nil
}

// body is what the body of a stored name is called.
func (a aliases) body(name string) string {
	for to, from := range a {
		for _, n := range from {
			if n == name {
				return to
			}
		}
	}
	return name
}
