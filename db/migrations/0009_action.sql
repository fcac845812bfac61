-- Actions under recommendations; apart from them what shows that they are done, who judged that, and what changed
-- for children. Lateness is worked out and stands nowhere.

-- The last running number under each recommendation: 1.2 is never given twice.
CREATE TABLE action_number (
    recommendation_id TEXT NOT NULL PRIMARY KEY REFERENCES recommendation (id),
    last BIGINT NOT NULL
);

CREATE TABLE action (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    recommendation_id TEXT NOT NULL REFERENCES recommendation (id),
    recommendation_number BIGINT NOT NULL,
    place BIGINT NOT NULL,
    number TEXT NOT NULL,
    text TEXT NOT NULL REFERENCES written_text (id),
    owner TEXT NOT NULL REFERENCES account (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    start TEXT NOT NULL,
    due TEXT NOT NULL,
    delivery TEXT NOT NULL,
    done_on TEXT,
    version BIGINT NOT NULL,
    UNIQUE (case_id, number)
);
CREATE INDEX action_owner ON action (owner);
CREATE INDEX action_organisation ON action (organisation_id);

CREATE TABLE action_progress (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES action (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    text TEXT REFERENCES written_text (id),
    delivery TEXT NOT NULL,
    dated TEXT NOT NULL,
    reported_by TEXT NOT NULL,
    reported_at TEXT NOT NULL
);
CREATE INDEX action_progress_case ON action_progress (case_id);

CREATE TABLE action_evidence (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES action (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    type TEXT NOT NULL,
    text TEXT NOT NULL REFERENCES written_text (id),
    strength BIGINT NOT NULL,
    dated TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL
);
CREATE INDEX action_evidence_case ON action_evidence (case_id);

CREATE TABLE action_assurance (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES action (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    accepted BIGINT NOT NULL,
    note_text TEXT NOT NULL REFERENCES written_text (id),
    judged_by TEXT NOT NULL REFERENCES account (id),
    judged_at TEXT NOT NULL
);
CREATE INDEX action_assurance_case ON action_assurance (case_id);

CREATE TABLE action_impact (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES action (id),
    case_id TEXT NOT NULL REFERENCES case_file (id),
    statement_text TEXT NOT NULL REFERENCES written_text (id),
    how_tested_text TEXT NOT NULL REFERENCES written_text (id),
    baseline_text TEXT REFERENCES written_text (id),
    figure_text TEXT REFERENCES written_text (id),
    voice_text TEXT REFERENCES written_text (id),
    result TEXT NOT NULL,
    tested_on TEXT NOT NULL,
    tested_by TEXT NOT NULL REFERENCES account (id),
    next_test TEXT,
    recorded_at TEXT NOT NULL
);
CREATE INDEX action_impact_case ON action_impact (case_id);
