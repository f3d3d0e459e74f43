package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yusuan/store"
	"yusuan/store/export"
)

// quantityFlags are the flags that name one quantity which many documents print.
type quantityFlags struct {
	tables             []string
	code, row, measure string
	lane               string
}

func (f *quantityFlags) add(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringSliceVar(&f.tables, "table", nil, "tables to take it from, the first that a document has")
	fs.StringVar(&f.code, "code", "", "科目 code of the row; the total where none is named")
	fs.StringVar(&f.row, "row", "", "name of a row without code, such as 收入总计")
	fs.StringVar(&f.lane, "lane", "", "side of a table of revenue and expenditure: revenue, expenditure or use")
	fs.StringVar(&f.measure, "measure", "", "total, basic, project, reception, …")
}

// quantity is what the flags name: total expenditure, where they name nothing.
func (f *quantityFlags) quantity() store.Quantity {
	q := store.ExpenditureTotal
	if len(f.tables) > 0 {
		q.Tables = f.tables
	}
	if f.measure != "" {
		q.Measure = f.measure
	} else if slices.Equal(q.Tables, []string{"sangong"}) {
		q.Measure = "sangong"
	}
	q.Code, q.Label, q.Lane = f.code, store.RowLabel(f.row), f.lane
	return q
}

func quantityName(q store.Quantity) string {
	parts := []string{strings.Join(q.Tables, " or ")}
	for _, s := range []string{q.Lane, q.Code, string(q.By), q.Label} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(append(parts, q.Measure), ", ")
}

func notPrinted(q store.Quantity) error {
	return &exitError{exitFailed, fmt.Errorf("no document prints that quantity (%s)", quantityName(q))}
}

// lineColumns are what a line of any list of lines begins with.
var lineColumns = []export.Column{
	{Name: "year", Type: export.Integer, Label: "年度"}, {Name: "phase"}, {Name: "scope"}, {Name: "organization", Label: "部门"}, {Name: "region", Type: export.Code, Label: "区划"},
	{Name: "table", Label: "表"}, {Name: "measure"}, {Name: "code", Type: export.Code, Label: "编码"}, {Name: "name", Label: "名称"},
	{Name: "prior_amount", Type: export.Money, Label: "上年"}, {Name: "amount", Type: export.Money, Label: "本年"},
	{Name: "change", Type: export.Money, Label: "增减"}, {Name: "percent", Type: export.Percent, Label: "增减%"},
	{Name: "link"}, {Name: "prior_status"}, {Name: "status"},
	{Name: "document"}, {Name: "page", Type: export.Integer, Label: "页"}, {Name: "prior_document"}, {Name: "prior_page", Type: export.Integer},
}

func lineRow(l *store.Line) []any {
	return []any{int64(l.Year), string(l.Phase), orNil(string(l.Scope)), l.Organization, orNil(l.Region), l.Kind, l.Measure, orNil(l.Code), orNil(l.Name),
		money(l.Prior), money(l.Now), moneyIf(l.HasChange, l.Change), nullDecimal(l.Percent), l.Link, orNil(string(l.Prior.Status)), string(l.Now.Status),
		l.SHA256, orNil(int64(l.Now.Page)), orNil(l.Prior.SHA256), orNil(int64(l.Prior.Page))}
}
