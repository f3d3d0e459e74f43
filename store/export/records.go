package export

import (
	"context"
	"encoding/json"
	"iter"
	"strings"

	"yusuan/parse/budget"
	"yusuan/store"
)

// Records lists all kinds of rows.
var Records = []*Record{Documents, Facts, Claims, Findings}

// Facts are the amounts of the tables, one a cell.
var Facts = &Record{
	Name: "facts", Title: "Amounts of the printed tables, one row a cell",
	Columns: []Column{
		{"document", Text, "sha256 of the file", ""},
		{"file", Text, "name of the file", ""},
		{"region", Code, "GB/T 2260 code", "geo-source:generic:code"},
		{"organization", Text, "normalised name of the body", "administrative-classification:generic:level1:label"},
		{"scope", Text, "department or unit; never add the two", ""},
		{"fiscal_year", Integer, "fiscal year", "date:fiscal-year"},
		{"phase", Text, "budget (部门预算) or final (部门决算)", "phase:id"},
		{"table", Text, "kind of table, from the vocabulary", ""},
		{"table_title", Text, "title as printed, white space removed", ""},
		{"page", Integer, "page, from 1; empty for text without pages", ""},
		{"row", Integer, "row of the table, from 1", ""},
		{"code", Code, "科目编码, digits joined", ""},
		{"name", Text, "row label as printed", ""},
		{"measure", Text, "what the column counts, from the vocabulary", ""},
		{"column", Text, "heading path as printed", ""},
		{"amount", Money, "yuan, exact; empty where no figure is printed", "value"},
		{"unit", Text, "unit as printed", ""},
		{"raw", Text, "the cell as drawn", ""},
		{"printed", Text, "value, zero, dash or blank", ""},
		{"x0", Points, "left edge, points from the left of the page", ""},
		{"y0", Points, "upper edge, points from the top of the page", ""},
		{"x1", Points, "right edge, points", ""},
		{"y1", Points, "lower edge, points", ""},
		{"engine", Text, "which engine read it", ""},
		{"status", Text, "proven, stated or disputed by the document's own arithmetic", ""},
		{"repairs", Text, "JSON: [[rule, before, after], …]", ""},
	},
	rows: func(ctx context.Context, st *store.Store, d store.Document) iter.Seq2[[]any, error] {
		return mapped(st.Facts(ctx, d.ID), func(f store.Fact) ([]any, error) {
			var amount any
			if f.HasAmount() {
				amount = f.Amount
			}
			repairs, err := repairText(f.Repairs)
			if err != nil {
				return nil, err
			}
			column := f.Column
			row := []any{d.SHA256, d.File, optional(d.Region), optional(d.Organization), optional(string(d.Scope)), year(d.Year), optional(string(d.Phase)),
				f.Kind, optional(f.Title), page(f.Page), int64(f.Row), optional(f.Code), optional(f.Name), optional(f.Measure), optional(column),
				amount, optional(f.Unit), optional(f.Raw), string(f.Printed)}
			row = append(row, box(f.Span)...)
			return append(row, optional(f.Engine), string(f.Status), repairs), nil
		})
	},
}

