-- +goose Up
-- What a share is of, as the sentence names it: a claim read back from here is
-- held against the same whole.
ALTER TABLE claims ADD COLUMN whole TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 8;
