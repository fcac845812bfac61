-- The second factor of an account: a secret that its owner's phone holds too. What is bounded by counting tries stands
-- here as well.

CREATE TABLE second_factor (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    sealed {{bytes}} NOT NULL,
    last_step BIGINT NOT NULL, -- the time step whose code was taken last: none is taken twice
    set_up_at TEXT NOT NULL
);

-- Shown to its owner and not yet confirmed by a code of it: it does not count.
CREATE TABLE second_factor_begun (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    sealed {{bytes}} NOT NULL,
    begun_at TEXT NOT NULL
);

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    salt TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account_id, salt)
);

-- Whoever has shown the password and not yet the code. It is no session, and its cookie is another one.
CREATE TABLE half_signed_in (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    password_mark TEXT NOT NULL, -- hash of the password's hash: another password ends it
    began_at TEXT NOT NULL
);
CREATE INDEX half_signed_in_account ON half_signed_in (account_id);

-- Tries at one door, counted before each is looked at. The door's name is a keyed hash.
CREATE TABLE tries (
    door TEXT NOT NULL PRIMARY KEY,
    made BIGINT NOT NULL,
    since TEXT NOT NULL
);
CREATE INDEX tries_since ON tries (since);

-- Counted under a hash without a key, and in a transaction of its own. Nothing in it was older than a quarter of an hour
-- for long.
DROP TABLE sign_in_attempt;
