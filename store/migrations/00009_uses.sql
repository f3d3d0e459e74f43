-- +goose Up
-- Where searched texts stand, in blocks of 64 documents in the order of saving
-- (store.useBlock): a document is added to the last few pages, however many there are.
CREATE TABLE uses (
  block       INTEGER NOT NULL,            -- 1 + document_id / 64; 0 sentences, which stand in one document
  text_id     INTEGER NOT NULL REFERENCES texts(id),
  field       TEXT NOT NULL,               -- name, title, subject, sentence, reason
  document_id INTEGER NOT NULL REFERENCES documents(id),
  PRIMARY KEY (block, text_id, field, document_id)
) STRICT, WITHOUT ROWID;
INSERT INTO uses SELECT CASE field WHEN 'sentence' THEN 0 ELSE 1 + document_id / 64 END, text_id, field, document_id FROM text_uses ORDER BY 1, 2, 3, 4;
DROP TABLE text_uses;
ALTER TABLE uses RENAME TO text_uses;

-- The blocks that a text stands in, or stood in once.
CREATE TABLE text_blocks (
  text_id INTEGER NOT NULL REFERENCES texts(id),
  block   INTEGER NOT NULL,
  PRIMARY KEY (text_id, block)
) STRICT, WITHOUT ROWID;
INSERT INTO text_blocks SELECT DISTINCT text_id, block FROM text_uses WHERE block > 0 ORDER BY 1, 2;

PRAGMA user_version = 10;
