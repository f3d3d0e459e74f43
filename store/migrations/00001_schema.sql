-- +goose Up
-- Money is INTEGER 分 (1/100 yuan): SUM is exact. Where a printed figure is no whole
-- number of 分, or too large, the exact yuan stand beside it in an _exact column.
-- Boxes are INTEGER hundredths of a point, origin top left, y down.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE regions (
  code      TEXT PRIMARY KEY,              -- GB/T 2260, six digits
  name      TEXT NOT NULL,
  status    TEXT NOT NULL DEFAULT '',      -- current, retired; '' where it is not known
  successor TEXT NOT NULL DEFAULT ''       -- codes, separated by spaces
) STRICT;

CREATE TABLE organizations (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,                    -- normalised
  region TEXT REFERENCES regions(code),
  UNIQUE (name, region)
) STRICT;
CREATE UNIQUE INDEX organizations_without_region ON organizations(name) WHERE region IS NULL;

-- Other names of an organisation. Only applied where a person says so or a cover prints them.
CREATE TABLE organization_aliases (
  organization_id INTEGER NOT NULL REFERENCES organizations(id),
  name            TEXT NOT NULL,
  source          TEXT NOT NULL,           -- cover; file:NAME
  PRIMARY KEY (organization_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX organization_aliases_name ON organization_aliases(name);

CREATE TABLE runs (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,                  -- label
  tool     TEXT NOT NULL,
  options  TEXT NOT NULL,                  -- JSON
  started  TEXT NOT NULL,                  -- RFC 3339, UTC
  finished TEXT,
  outcome  TEXT NOT NULL DEFAULT '',
  counts   TEXT NOT NULL DEFAULT '{}'      -- JSON: outcome -> documents
) STRICT;

CREATE TABLE documents (
  id              INTEGER PRIMARY KEY,
  sha256          TEXT NOT NULL UNIQUE,
  title           TEXT NOT NULL,           -- label: organization year phase
  file            TEXT NOT NULL,
  url             TEXT NOT NULL,
  bytes           INTEGER NOT NULL,
  pages           INTEGER NOT NULL,
  kind            TEXT NOT NULL,           -- pdf, text
  producer        TEXT NOT NULL,
  engine          TEXT NOT NULL,
  organization_id INTEGER REFERENCES organizations(id),
  printed         TEXT NOT NULL,           -- organization as the cover prints it
  region          TEXT REFERENCES regions(code),
  region_name     TEXT NOT NULL,
  region_from     TEXT NOT NULL,
  scope           TEXT NOT NULL,           -- department, unit, ''
  year            INTEGER,                 -- fiscal
  phase           TEXT NOT NULL,           -- budget, final, ''
  status          TEXT NOT NULL,           -- read, partial, failed
  reason          TEXT NOT NULL,
  parser          INTEGER NOT NULL,        -- parser version that read it
  forms           TEXT NOT NULL,           -- hash of the declared forms
  digest          TEXT NOT NULL,           -- sha256 of what was read, without the file's name
  modified        TEXT NOT NULL,           -- the file's own date, RFC 3339; '' where unknown
  current         INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),
  facts           INTEGER NOT NULL DEFAULT 0,
  proven          INTEGER NOT NULL DEFAULT 0,
  disputed        INTEGER NOT NULL DEFAULT 0,
  claims          INTEGER NOT NULL DEFAULT 0,
  failed_checks   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX documents_organization ON documents(organization_id, year, phase, scope);
CREATE INDEX documents_year ON documents(year, phase, region);
CREATE INDEX documents_region ON documents(region);

-- Further names under which the same bytes were met.
CREATE TABLE document_files (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  file        TEXT NOT NULL,
  PRIMARY KEY (document_id, file)
) STRICT, WITHOUT ROWID;

-- What a person says of a file (list on standard input). Hints never overwrite what is printed.
CREATE TABLE hints (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  field       TEXT NOT NULL,
  value       TEXT NOT NULL,
  agrees      TEXT NOT NULL DEFAULT 'unknown',  -- holds, fails, unknown against the document
  PRIMARY KEY (document_id, field)
) STRICT, WITHOUT ROWID;

-- Strings that documents repeat: row names, subjects, reasons, sentences, layouts.
CREATE TABLE texts (
  id   INTEGER PRIMARY KEY,
  hash INTEGER,                            -- first 8 bytes of sha256; NULL: of one document alone, a sentence
  searched INTEGER NOT NULL CHECK (searched IN (0, 1)), -- is in texts_grams
  name TEXT NOT NULL
) STRICT;
CREATE INDEX texts_hash ON texts(hash) WHERE hash IS NOT NULL;

-- Pairs of neighbouring characters of the searched texts; docid is texts.id.
CREATE VIRTUAL TABLE texts_grams USING fts4(content="", grams, tokenize=simple);

-- Where a searched text stands.
CREATE TABLE text_uses (
  text_id     INTEGER NOT NULL REFERENCES texts(id),
  field       TEXT NOT NULL,               -- name, title, subject, sentence, reason
  document_id INTEGER NOT NULL REFERENCES documents(id),
  PRIMARY KEY (text_id, field, document_id)
) STRICT, WITHOUT ROWID;

-- What a column of amounts is: its heading path as printed and what it was read as.
CREATE TABLE columns (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,                   -- heading path, "/" between levels
  lane    TEXT NOT NULL,                   -- revenue, expenditure, use; ''
  measure TEXT NOT NULL,                   -- vocabulary; unknown
  unit    TEXT NOT NULL,                   -- as printed; ''
  UNIQUE (name, lane, measure, unit)
) STRICT;

CREATE TABLE tables (
  id            INTEGER PRIMARY KEY,
  document_id   INTEGER NOT NULL REFERENCES documents(id),
  n             INTEGER NOT NULL,          -- from 0, order in the document
  kind          TEXT NOT NULL,             -- vocabulary: summary, revenue, ...; unknown
  title         TEXT NOT NULL,             -- label
  title_id      INTEGER REFERENCES texts(id), -- the same, for the search
  number        TEXT NOT NULL,
  form          TEXT NOT NULL,
  unit          TEXT NOT NULL,
  printed       TEXT NOT NULL,             -- department line of the table
  layout_id     INTEGER REFERENCES texts(id), -- JSON of its columns
  page          INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  end_page      INTEGER NOT NULL, end_x0 INTEGER NOT NULL, end_y0 INTEGER NOT NULL, end_x1 INTEGER NOT NULL, end_y1 INTEGER NOT NULL,
  pages         TEXT NOT NULL,             -- JSON
  rows          INTEGER NOT NULL,
  empty         INTEGER NOT NULL CHECK (empty IN (0, 1)),
  empty_note_id INTEGER REFERENCES texts(id),
  notes         TEXT,                      -- JSON
  UNIQUE (document_id, n)
) STRICT;
CREATE INDEX tables_kind ON tables(kind, document_id);

CREATE TABLE facts (
  document_id  INTEGER NOT NULL REFERENCES documents(id),
  n            INTEGER NOT NULL,           -- from 0, order in the document
  table_id     INTEGER NOT NULL REFERENCES tables(id),
  row          INTEGER NOT NULL,
  code         TEXT NOT NULL,
  name_id      INTEGER REFERENCES texts(id),
  column_id    INTEGER NOT NULL REFERENCES columns(id),
  total        INTEGER NOT NULL CHECK (total IN (0, 1)),
  parent_id    INTEGER REFERENCES texts(id),
  amount       INTEGER,                    -- 分; NULL where no figure is printed
  amount_exact TEXT,                       -- yuan, where amount is rounded or too large
  raw          TEXT NOT NULL,              -- as drawn
  printed      TEXT NOT NULL,              -- value, zero, dash, blank
  page         INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  engine       TEXT,                       -- NULL: the document's
  status       TEXT NOT NULL,              -- proven, stated, disputed
  repairs      TEXT,                       -- JSON: [[rule, before, after], ...]
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_table ON facts(table_id);

CREATE TABLE claims (
  document_id  INTEGER NOT NULL REFERENCES documents(id),
  n            INTEGER NOT NULL,
  section_id   INTEGER REFERENCES texts(id),
  subject_id   INTEGER REFERENCES texts(id),
  code         TEXT NOT NULL,
  kind         TEXT NOT NULL,              -- table kind it can be held against
  measure      TEXT NOT NULL,
  amount       TEXT NOT NULL,              -- figures as printed
  unit         TEXT NOT NULL,
  base         TEXT NOT NULL,
  base_amount  TEXT NOT NULL,
  direction    TEXT NOT NULL,
  delta        TEXT NOT NULL,
  percent      TEXT NOT NULL,
  share        TEXT NOT NULL,
  completion   TEXT NOT NULL,
  reason_id    INTEGER REFERENCES texts(id),
  sentence_id  INTEGER REFERENCES texts(id),
  page         INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  status       TEXT NOT NULL,              -- holds, fails, unknown
  amount_fen   INTEGER,                    -- amount in 分
  delta_fen    INTEGER,                    -- signed change in 分
  implied      INTEGER,                    -- 分: previous figure that amount and change imply
  implied_exact TEXT,
  against      TEXT NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE checks (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE findings (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  check_id    INTEGER NOT NULL REFERENCES checks(id),
  severity    TEXT NOT NULL,
  status      TEXT NOT NULL,               -- holds, fails, unknown
  kind        TEXT NOT NULL,               -- table kind
  title_id    INTEGER REFERENCES texts(id),
  code        TEXT NOT NULL,
  expected    TEXT NOT NULL,
  actual      TEXT NOT NULL,
  tolerance   TEXT NOT NULL,
  message_id  INTEGER REFERENCES texts(id),
  english_id  INTEGER REFERENCES texts(id),
  evidence    TEXT,                        -- NULL where the check holds: see packed
  ours        INTEGER NOT NULL CHECK (ours IN (0, 1)),
  page        INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  other       TEXT,                        -- JSON [page,x0,y0,x1,y1] of the other side, 1/100 pt; NULL where the check holds
  facts       TEXT,                        -- JSON array of facts.n
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_open ON findings(severity, document_id) WHERE status = 'fails';

-- Evidence of the checks that hold, which are nearly all: the facts they name say it
-- already, so it is kept small. DEFLATE of JSON [[evidence, other], ...], in the order of n.
CREATE TABLE packed (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id),
  evidence    BLOB NOT NULL
) STRICT;

CREATE TABLE unread (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  text        TEXT NOT NULL,
  why         TEXT NOT NULL,
  page        INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE procurement (
  document_id  INTEGER NOT NULL REFERENCES documents(id),
  n            INTEGER NOT NULL,
  table_n      INTEGER NOT NULL,
  row          INTEGER NOT NULL,
  category     TEXT NOT NULL,
  project      TEXT NOT NULL,
  economic     TEXT NOT NULL,
  item         TEXT NOT NULL,
  method       TEXT NOT NULL,
  amount       INTEGER,
  amount_exact TEXT,
  unit         TEXT NOT NULL,
  raw          TEXT NOT NULL,
  printed      TEXT NOT NULL,
  total        INTEGER NOT NULL CHECK (total IN (0, 1)),
  page         INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE performance (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  project     TEXT NOT NULL,
  funds       TEXT NOT NULL,               -- as printed
  goal_id     INTEGER REFERENCES texts(id),
  level1      TEXT NOT NULL,
  level2      TEXT NOT NULL,
  level3      TEXT NOT NULL,
  operator    TEXT NOT NULL,
  value       TEXT NOT NULL,
  unit        TEXT NOT NULL,
  raw         TEXT NOT NULL,
  page        INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE units (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  number      TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  page        INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_notes (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  page        INTEGER NOT NULL,
  engine      TEXT NOT NULL,
  reason      TEXT NOT NULL,
  status      TEXT NOT NULL,               -- read, needs-ocr, failed
  detail      TEXT NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

-- 科目 lists. A code's meaning holds for some years only: the key is never the code alone.
CREATE TABLE codes (
  scheme     TEXT NOT NULL,                -- functional, economic-dept, economic-gov
  code       TEXT NOT NULL,
  valid_from INTEGER NOT NULL,             -- first year it is known with this name; 0 always
  valid_to   INTEGER NOT NULL,             -- last year; 9999 still
  name       TEXT NOT NULL,
  parent     TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  PRIMARY KEY (scheme, code, valid_from, valid_to, name)
) STRICT, WITHOUT ROWID;

-- How a code goes on in a later year: renamed, reused (the number now means something
-- else), successor (another number carries it on).
CREATE TABLE code_links (
  scheme    TEXT NOT NULL,
  from_code TEXT NOT NULL,
  from_name TEXT NOT NULL,                 -- '' any
  to_code   TEXT NOT NULL,                 -- '' ends
  to_name   TEXT NOT NULL,
  year      INTEGER NOT NULL,              -- first year of the new state
  kind      TEXT NOT NULL CHECK (kind IN ('renamed', 'reused', 'successor', 'ended')),
  evidence  TEXT NOT NULL,
  PRIMARY KEY (scheme, from_code, to_code, year, kind)
) STRICT, WITHOUT ROWID;

-- One comparable amount of a current document, with the year before beside it. Derived
-- from facts; kept up to date document by document.
CREATE TABLE lines (
  document_id     INTEGER NOT NULL REFERENCES documents(id),
  n               INTEGER NOT NULL,
  organization_id INTEGER NOT NULL REFERENCES organizations(id),
  scope           TEXT NOT NULL,
  phase           TEXT NOT NULL,
  year            INTEGER NOT NULL,
  kind            TEXT NOT NULL,           -- table
  lane            TEXT NOT NULL,
  measure         TEXT NOT NULL,
  code            TEXT NOT NULL,           -- '' where the row prints none
  label           TEXT NOT NULL,           -- key of a row without code, or of one of several with the same code
  total           INTEGER NOT NULL CHECK (total IN (0, 1)),
  name_id         INTEGER REFERENCES texts(id),
  fact            INTEGER,                 -- facts.n in this document; NULL: gone
  amount          INTEGER,                 -- 分; NULL: gone
  prior_document  INTEGER REFERENCES documents(id),
  prior_fact      INTEGER,
  prior_amount    INTEGER,                 -- 分; NULL: new, or no document of last year
  change          INTEGER,                 -- 分; NULL unless both are known
  link            TEXT NOT NULL,           -- same, renamed, successor, reused, new, gone, none (no table of last year)
  PRIMARY KEY (document_id, kind, measure, code, n)
) STRICT, WITHOUT ROWID;

-- The largest change of a document among some of its lines: the largest changes of all
-- are found by the documents that have the largest.
CREATE TABLE peaks (
  part        TEXT NOT NULL,               -- table, class, section, item, economic; with /table kind or /first three digits
  change      INTEGER NOT NULL,            -- 分, without sign
  document_id INTEGER NOT NULL REFERENCES documents(id),
  PRIMARY KEY (part, change, document_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