func repairText(rs []budget.Repair) (any, error) {
	if len(rs) == 0 {
		return nil, nil
	}
	list := make([][3]string, len(rs))
	for i, r := range rs {
		list[i] = [3]string{r.Rule, r.Before, r.After}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(list); err != nil {
		return nil, err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// Claims are the statements of the prose about money.
var Claims = &Record{
	Name: "claims", Title: "Statements of the prose about money",
	Columns: []Column{
		{"document", Text, "sha256 of the file", ""},
		{"file", Text, "name of the file", ""},
		{"page", Integer, "page, from 1; empty for text without pages", ""},
		{"section", Text, "heading it stands under", ""},
		{"subject", Text, "what it is about, as printed", ""},
		{"code", Code, "科目 code where it resolves to one", ""},
		{"table", Text, "kind of table it is held against", ""},
		{"measure", Text, "what is counted, from the vocabulary", ""},
		{"amount", Text, "figure as printed, without commas", ""},
		{"unit", Text, "unit as printed", ""},
		{"base", Text, "what it is compared with: prior_budget, prior_execution, prior_final, initial_budget, or as printed", ""},
		{"base_amount", Text, "figure of the base as printed", ""},
		{"direction", Text, "增加 减少 持平 大于 小于 等于", ""},
		{"delta", Text, "change as printed", ""},
		{"percent", Text, "change in percent as printed", ""},
		{"share", Text, "占…%", ""},
		{"completion", Text, "完成…%", ""},
		{"reason", Text, "the reason given", ""},
		{"sentence", Text, "the sentence", ""},
		{"status", Text, "holds, fails or unknown", ""},
		{"x0", Points, "left edge, points from the left of the page", ""},
		{"y0", Points, "upper edge, points from the top of the page", ""},
		{"x1", Points, "right edge, points", ""},
		{"y1", Points, "lower edge, points", ""},
		{"implied", Money, "previous figure that amount and change imply, yuan", ""},
		{"against", Text, "what it was held against", ""},
	},
	rows: func(ctx context.Context, st *store.Store, d store.Document) iter.Seq2[[]any, error] {
		return mapped(st.Claims(ctx, d.ID), func(c store.Claim) ([]any, error) {
			var implied any
			if c.HasBase {
				implied = c.Implied
			}
			row := []any{d.SHA256, d.File, page(c.Page), optional(c.Section), optional(c.Subject), optional(c.Code), optional(c.Table), optional(c.Measure),
				optional(c.Amount), optional(c.Unit), optional(c.Base), optional(c.BaseAmount), optional(c.Direction), optional(c.Delta),
				optional(c.Percent), optional(c.Share), optional(c.Completion), optional(c.Reason), optional(c.Sentence), string(c.Status)}
			return append(append(row, box(c.Span)...), implied, optional(c.Against)), nil
		})
	},
}

// Findings are the results of the checks.
var Findings = &Record{
	Name: "findings", Title: "Results of the checks",
	Columns: []Column{
		{"document", Text, "sha256 of the file", ""},
		{"file", Text, "name of the file", ""},
		{"check", Text, "name of the check", ""},
		{"severity", Text, "error, warning or note", ""},
		{"status", Text, "holds, fails or unknown", ""},
		{"page", Integer, "page, from 1; empty for text without pages", ""},
		{"table", Text, "kind of table", ""},
		{"code", Code, "科目编码", ""},
		{"expected", Text, "what it should be", ""},
		{"actual", Text, "what is printed", ""},
		{"tolerance", Text, "how far the two may differ", ""},
		{"message", Text, "for people", ""},
		{"evidence", Text, "cells, sentence, and whether both engines read the same", ""},
		{"x0", Points, "left edge, points from the left of the page", ""},
		{"y0", Points, "upper edge, points from the top of the page", ""},
		{"x1", Points, "right edge, points", ""},
		{"y1", Points, "lower edge, points", ""},
		{"english", Text, "the message in English", ""},
		{"ours", Boolean, "the engines disagree: no fault of the publisher", ""},
	},
	rows: func(ctx context.Context, st *store.Store, d store.Document) iter.Seq2[[]any, error] {
		return mapped(st.Findings(ctx, d.ID), func(f store.Finding) ([]any, error) {
			row := []any{d.SHA256, d.File, f.Check, string(f.Severity), string(f.Status), page(f.Page), optional(f.Table), optional(f.Code),
				optional(f.Expected), optional(f.Actual), optional(f.Tolerance), optional(f.Message), optional(f.Evidence)}
			return append(append(row, box(f.Span)...), optional(f.English), f.Ours), nil
		})
	},
}

// Documents are the files read.
var Documents = &Record{
	Name: "documents", Title: "Documents read",
	Columns: []Column{
		{"document", Text, "sha256 of the file", ""},
		{"file", Text, "name of the file", ""},
		{"url", Text, "where it was published", ""},
		{"region", Code, "GB/T 2260 code", "geo-source:generic:code"},
		{"region_name", Text, "name of the region", "geo-source:generic:title"},
		{"organization", Text, "normalised name of the body", "administrative-classification:generic:level1:label"},
		{"printed", Text, "name as the cover prints it", ""},
		{"scope", Text, "department or unit", ""},
		{"fiscal_year", Integer, "fiscal year", "date:fiscal-year"},
		{"phase", Text, "budget or final", "phase:id"},
		{"kind", Text, "pdf or text", ""},
		{"bytes", Integer, "size of the file", ""},
		{"pages", Integer, "number of pages", ""},
		{"producer", Text, "program that made the file", ""},
		{"engine", Text, "engine that read it", ""},
		{"parser", Integer, "version of the parser", ""},
		{"status", Text, "read, partial or failed", ""},
		{"reason", Text, "why partial or failed", ""},
		{"current", Boolean, "false where another version replaces it", ""},
		{"facts", Integer, "number of facts", ""},
		{"proven", Integer, "facts that the document's arithmetic proves", ""},
		{"disputed", Integer, "facts in an identity that fails", ""},
		{"claims", Integer, "number of claims", ""},
		{"failed_checks", Integer, "checks that fail", ""},
	},
	rows: func(_ context.Context, _ *store.Store, d store.Document) iter.Seq2[[]any, error] {
		return func(yield func([]any, error) bool) {
			yield([]any{d.SHA256, d.File, optional(d.URL), optional(d.Region), optional(d.RegionName), optional(d.Organization), optional(d.Printed),
				optional(string(d.Scope)), year(d.Year), optional(string(d.Phase)), optional(d.Kind), d.Bytes, int64(d.Pages), optional(d.Producer),
				optional(d.Engine), int64(d.Parser), d.Status, optional(d.Reason), d.Current,
				int64(d.Facts), int64(d.Proven), int64(d.Disputed), int64(d.Claims), int64(d.FailedChecks)}, nil)
		}
	},
}
