-- +goose Up
-- Totals of rows with a code stand in blocks of 32 documents in the order of saving
-- (store.blockDocuments), so that a document is added to the last few pages of the
-- index, however large it is. A code is looked up in each block.
DROP INDEX lines_codes;
CREATE INDEX lines_codes ON lines(document_id / 32, code, kind, year, document_id, lane, label, phase, scope, amount, organization_id) WHERE measure = 'total' AND code <> '' AND amount IS NOT NULL;

PRAGMA user_version = 9;
