-- What agencies are asked, what they answer, and the rows of the merged chronology.

CREATE TABLE agency_request (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    due TEXT NOT NULL,
    period_from TEXT,
    period_to TEXT,
    state TEXT NOT NULL,
    answered_at TEXT,
    version BIGINT NOT NULL,
    UNIQUE (case_id, organisation_id)
);

-- One answer; an agency may give several. `notes_sealed` holds the lines of its file that are no rows. The words of
-- the agency are texts of the reference step, NULL where it said nothing.
CREATE TABLE agency_return (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES agency_request (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    given_at TEXT NOT NULL,
    given_by TEXT NOT NULL,
    kind TEXT NOT NULL,
    replaces BIGINT NOT NULL,
    rows_given BIGINT NOT NULL,
    document_id TEXT REFERENCES document (id),
    notes_sealed {{bytes}} NOT NULL,
    knew_family TEXT NOT NULL,
    systems_text TEXT REFERENCES written_text (id),
    summary_text TEXT REFERENCES written_text (id),
    good_practice_text TEXT REFERENCES written_text (id),
    learning_text TEXT REFERENCES written_text (id)
);
CREATE INDEX agency_return_request ON agency_return (request_id);

-- The last running number of each agency in a case: a row's label is never given twice.
CREATE TABLE chronology_label (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    last BIGINT NOT NULL,
    PRIMARY KEY (case_id, organisation_id)
);

-- One event as one agency tells it. What people wrote (the date as written, source, fact, comment, the sheet's name)
-- are texts of the reference step; several rows may share one. The date as understood is plain, so that the database
-- can put rows in order: `order_key` compares as bytes. `scope_from` and `scope_to` are what it was read with.
CREATE TABLE chronology_row (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    return_id TEXT NOT NULL,
    label TEXT NOT NULL,
    place BIGINT NOT NULL,
    order_key TEXT NOT NULL,
    start_edtf TEXT,
    earliest TEXT,
    latest TEXT,
    start_time TEXT,
    doubts TEXT NOT NULL,
    scope_from TEXT,
    scope_to TEXT,
    start_text TEXT NOT NULL REFERENCES written_text (id),
    source_text TEXT NOT NULL REFERENCES written_text (id),
    what_text TEXT NOT NULL REFERENCES written_text (id),
    comment_text TEXT REFERENCES written_text (id),
    part_text TEXT REFERENCES written_text (id),
    line BIGINT NOT NULL,
    repaired BIGINT NOT NULL,
    replaced_by TEXT,
    cited BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (case_id, label)
);
CREATE INDEX chronology_row_order ON chronology_row (case_id, order_key);

-- Each time a person gave the date of a row again. `text` is what they typed.
CREATE TABLE chronology_repair (
    id TEXT NOT NULL PRIMARY KEY,
    row_id TEXT NOT NULL REFERENCES chronology_row (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    text TEXT NOT NULL REFERENCES written_text (id),
    start_edtf TEXT NOT NULL,
    repaired_by TEXT NOT NULL,
    repaired_at TEXT NOT NULL
);
CREATE INDEX chronology_repair_row ON chronology_repair (row_id);
