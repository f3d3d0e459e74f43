package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is PRAGMA user_version of a database this package writes.
const SchemaVersion = 4

// ErrNewer says that a database was written by a later version of the program.
var ErrNewer = errors.New("database is of a newer version")

// busyTimeoutMS is how long a writer waits for another process, milliseconds.
const busyTimeoutMS = "10000"

// checkpointPages is how long the write-ahead log grows before it is folded
// into the file, pages of 4 KiB: a page that many documents touch is then
// written there once.
const checkpointPages = 4000

// Store is an open database. Its methods may be used by several goroutines:
// writes run one after the other, reads beside them.
type Store struct {
	path  string
	write *sql.DB // one connection; nil when opened for reading
	conn  *sql.Conn
	read  *sql.DB
	ids   *interner
	stmts statements
	links *links // of the writing connection, nil until needed
}

// Open opens the database at path for reading and writing, creates it where
// there is none, and brings its schema up to date.
func Open(ctx context.Context, path string) (*Store, error) {
	write, err := sql.Open("sqlite3", dsn(path, url.Values{
		"mode":          {"rwc"},
		"_foreign_keys": {"on"},
		"_journal_mode": {"WAL"},
		"_busy_timeout": {busyTimeoutMS},
		"_txlock":       {"immediate"},
		"_synchronous":  {"NORMAL"},
		"_cache_size":   {"-65536"}, // KiB
	}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	write.SetConnMaxLifetime(0)
	if err := migrate(ctx, write); err != nil {
		write.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	conn, err := write.Conn(ctx)
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA wal_autocheckpoint = %d`, checkpointPages)); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), conn.Close(), write.Close())
	}
	s, err := OpenReader(ctx, path)
	if err != nil {
		conn.Close()
		write.Close()
		return nil, err
	}
	s.write, s.conn = write, conn
	s.ids = newInterner()
	return s, nil
}

// OpenReader opens an existing database for reading only.
func OpenReader(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	read, err := sql.Open("sqlite3", dsn(path, url.Values{
		"mode":          {"ro"},
		"_query_only":   {"1"},
		"_foreign_keys": {"on"},
		"_busy_timeout": {busyTimeoutMS},
		"_cache_size":   {"-65536"},
	}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	var version int
	if err := read.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		read.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	switch {
	case version > SchemaVersion:
		err = fmt.Errorf("open %s: schema %d, this program knows %d: %w", path, version, SchemaVersion, ErrNewer)
	case version < SchemaVersion:
		err = fmt.Errorf("open %s: schema %d, this program reads %d: open it once for writing (yusuan ingest)", path, version, SchemaVersion)
	}
	if err != nil {
		read.Close()
		return nil, err
	}
	return &Store{path: path, read: read}, nil
}

// Close ends all connections. The write-ahead log is folded into the file.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write != nil {
		err = errors.Join(err, s.stmts.close())
		_, werr := s.conn.ExecContext(context.Background(), `PRAGMA optimize`)
		err = errors.Join(err, werr, s.conn.Close(), s.write.Close())
	}
	return err
}

// DB is the pool for reading, for queries this package has no name for.
func (s *Store) DB() *sql.DB { return s.read }

// Path is the file the database is in.
func (s *Store) Path() string { return s.path }

func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > SchemaVersion {
		return fmt.Errorf("schema %d, this program knows %d: %w", version, SchemaVersion, ErrNewer)
	}
	if version == SchemaVersion {
		return nil
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		// Another process may have done it in the meantime.
		if again := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); again == nil && version == SchemaVersion {
			return nil
		}
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

// dsn makes a file: address. Settings stand in it, so that every connection
// of a pool has them.
func dsn(path string, q url.Values) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}
