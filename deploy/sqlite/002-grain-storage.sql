-- State of grains. version is the ETag: a write must name the version it read.
CREATE TABLE IF NOT EXISTS grain_state (
    grain_id   TEXT    NOT NULL,
    state_name TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    payload    BLOB    NOT NULL,
    PRIMARY KEY (grain_id, state_name)
) WITHOUT ROWID;
