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
	"strings"
	"time"

	"github.com/mattn/go-sqlite3" // also the driver "sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is PRAGMA user_version of a database this package writes.
const SchemaVersion = 10

// ErrNewer says that a database was written by a later version of the program.
var ErrNewer = errors.New("database is of a newer version")

// busyTimeoutMS is how long a writer waits for another process, milliseconds.
const busyTimeoutMS = "10000"

// checkpointPages is how long the write-ahead log grows before it is folded
// into the file, pages of 4 KiB: a page that many documents touch is then
// written there once.
const checkpointPages = 16000

// Page caches of one connection, KiB, negative as PRAGMA cache_size wants it.
// What the writer needs again at once are the inner pages of its indexes; the
// system's own cache holds the rest. Readers beside it look documents up by
// their hash, readers alone scan tables.
const (
	writerCache = "-65536"
	besideCache = "-2048"
	readerCache = "-65536"
)

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
	if err := checkOwn(ctx, path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write, err := sql.Open("sqlite3", dsn(path, url.Values{
		"mode":          {"rwc"},
		"_foreign_keys": {"on"},
		"_journal_mode": {"WAL"},
		"_busy_timeout": {busyTimeoutMS},
		"_txlock":       {"immediate"},
		"_synchronous":  {"NORMAL"},
		"_cache_size":   {writerCache},
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
	s, err := openReader(ctx, path, besideCache)
	for try := 0; errors.Is(err, errOlder) && try < migrateTries; try++ { // set back by another opener, which sets it right
		time.Sleep(migratePause)
		s, err = openReader(ctx, path, besideCache)
	}
	if err != nil {
		conn.Close()
		write.Close()
		return nil, err
	}
	s.write, s.conn = write, conn
	s.ids = newInterner()
	return s, nil
}

// errOlder says that a reader met a schema older than it knows.
var errOlder = errors.New("open it once for writing (yusuan ingest)")

// OpenReader opens an existing database for reading only.
func OpenReader(ctx context.Context, path string) (*Store, error) {
	return openReader(ctx, path, readerCache)
}

func openReader(ctx context.Context, path, cache string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	read, err := sql.Open("sqlite3", dsn(path, url.Values{
		"mode":          {"ro"},
		"_query_only":   {"1"},
		"_foreign_keys": {"on"},
		"_busy_timeout": {busyTimeoutMS},
		"_cache_size":   {cache},
	}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	version, err := schemaVersion(ctx, read)
	if err == nil && version < SchemaVersion {
		err = fmt.Errorf("schema %d, this program reads %d: %w", version, SchemaVersion, errOlder)
	}
	if err != nil {
		read.Close()
		return nil, fmt.Errorf("open %s: %w%s", path, err, hint(err))
	}
	return &Store{path: path, read: read}, nil
}

// hint says what to do about a database that cannot be read because SQLite may
// not write beside it.
func hint(err error) string {
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrReadonly || e.Code == sqlite3.ErrCantOpen) {
		return ": SQLite needs to write its log beside the database even to read it; copy the database to a folder that can be written"
	}
	return ""
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

// Another process may make or bring up to date the same database: SQLite then
// refuses at once, without the busy timeout, to change its journal, and a
// migration that the other has done fails.
const (
	migrateTries = 40
	migratePause = 50 * time.Millisecond
)

// migrate brings the schema up to date, whichever process does it.
func migrate(ctx context.Context, db *sql.DB) error {
	var err error
	for range migrateTries {
		var version int
		version, err = schemaVersion(ctx, db)
		if err == nil && version < SchemaVersion {
			err = migrateUp(ctx, db)
		}
		if err == nil || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(migratePause):
		}
	}
	return err
}

// passing reports whether an error may come of another process that is at
// work on the same database.
func passing(err error) bool {
	var sqlite sqlite3.Error
	if errors.As(err, &sqlite) && (sqlite.Code == sqlite3.ErrBusy || sqlite.Code == sqlite3.ErrLocked) {
		return true
	}
	return strings.Contains(err.Error(), "already exists") || strings.Contains(err.Error(), "duplicate column")
}

// schemaVersion gives PRAGMA user_version, ErrNewer where it is not known here.
func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return 0, err
	}
	if version > SchemaVersion {
		return version, fmt.Errorf("schema %d, this program knows %d: %w", version, SchemaVersion, ErrNewer)
	}
	return version, nil
}

func migrateUp(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	// Of two processes that begin at once one may apply a migration after the
	// other has applied all, and set the version back.
	if version, err := schemaVersion(ctx, db); err != nil || version == SchemaVersion {
		return err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, SchemaVersion))
	return err
}

// dsn makes a file: address. Settings stand in it, so that every connection
// of a pool has them.
func dsn(path string, q url.Values) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}
