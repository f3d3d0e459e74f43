// Package budget is the vocabulary of the project: what a disclosure contains
// once it is read. It holds plain values and no logic beyond their own form.
//
// The terms, in Chinese and in code, are listed in glossary.csv.
package budget

import (
	"time"

	"github.com/shopspring/decimal"
)

// Phase tells a budget (部门预算) from final accounts (部门决算).
type Phase string

const (
	PhaseUnknown Phase = ""
	PhaseBudget  Phase = "budget" // 部门预算
	PhaseFinal   Phase = "final"  // 部门决算
)

// Scope tells a department's consolidated disclosure from one unit's own.
type Scope string

const (
	ScopeUnknown    Scope = ""
	ScopeDepartment Scope = "department" // 部门
	ScopeUnit       Scope = "unit"       // 单位
)

// Printed tells how an amount cell is printed. The four are never confused.
type Printed string

const (
	PrintedValue Printed = "value" // a figure other than zero
	PrintedZero  Printed = "zero"  // 0, 0.00
	PrintedDash  Printed = "dash"  // -, —, …
	PrintedBlank Printed = "blank" // nothing
)

// Status says how far arithmetic vouches for a value.
type Status string

const (
	StatusStated   Status = "stated"   // no closed identity covers it
	StatusProven   Status = "proven"   // in a closed identity and in no failed one
	StatusDisputed Status = "disputed" // in a failed identity
)

// Outcome of a check or of a claim held against the tables.
type Outcome string

const (
	Holds   Outcome = "holds"
	Fails   Outcome = "fails"
	Unknown Outcome = "unknown" // a side is missing or unreadable: neither failure nor pass
)

// Span is a place in a document.
type Span struct {
	Page           int     // from 1; 0 in text without pages
	X0, Y0, X1, Y1 float64 // points, origin top left, y down; all 0 in plain text
}

// Repair records one change made between what is drawn and what is stored.
type Repair struct {
	Rule   string // kebab-case: split-amount, joined-code, wrapped-name, filled-down, …
	Before string
	After  string
}

// Fact is one amount cell of a table.
type Fact struct {
	Table   int    // index into Document.Tables
	Row     int    // row of the table, from 1, over page breaks
	Lane    string // "revenue", "expenditure", "use" in side-by-side tables; "" otherwise
	Code    string // 科目编码, digits joined, "" where the row prints none
	Name    string // row label, wraps joined, white space removed
	Measure string // from the vocabulary; "unknown" where the column is open
	Column  string // heading path as printed, "/" between levels
	Total   bool   // the row is a total of others (合计, 总计, the unit's own row): never add it to them
	Parent  string // label path of the group the row stands in, where the table has one

	Amount  decimal.Decimal // yuan; meaningful for PrintedValue and PrintedZero
	Unit    string          // as printed: 元, 万元, 亿元, 千元; "" where none is printed
	Raw     string          // as drawn
	Printed Printed

	Span
	Engine  string
	Status  Status
	Repairs []Repair
}

// HasAmount reports whether the cell prints a figure.
func (f *Fact) HasAmount() bool { return f.Printed == PrintedValue || f.Printed == PrintedZero }

// Column is one leaf column of a table.
type Column struct {
	Path    string // headings as printed, top first, joined by "/"
	Role    string // "code", "name", "item", "project", "measure", "ignore"
	Measure string // vocabulary, for Role "measure"
	Lane    string
	Unit    string // where the heading prints its own unit
}

// Table is one printed table, over all its pages.
type Table struct {
	Kind    string // vocabulary: summary, revenue, …; "unknown"
	Title   string // as printed, white space removed, without the table's number
	Number  string // 表一, 公开05表; "" where none is printed
	Form    string // id of the declared form that claimed it, family/name; "" for unknown
	Unit    string // 元, 万元; "" where none is printed
	Printed string // the 编制部门/部门 line's name, as printed
	Columns []Column

	Start, End Span // of the title, and of the last row
	Pages      []int
	Rows       int
	Empty      bool   // prints no figures
	EmptyNote  string // the sentence that declares it empty, as printed; "" where there is none
	Notes      []string
}

