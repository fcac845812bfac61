-- The local review, its findings and its recommendations, and what rests on what.

-- Due date, edition and explanation are kept as they were when the six months began.
CREATE TABLE local_review (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    reference TEXT NOT NULL UNIQUE,
    decided_on TEXT NOT NULL,
    due TEXT NOT NULL,
    explanation TEXT NOT NULL,
    guidance TEXT NOT NULL,
    calendar_edition TEXT NOT NULL,
    reviewer TEXT REFERENCES account (id),
    appointed_on TEXT,
    last_finding BIGINT NOT NULL,
    last_recommendation BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE local_review_declaration (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    declared_on TEXT NOT NULL,
    text TEXT NOT NULL REFERENCES written_text (id),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX local_review_declaration_case ON local_review_declaration (case_id, account_id);

CREATE TABLE finding (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    number BIGINT NOT NULL,
    title_text TEXT NOT NULL REFERENCES written_text (id),
    text TEXT NOT NULL REFERENCES written_text (id),
    good_practice BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (case_id, number)
);

CREATE TABLE finding_row (
    finding_id TEXT NOT NULL REFERENCES finding (id),
    row_id TEXT NOT NULL REFERENCES chronology_row (id),
    label TEXT NOT NULL,
    PRIMARY KEY (finding_id, row_id)
);
CREATE INDEX finding_row_row ON finding_row (row_id);

CREATE TABLE recommendation (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    number BIGINT NOT NULL,
    text TEXT NOT NULL REFERENCES written_text (id),
    by_when TEXT NOT NULL,
    outcome_text TEXT REFERENCES written_text (id),
    measure_text TEXT REFERENCES written_text (id),
    response TEXT NOT NULL,
    responded_on TEXT,
    reason_text TEXT REFERENCES written_text (id),
    version BIGINT NOT NULL,
    UNIQUE (case_id, number)
);

CREATE TABLE recommendation_finding (
    recommendation_id TEXT NOT NULL REFERENCES recommendation (id),
    finding_id TEXT NOT NULL REFERENCES finding (id),
    PRIMARY KEY (recommendation_id, finding_id)
);
CREATE INDEX recommendation_finding_finding ON recommendation_finding (finding_id);

CREATE TABLE recommendation_organisation (
    recommendation_id TEXT NOT NULL REFERENCES recommendation (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (recommendation_id, organisation_id)
);
