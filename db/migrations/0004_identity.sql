-- Real people stand only in the sealed register of a case; everywhere else they are references.

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    code TEXT NOT NULL,
    pseudonym TEXT,
    sealed {{bytes}} NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (case_id, code)
);

-- Text that somebody wrote about a case. `plain` has passed the reference step and holds references instead of
-- names; it is NULL while a suggestion is open. `sealed` is the text as it was written.
CREATE TABLE written_text (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    owner TEXT NOT NULL,
    plain TEXT,
    sealed {{bytes}} NOT NULL,
    open_suggestions BIGINT NOT NULL
);
CREATE INDEX written_text_case ON written_text (case_id, owner);

-- A single word that may or may not be a registered person. The decision holds for the word wherever it stands in
-- that text. Offsets are bytes of the sealed original.
CREATE TABLE name_suggestion (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    text_id TEXT NOT NULL REFERENCES written_text (id),
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    settled_by TEXT
);
CREATE INDEX name_suggestion_case ON name_suggestion (case_id, state);
CREATE INDEX name_suggestion_text ON name_suggestion (text_id);

CREATE TABLE named_view (
    account_id TEXT NOT NULL REFERENCES account (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    ends_at TEXT NOT NULL,
    PRIMARY KEY (account_id, case_id)
);
