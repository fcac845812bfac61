-- Who exists: partnerships, their organisations, the people who sign in, and their sessions.

CREATE TABLE partnership (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT NOT NULL
);

CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    partnership_id TEXT NOT NULL REFERENCES partnership (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    partner_seat TEXT,
    UNIQUE (partnership_id, code)
);

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled_at TEXT,
    created_at TEXT NOT NULL
);

-- The token itself is only in the person's cookie; here is its hash. An expired session is kept for a while, so that
-- what somebody posts on it can be given back to them.
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    csrf TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE sign_in_attempt (
    email_hash TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX sign_in_attempt_email ON sign_in_attempt (email_hash, at);

-- A form that was posted once: the second time leads where the first one led.
CREATE TABLE posted_form (
    once TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    location TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, once)
);

-- What was posted on an expired session, sealed until the same person signs in again.
CREATE TABLE kept_form (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    sealed {{bytes}} NOT NULL,
    kept_at TEXT NOT NULL
);
