-- Who exists: nodes, commands, dumps and requests by id, so that they can be listed and found.
-- owner: a node's name; the node of a command or dump; the commands of a request.
CREATE TABLE IF NOT EXISTS directory (
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    owner    TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
