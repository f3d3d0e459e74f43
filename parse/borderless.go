package parse

import (
	"yusuan/extract"
	"yusuan/parse/form"
)

func findOpenTables(items []item, pages []*extract.Page, forms *form.Catalog) []item { return items }
