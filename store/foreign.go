package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
)

// ErrForeign says that a database is there and is none of this program's.
var ErrForeign = errors.New("a database of another program")

// checkOwn refuses a database that holds tables and no schema of ours; it
// changes nothing in it. What cannot be looked at so (after a crash, say) is left
// to the connection that writes.
func checkOwn(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil // there is none yet
	}
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {busyTimeoutMS}}))
	if err != nil {
		return nil
	}
	defer db.Close()
	var tables, ours int
	err = db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(name = 'goose_db_version'), 0)
		FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`).Scan(&tables, &ours)
	if err == nil && tables > 0 && ours == 0 {
		return fmt.Errorf("%w: %d tables of its own", ErrForeign, tables)
	}
	return nil
}
