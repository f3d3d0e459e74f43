-- +goose Up
-- What the prose states besides amounts of the tables: staff, property, trips, projects.
CREATE TABLE stated (
  document_id INTEGER NOT NULL REFERENCES documents(id),
  n           INTEGER NOT NULL,
  key         TEXT NOT NULL,               -- path of names, "/" between levels
  value       TEXT NOT NULL,               -- as printed, without commas
  unit        TEXT NOT NULL,
  sentence    TEXT NOT NULL,
  page        INTEGER NOT NULL, x0 INTEGER NOT NULL, y0 INTEGER NOT NULL, x1 INTEGER NOT NULL, y1 INTEGER NOT NULL,
  PRIMARY KEY (document_id, n)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
