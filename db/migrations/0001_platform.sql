-- The ground floor's own tables. Instants are UTC text with microseconds, identifiers UUID text; {{bytes}} is the
-- engine's type for bytes.

-- Who did what, each entry chained to the one before. Rows are added, never changed.
CREATE TABLE ledger (
    seq BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL,
    record TEXT NOT NULL,
    why TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX ledger_record ON ledger (record, seq);

-- The end of the chain: one row, locked by whoever appends.
CREATE TABLE ledger_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, '');

-- Work that follows an act. `payload` and `failed` hold references and kinds of failure, never names.
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    due TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until TEXT,
    done_at TEXT,
    failed TEXT
);
CREATE INDEX job_due ON job (due) WHERE done_at IS NULL;
CREATE UNIQUE INDEX job_waiting ON job (kind, payload) WHERE done_at IS NULL;

-- Files, sealed in chunks. The heading is the file's name and the SHA-256 of its plain bytes, sealed together: a digest
-- in the open would let whoever holds a backup guess a short file, even after its key is destroyed.
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    heading_sealed {{bytes}} NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    kept_at TEXT NOT NULL
);
CREATE TABLE document_chunk (
    document_id TEXT NOT NULL REFERENCES document (id),
    n BIGINT NOT NULL,
    sealed {{bytes}} NOT NULL,
    PRIMARY KEY (document_id, n)
);

-- Facts about this installation as a whole, such as demo = yes.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
