-- The rapid review: one for each case, its draft, the versions that were fixed, and the partners' signatures.

CREATE TABLE rapid_review (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    reference TEXT NOT NULL UNIQUE,
    opened_at TEXT NOT NULL,
    notified_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    explanation TEXT NOT NULL,
    guidance TEXT NOT NULL,
    calendar_edition TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    decided_on TEXT,
    decision_guidance TEXT,
    decision_panel_guidance TEXT,
    override_text TEXT REFERENCES written_text (id),
    submitted_at TEXT,
    days_late BIGINT NOT NULL,
    late_reason TEXT,
    late_text TEXT REFERENCES written_text (id),
    latest_version BIGINT NOT NULL,
    draft_version BIGINT NOT NULL,
    draft_by TEXT,
    draft_at TEXT,
    version BIGINT NOT NULL
);

-- The draft's answers: a code, a text of the reference step, or both.
CREATE TABLE rapid_review_draft (
    review_id TEXT NOT NULL REFERENCES rapid_review (id),
    part TEXT NOT NULL,
    code TEXT,
    text_id TEXT REFERENCES written_text (id),
    PRIMARY KEY (review_id, part)
);

-- What was fixed, sealed as one canonical text. Rows are added, never changed.
CREATE TABLE rapid_review_version (
    review_id TEXT NOT NULL REFERENCES rapid_review (id),
    number BIGINT NOT NULL,
    fixed_at TEXT NOT NULL,
    fixed_by TEXT NOT NULL,
    sealed {{bytes}} NOT NULL,
    PRIMARY KEY (review_id, number)
);

-- The texts of a version, to show its people as codes. A text that stands here is never written anew.
CREATE TABLE rapid_review_version_text (
    review_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    part TEXT NOT NULL,
    text_id TEXT NOT NULL REFERENCES written_text (id),
    PRIMARY KEY (review_id, number, part),
    FOREIGN KEY (review_id, number) REFERENCES rapid_review_version (review_id, number)
);
CREATE INDEX rapid_review_version_text_text ON rapid_review_version_text (text_id);

-- A signature that lapsed or was replaced stays, with when and why it ended.
CREATE TABLE rapid_review_signature (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    seat TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    outcome TEXT NOT NULL,
    agreement TEXT NOT NULL,
    reasons_text TEXT NOT NULL REFERENCES written_text (id),
    dissent_text TEXT REFERENCES written_text (id),
    signed_at TEXT NOT NULL,
    guidance TEXT NOT NULL,
    ended_at TEXT,
    ended TEXT,
    FOREIGN KEY (review_id, number) REFERENCES rapid_review_version (review_id, number)
);
CREATE UNIQUE INDEX rapid_review_signature_current ON rapid_review_signature (review_id, organisation_id)
 WHERE ended_at IS NULL;
