package form

import "strings"

// Measures are those that the declared tables of a kind print; none where no
// table of the kind declares its columns.
func (c *Catalog) Measures(kind string) map[string]bool {
	if c == nil {
		return nil
	}
	return c.measures[kind]
}

// readMeasures reads the declared headings of all tables.
func (c *Catalog) readMeasures() {
	c.measures = map[string]map[string]bool{}
	for _, t := range c.tables {
		paths := make([][]string, len(t.Columns))
		for i, p := range t.Columns {
			paths[i] = strings.Split(p, "/")
		}
		columns, ok := c.Columns(t.Kind, t.Phase, 0, paths)
		for i, col := range columns {
			if ok[i] && col.Role == "measure" {
				if c.measures[t.Kind] == nil {
					c.measures[t.Kind] = map[string]bool{}
				}
				c.measures[t.Kind][col.Measure] = true
			}
		}
	}
}
