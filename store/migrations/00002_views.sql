-- +goose Up
-- Views for people: amounts in 万元. One row a printed row; measures side by side.
-- Only current versions. They are REAL here, to be read; sums are made from facts.amount.

CREATE VIEW rows_wide AS
SELECT d.id AS document_id, d.sha256 AS document, o.name AS organization, d.region, d.year, d.phase, d.scope,
  t.id AS table_id, t.kind AS table_kind, t.title AS table_title, f.row, f.code, x.name AS name, f.total AS is_total, min(f.page) AS page,
  max(CASE WHEN c.measure = 'total' THEN f.amount END) / 1000000.0 AS total,
  max(CASE WHEN c.measure = 'basic' THEN f.amount END) / 1000000.0 AS basic,
  max(CASE WHEN c.measure = 'project' THEN f.amount END) / 1000000.0 AS project,
  max(CASE WHEN c.measure = 'personnel' THEN f.amount END) / 1000000.0 AS personnel,
  max(CASE WHEN c.measure = 'operating' THEN f.amount END) / 1000000.0 AS operating,
  max(f.status = 'disputed') AS disputed
FROM documents d JOIN tables t ON t.document_id = d.id JOIN facts f ON f.table_id = t.id JOIN columns c ON c.id = f.column_id
LEFT JOIN organizations o ON o.id = d.organization_id LEFT JOIN texts x ON x.id = f.name_id
WHERE d.current = 1
GROUP BY t.id, f.row, c.lane, f.code, f.name_id;

-- Expenditure by 功能分类 (类 款 项).
CREATE VIEW budget_by_function AS
SELECT organization, region, year, phase, scope, table_kind, substr(code, 1, 3) AS class, CASE WHEN length(code) >= 5 THEN substr(code, 1, 5) END AS section,
  CASE WHEN length(code) = 7 THEN code END AS item, code, name, total, basic, project, disputed, document, document_id, page
FROM rows_wide
WHERE table_kind IN ('expenditure', 'appropriation_expenditure', 'general_public', 'government_fund', 'state_capital') AND code GLOB '2*';

-- Basic expenditure by 经济分类 (类 款).
CREATE VIEW budget_by_economic_class AS
SELECT organization, region, year, phase, scope, table_kind, substr(code, 1, 3) AS class, CASE WHEN length(code) >= 5 THEN substr(code, 1, 5) END AS section,
  code, name, total, personnel, operating, disputed, document, document_id, page
FROM rows_wide
WHERE table_kind IN ('basic', 'appropriation_basic', 'general_public_basic') AND code GLOB '[35]*';

-- “三公”经费, one row a document: of final accounts what was spent, with the budget of the same table beside it.
CREATE VIEW sangong AS
SELECT o.name AS organization, d.region, d.year, d.phase, d.scope,
  coalesce(max(CASE WHEN l.measure = 'sangong' THEN l.amount END), max(CASE WHEN l.measure = 'total' THEN l.amount END)) / 1000000.0 AS sangong,
  max(CASE WHEN l.measure = 'overseas' THEN l.amount END) / 1000000.0 AS overseas,
  max(CASE WHEN l.measure = 'vehicle' THEN l.amount END) / 1000000.0 AS vehicle,
  max(CASE WHEN l.measure = 'vehicle_purchase' THEN l.amount END) / 1000000.0 AS vehicle_purchase,
  max(CASE WHEN l.measure = 'vehicle_running' THEN l.amount END) / 1000000.0 AS vehicle_running,
  max(CASE WHEN l.measure = 'reception' THEN l.amount END) / 1000000.0 AS reception,
  max(CASE WHEN l.measure = 'sangong_budget' THEN l.amount END) / 1000000.0 AS budgeted,
  d.sha256 AS document, d.id AS document_id
FROM (SELECT document_id, organization_id, label, amount, CASE WHEN measure GLOB '*_final' THEN substr(measure, 1, length(measure) - 6) ELSE measure END AS measure
  FROM lines WHERE kind = 'sangong' AND amount IS NOT NULL) l
JOIN documents d ON d.id = l.document_id JOIN organizations o ON o.id = l.organization_id
WHERE d.phase <> 'final' OR l.label NOT LIKE '%预算%'
GROUP BY d.id;

-- Each comparable amount beside last year's.
CREATE VIEW year_over_year AS
SELECT o.name AS organization, d.region, l.year, l.phase, l.scope, l.kind AS table_kind, l.lane, l.measure, l.code, x.name AS name,
  l.prior_amount / 1000000.0 AS prior, l.amount / 1000000.0 AS amount, l.change / 1000000.0 AS change,
  round(100.0 * l.change / abs(nullif(l.prior_amount, 0)), 2) AS percent, l.link, d.sha256 AS document, l.document_id, l.prior_document
FROM lines l JOIN documents d ON d.id = l.document_id JOIN organizations o ON o.id = l.organization_id LEFT JOIN texts x ON x.id = l.name_id;

-- What the prose says, with the table's amount beside it where code, table and measure tell which.
CREATE VIEW claims_against_tables AS
SELECT o.name AS organization, d.year, d.phase, c.page, j.name AS subject, c.code, c.kind AS table_kind, c.measure, c.amount_fen / 1000000.0 AS stated,
  (SELECT max(l.amount) / 1000000.0 FROM lines l WHERE l.document_id = c.document_id AND l.kind = c.kind AND l.code = c.code AND l.measure = c.measure) AS printed,
  c.direction, c.delta_fen / 1000000.0 AS stated_change, c.percent AS stated_percent, c.implied / 1000000.0 AS implied_prior, c.status, r.name AS reason, s.name AS sentence,
  d.sha256 AS document, c.document_id
FROM claims c JOIN documents d ON d.id = c.document_id LEFT JOIN organizations o ON o.id = d.organization_id
LEFT JOIN texts j ON j.id = c.subject_id LEFT JOIN texts r ON r.id = c.reason_id LEFT JOIN texts s ON s.id = c.sentence_id
WHERE d.current = 1;

-- Checks that fail, the worst first.
CREATE VIEW open_findings AS
SELECT f.severity, k.name AS check_name, o.name AS organization, d.year, d.phase, f.page, t.name AS table_title, f.code, f.expected, f.actual, m.name AS message, f.evidence, f.ours,
  d.sha256 AS document, f.document_id, f.n
FROM findings f JOIN checks k ON k.id = f.check_id JOIN documents d ON d.id = f.document_id LEFT JOIN organizations o ON o.id = d.organization_id
LEFT JOIN texts t ON t.id = f.title_id LEFT JOIN texts m ON m.id = f.message_id
WHERE f.status = 'fails' AND d.current = 1
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.document_id, f.n;

PRAGMA user_version = 3;
