-- What the readiness check writes, to see that the database takes it: one row, milliseconds since 1970 UTC.
CREATE TABLE IF NOT EXISTS health (
    id         INTEGER PRIMARY KEY,
    checked_at INTEGER NOT NULL
);
