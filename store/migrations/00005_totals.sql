-- +goose Up
-- A document's largest rise and its largest fall are kept apart, so that the largest
-- falls of a database are found without passing its rises.
DROP TABLE peaks;
CREATE TABLE peaks (
  part        TEXT NOT NULL,               -- table, class, section, item, economic; with /table kind or /first three digits
  sign        INTEGER NOT NULL CHECK (sign IN (-1, 1)), -- -1: falls
  change      INTEGER NOT NULL,            -- 分, without sign
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,            -- of the line
  PRIMARY KEY (part, sign, change, document_id)
) STRICT, WITHOUT ROWID;

-- What store.peakParts says, of the lines that are stored already.
INSERT INTO peaks
WITH leveled AS (
  SELECT document_id, n, kind, code, change, CASE
    WHEN code = '' THEN 'table'
    WHEN length(code) < 3 THEN ''
    WHEN substr(code, 1, 1) IN ('3', '5') THEN 'economic'
    WHEN length(code) = 3 THEN 'class'
    WHEN length(code) = 5 THEN 'section'
    WHEN length(code) = 7 THEN 'item'
    ELSE '' END AS level
  FROM lines WHERE change <> 0
), parts AS (
  SELECT level AS part, document_id, n, change FROM leveled WHERE level <> ''
  UNION ALL
  SELECT level || '/' || CASE WHEN level = 'table' THEN kind ELSE substr(code, 1, 3) END, document_id, n, change FROM leveled WHERE level <> ''
)
SELECT part, sign(change), max(abs(change)), document_id, n FROM parts GROUP BY part, sign(change), document_id;

-- The totals of tables, which bodies are compared by.
CREATE INDEX lines_totals ON lines(kind, measure, lane, label, year, phase, scope, amount, organization_id, total) WHERE code = '' AND total = 1 AND amount IS NOT NULL;

-- Each document's largest rise (sign 1) and fall (sign -1) among the lines of a part: 'item' (项),
-- 'class/208' (a 类), 'table/expenditure'. Ordered by size, which is 分 without sign, it
-- reads the largest alone.
CREATE VIEW largest_changes AS
SELECT p.part, p.sign, p.change AS size, o.name AS organization, d.region, d.year, d.phase, d.scope, l.kind AS table_kind, l.measure, l.code, x.name AS name,
  l.prior_amount / 1000000.0 AS prior, l.amount / 1000000.0 AS amount, l.change / 1000000.0 AS change,
  round(100.0 * l.change / abs(nullif(l.prior_amount, 0)), 2) AS percent, l.link, d.sha256 AS document, p.document_id, l.prior_document
FROM peaks p JOIN documents d ON d.id = p.document_id JOIN organizations o ON o.id = d.organization_id
JOIN lines l ON l.document_id = p.document_id AND l.n = p.n
LEFT JOIN texts x ON x.id = l.name_id;

PRAGMA user_version = 6;
