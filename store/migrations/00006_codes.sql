-- +goose Up
-- Totals of rows with a code, which bodies are compared by: within a code in the
-- order of saving, so that a document is added at the ends of groups.
CREATE INDEX lines_codes ON lines(code, kind, year, document_id, lane, label, phase, scope, amount, organization_id) WHERE measure = 'total' AND code <> '' AND amount IS NOT NULL;

PRAGMA user_version = 7;
