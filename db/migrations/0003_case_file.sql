-- The case: the folder everything lives in, born at the first concern; and who may open it.

CREATE TABLE case_file (
    id TEXT NOT NULL PRIMARY KEY,
    partnership_id TEXT NOT NULL REFERENCES partnership (id),
    reference TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL REFERENCES account (id),
    stage TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE case_reference (
    partnership_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (partnership_id, kind, year)
);

-- `holder` is an organisation or an account. A grant to an organisation counts for those of its accounts that have
-- the grant's role; a grant to an account counts for that account in the grant's role.
CREATE TABLE case_grant (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    holder TEXT NOT NULL,
    role TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT,
    stage TEXT,
    UNIQUE (case_id, holder, role)
);
CREATE INDEX case_grant_holder ON case_grant (holder, case_id);
