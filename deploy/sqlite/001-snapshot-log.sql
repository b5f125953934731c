-- The snapshot log: every heap summary that was committed, thinned out by age.

-- Types by number, so that a summary's histogram is columns of small integers.
CREATE TABLE IF NOT EXISTS type (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    module TEXT NOT NULL,
    UNIQUE (name, module)
);

-- One row per run of a process; key is node/pid/startedAt.
CREATE TABLE IF NOT EXISTS instance (
    id            INTEGER PRIMARY KEY,
    key           TEXT    NOT NULL UNIQUE,
    node_id       TEXT    NOT NULL,
    process_name  TEXT    NOT NULL,
    bits          INTEGER NOT NULL,
    looks         INTEGER NOT NULL DEFAULT 0,
    last_taken_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS instance_by_node ON instance (node_id);

-- Sequences count within a spool. Everything up to committed_sequence was committed, or given up by the agent.
CREATE TABLE IF NOT EXISTS spool (
    id                 INTEGER PRIMARY KEY,
    spool_id           TEXT    NOT NULL UNIQUE,
    committed_sequence INTEGER NOT NULL DEFAULT 0
);

-- Times are milliseconds since 1970 UTC; body is the histogram in columns, compressed.
CREATE TABLE IF NOT EXISTS summary (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    instance        INTEGER NOT NULL REFERENCES instance (id),
    spool           INTEGER NOT NULL REFERENCES spool (id),
    sequence        INTEGER NOT NULL,
    taken_at        INTEGER NOT NULL,
    objects         INTEGER NOT NULL,
    heap_bytes      INTEGER NOT NULL,
    committed_bytes INTEGER NOT NULL,
    private_bytes   INTEGER NOT NULL,
    body            BLOB    NOT NULL,
    UNIQUE (spool, sequence)
);
CREATE INDEX IF NOT EXISTS summary_by_instance ON summary (instance, taken_at);
