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
var Records = []*Record{Documents, Facts, Claims, Findings, Procurement, Performance, Units, Stated, Unread}

// Columns that several records have.
var (
	columnDocument     = Column{Name: "document", Type: Text, Description: "sha256 of the file"}
	columnFile         = Column{Name: "file", Type: Text, Description: "name of the file"}
	columnRegion       = Column{Name: "region", Type: Code, Description: "GB/T 2260 code", Fiscal: "geo-source:generic:code"}
	columnOrganization = Column{Name: "organization", Type: Text, Description: "normalised name of the body", Fiscal: "administrative-classification:generic:level1:label"}
	columnScope        = Column{Name: "scope", Type: Text, Description: "department or unit; never add the two"}
	columnYear         = Column{Name: "fiscal_year", Type: Integer, Description: "fiscal year", Fiscal: "date:fiscal-year"}
	columnPhase        = Column{Name: "phase", Type: Text, Description: "budget (部门预算) or final (部门决算)", Fiscal: "phase:id"}
	columnPage         = Column{Name: "page", Type: Integer, Description: "page, from 1; empty for text without pages"}
	columnCode         = Column{Name: "code", Type: Code, Description: "科目编码, digits joined"}
	columnX0           = Column{Name: "x0", Type: Points, Description: "left edge, points from the left of the page"}
	columnY0           = Column{Name: "y0", Type: Points, Description: "upper edge, points from the top of the page"}
	columnX1           = Column{Name: "x1", Type: Points, Description: "right edge, points"}
	columnY1           = Column{Name: "y1", Type: Points, Description: "lower edge, points"}
)

// Facts are the amounts of the tables, one a cell.
var Facts = &Record{
	Name: "facts", Title: "Amounts of the printed tables, one row a cell",
	Columns: []Column{
		columnDocument, columnFile, columnRegion, columnOrganization, columnScope, columnYear, columnPhase,
		{Name: "table", Type: Text, Description: "kind of table, from the vocabulary"},
		{Name: "table_title", Type: Text, Description: "title as printed, white space removed"},
		columnPage,
		{Name: "row", Type: Integer, Description: "row of the table, from 1"},
		columnCode,
		{Name: "name", Type: Text, Description: "row label as printed"},
		{Name: "measure", Type: Text, Description: "what the column counts, from the vocabulary"},
		{Name: "column", Type: Text, Description: "heading path as printed"},
		{Name: "amount", Type: Money, Description: "yuan, exact; empty where no figure is printed", Fiscal: "value"},
		{Name: "unit", Type: Text, Description: "unit as printed"},
		{Name: "raw", Type: Text, Description: "the cell as drawn"},
		{Name: "printed", Type: Text, Description: "value, zero, dash or blank"},
		columnX0, columnY0, columnX1, columnY1,
		{Name: "engine", Type: Text, Description: "which engine read it"},
		{Name: "status", Type: Text, Description: "proven, stated or disputed by the document's own arithmetic"},
		{Name: "repairs", Type: Text, Description: "JSON: [[rule, before, after], …]"},
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
		columnDocument, columnFile, columnPage,
		{Name: "section", Type: Text, Description: "heading it stands under"},
		{Name: "subject", Type: Text, Description: "what it is about, as printed"},
		{Name: "code", Type: Code, Description: "科目 code where it resolves to one"},
		{Name: "table", Type: Text, Description: "kind of table it is held against"},
		{Name: "measure", Type: Text, Description: "what is counted, from the vocabulary"},
		{Name: "amount", Type: Text, Description: "figure as printed, without commas"},
		{Name: "unit", Type: Text, Description: "unit as printed"},
		{Name: "base", Type: Text, Description: "what it is compared with: prior_budget, prior_execution, prior_final, initial_budget, or as printed"},
		{Name: "base_amount", Type: Text, Description: "figure of the base as printed"},
		{Name: "direction", Type: Text, Description: "增加 减少 持平 大于 小于 等于"},
		{Name: "delta", Type: Text, Description: "change as printed"},
		{Name: "percent", Type: Text, Description: "change in percent as printed"},
		{Name: "share", Type: Text, Description: "占…%"},
		{Name: "completion", Type: Text, Description: "完成…%"},
		{Name: "reason", Type: Text, Description: "the reason given"},
		{Name: "sentence", Type: Text, Description: "the sentence"},
		{Name: "status", Type: Text, Description: "holds, fails or unknown"},
		columnX0, columnY0, columnX1, columnY1,
		{Name: "implied", Type: Money, Description: "previous figure that amount and change imply, yuan"},
		{Name: "against", Type: Text, Description: "what it was held against"},
		{Name: "whole", Type: Text, Description: "what the share is of, as printed; empty where the sentence leaves it to its list"},
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
			return append(append(row, box(c.Span)...), implied, optional(c.Against), optional(c.Whole)), nil
		})
	},
}

