-- What somebody sees of their own sessions, and when they last showed who they are on one of them. Empty for a session
-- or password that is older than this release: it counts from its beginning.

ALTER TABLE session ADD COLUMN confirmed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN wrong_confirmations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

ALTER TABLE account ADD COLUMN password_set_at TEXT NOT NULL DEFAULT '';