// Claim is one statement of the prose about money.
type Claim struct {
	Section    string // heading it stands under
	Subject    string // what it is about, as printed
	Code       string // 科目 code where it resolves to one
	Table      string // table kind it can be held against
	Measure    string
	Amount     string // figures as printed, without commas and signs of percent; "" where absent
	Unit       string
	Base       string // prior_budget, prior_execution, prior_final, initial_budget, or as printed
	BaseAmount string
	Direction  string // 增加 减少 持平 大于 小于 等于; "" where none
	Delta      string
	Percent    string
	Share      string // 占…%
	Whole      string // what the share is of, as printed; "" where the sentence leaves it to its list
	Completion string // 完成…%
	Reason     string
	Sentence   string
	Span
	Status  Outcome
	Implied decimal.Decimal // previous figure that amount and change imply, yuan
	HasBase bool            // Implied is set
	Against string          // what it was held against, for people
}

// Announced is a table that the contents list of a document announces.
type Announced struct {
	Text  string // the entry as printed
	Kind  string
	Title string // as read from the entry
	Table int    // index into Document.Tables; -1 where the table is not there
	Span
}

// Stated is a fact of the prose that is no amount of the budget: staff,
// property and its value, projects under performance management, trips and
// guests, the description of a project.
type Stated struct {
	Key      string // path of names, "/" between levels: 车辆/小轿车/数量
	Value    string // as printed, without commas
	Unit     string // 人, 辆, 平方米, 万元; "" for words
	Sentence string
	Span
}

// Severity of a finding.
type Severity string

const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// Finding is the result of one check. Checks that hold are kept too: they are
// what proves values.
type Finding struct {
	Check     string // kebab-case name of the rule
	Severity  Severity
	Status    Outcome
	Table     string // kind
	Title     string // table title
	Code      string
	Expected  string // decimal yuan or text
	Actual    string
	Tolerance string
	Message   string // Chinese
	English   string
	Evidence  string // cells, sentence, and whether both engines read the same
	Ours      bool   // the engines disagree: our problem, not the publisher's
	Span             // first place
	Other     Span   // the other side, zero where there is none
	Facts     []int  // indices of the facts it covers
}

// Unread is text inside a known table, or a sentence about money, that nothing
// understood.
type Unread struct {
	Kind string // "table", "sentence", "title", "heading"
	Text string
	Why  string
	Span
	Cell *Fact // the amount that it would be, without one; nil for anything else
}

// Purchase is one row of a government procurement table.
type Purchase struct {
	Table    int
	Row      int
	Category string // 采购品目大类
	Project  string // 专项名称 / 项目名称
	Economic string // 经济科目
	Item     string // 采购物品名称
	Method   string // 采购组织形式
	Amount   decimal.Decimal
	Unit     string
	Raw      string
	Printed  Printed
	Total    bool
	Span
}

// Target is one row of a performance target table.
type Target struct {
	Project                  string
	Funds                    string // total funds, as printed
	Goal                     string
	Level1, Level2, Level3   string
	Operator, Value, UnitTxt string // "≥", "95", "%"
	Raw                      string
	Span
}

// MemberUnit is one row of a list of member units.
type MemberUnit struct {
	Number, Name, Kind string
	Span
}

// PageNote is what happened to one page.
type PageNote struct {
	Page   int
	Engine string
	Reason string
	Status string // read, needs-ocr, failed
	Detail string
}

// Document is everything read from one file.
type Document struct {
	SHA256 string
	File   string
	Bytes  int64
	Pages  int
	Kind   string // pdf, text

	Producer string
	Engine   string
	Modified time.Time // the file's own date, zero where it says none; no evidence for facts
	URL      string    // where the file was published, "" where unknown

	Parser int    // version of the parser that read it
	Forms  string // hash of the declared forms it was read with
	// Options are what the reader was told beyond its defaults and changes what
	// it gives, "" for none.
	Options string

	Organization string // normalised name
	Printed      string // name as the cover prints it
	Region       string // GB/T 2260 code, "" where unknown
	RegionName   string
	RegionFrom   string // evidence for Region
	Scope        Scope
	Year         int // fiscal year, 0 where unknown
	Phase        Phase

	Status string // read, partial, failed
	Reason string // class and message for partial and failed

	Tables    []Table
	Announced []Announced // what the contents list announces, in its order
	Facts     []Fact
	Claims    []Claim
	Stated    []Stated
	Findings  []Finding
	Unread    []Unread

	Purchases []Purchase
	Targets   []Target
	Units     []MemberUnit

	PageNotes []PageNote
}
