-- +goose Up
-- Inputs of a run that gave no document.
CREATE TABLE passed_over (
  id      INTEGER PRIMARY KEY,
  run_id  INTEGER NOT NULL REFERENCES runs(id),
  file    TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('skipped', 'error')),
  why     TEXT NOT NULL                    -- kind of a file that is no document; trouble with one that may be
) STRICT;
CREATE INDEX passed_over_run ON passed_over(run_id);
CREATE INDEX passed_over_file ON passed_over(file);

-- What the reader was told beyond its defaults and changes what it gives.
ALTER TABLE documents ADD COLUMN options TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 5;