// Findings are the results of the checks.
var Findings = &Record{
	Name: "findings", Title: "Results of the checks",
	Columns: []Column{
		columnDocument, columnFile,
		{Name: "check", Type: Text, Description: "name of the check"},
		{Name: "severity", Type: Text, Description: "error, warning or note"},
		{Name: "status", Type: Text, Description: "holds, fails or unknown"},
		columnPage,
		{Name: "table", Type: Text, Description: "kind of table"},
		columnCode,
		{Name: "expected", Type: Text, Description: "what it should be"},
		{Name: "actual", Type: Text, Description: "what is printed"},
		{Name: "tolerance", Type: Text, Description: "how far the two may differ"},
		{Name: "message", Type: Text, Description: "for people"},
		{Name: "evidence", Type: Text, Description: "cells, sentence, and whether both engines read the same"},
		columnX0, columnY0, columnX1, columnY1,
		{Name: "english", Type: Text, Description: "the message in English"},
		{Name: "ours", Type: Boolean, Description: "the engines disagree: no fault of the publisher"},
		{Name: "other_page", Type: Integer, Description: "page of the other side; empty where there is none"},
		{Name: "other_x0", Type: Points, Description: "left edge of the other side, points"},
		{Name: "other_y0", Type: Points, Description: "upper edge of the other side, points"},
		{Name: "other_x1", Type: Points, Description: "right edge of the other side, points"},
		{Name: "other_y1", Type: Points, Description: "lower edge of the other side, points"},
	},
	rows: func(ctx context.Context, st *store.Store, d store.Document) iter.Seq2[[]any, error] {
		return mapped(st.Findings(ctx, d.ID), func(f store.Finding) ([]any, error) {
			return FindingRow(d.SHA256, d.File, f.Finding), nil
		})
	},
}

// FindingRow is one row of Findings.
func FindingRow(sha256, file string, f budget.Finding) []any {
	row := []any{sha256, file, f.Check, string(f.Severity), string(f.Status), page(f.Page), optional(f.Table), optional(f.Code),
		optional(f.Expected), optional(f.Actual), optional(f.Tolerance), optional(f.Message), optional(f.Evidence)}
	row = append(append(row, box(f.Span)...), optional(f.English), f.Ours, page(f.Other.Page))
	return append(row, box(f.Other)...)
}

// Documents are the files read.
var Documents = &Record{
	Name: "documents", Title: "Documents read",
	Columns: []Column{
		columnDocument, columnFile,
		{Name: "url", Type: Text, Description: "where it was published"},
		columnRegion,
		{Name: "region_name", Type: Text, Description: "name of the region", Fiscal: "geo-source:generic:title"},
		columnOrganization,
		{Name: "printed", Type: Text, Description: "name as the cover prints it"},
		columnScope, columnYear, columnPhase,
		{Name: "kind", Type: Text, Description: "pdf or text"},
		{Name: "bytes", Type: Integer, Description: "size of the file"},
		{Name: "pages", Type: Integer, Description: "number of pages"},
		{Name: "producer", Type: Text, Description: "program that made the file"},
		{Name: "engine", Type: Text, Description: "engine that read it"},
		{Name: "parser", Type: Integer, Description: "version of the parser"},
		{Name: "status", Type: Text, Description: "read, partial or failed"},
		{Name: "reason", Type: Text, Description: "why partial or failed"},
		{Name: "current", Type: Boolean, Description: "false where another version replaces it"},
		{Name: "facts", Type: Integer, Description: "number of facts"},
		{Name: "proven", Type: Integer, Description: "facts that the document's arithmetic proves"},
		{Name: "disputed", Type: Integer, Description: "facts in an identity that fails"},
		{Name: "claims", Type: Integer, Description: "number of claims"},
		{Name: "failed_checks", Type: Integer, Description: "checks that fail"},
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
