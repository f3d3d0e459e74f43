// Package form holds the declared forms: which titles, headings, units, totals
// and notes the tables of each province and year print. Forms are data, under
// data; a new province or year is a new file there.
package form

// Catalog is a set of declared forms.
type Catalog struct{}

// Builtin returns the forms that come with the program.
func Builtin() *Catalog { return &Catalog{} }
