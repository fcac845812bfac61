-- The report and its way to the public. Drafts may hold names, so report and details are sealed; what is published
-- is stored plain, because it has passed the check and must outlive the case's key.

CREATE TABLE report (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES case_file (id),
    sealed {{bytes}} NOT NULL,
    version BIGINT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL
);

-- Every version that was ever saved, so that nothing anybody wrote is lost.
CREATE TABLE report_version (
    case_id TEXT NOT NULL REFERENCES report (case_id),
    version BIGINT NOT NULL,
    sealed {{bytes}} NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
);

CREATE TABLE publication (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    state TEXT NOT NULL,
    sealed_details {{bytes}} NOT NULL,
    version BIGINT NOT NULL,
    checked_report BIGINT NOT NULL,
    checked_details BIGINT NOT NULL,
    checked_at TEXT,
    checked_by TEXT,
    slug TEXT UNIQUE,
    publish_on TEXT,
    published_at TEXT,
    held TEXT
);

-- What was prepared for the day, sealed until then: page, PDF, and the PDF's text for one more look.
CREATE TABLE publication_prepared (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES case_file (id),
    report_version BIGINT NOT NULL,
    details_version BIGINT NOT NULL,
    page {{bytes}} NOT NULL,
    pdf {{bytes}} NOT NULL,
    pdf_text {{bytes}} NOT NULL
);

CREATE TABLE publication_acceptance (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_version BIGINT NOT NULL,
    accepted_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (case_id, organisation_id)
);

-- The first date stands: the seven working days hang on it.
CREATE TABLE publication_copy (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    recipient TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    report_version BIGINT NOT NULL,
    logged_by TEXT NOT NULL,
    logged_at TEXT NOT NULL,
    PRIMARY KEY (case_id, recipient)
);

-- A flagged single word that two people looked at. The word and the reason are sealed.
CREATE TABLE publication_release (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES case_file (id),
    report_version BIGINT NOT NULL,
    details_version BIGINT NOT NULL,
    sealed {{bytes}} NOT NULL,
    first_by TEXT NOT NULL,
    first_at TEXT NOT NULL,
    second_by TEXT,
    second_at TEXT
);
CREATE INDEX publication_release_case ON publication_release (case_id);

CREATE TABLE published_review (
    id TEXT NOT NULL PRIMARY KEY REFERENCES publication (id),
    case_id TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    content_note TEXT NOT NULL,
    summary TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    partnership_id TEXT NOT NULL REFERENCES partnership (id),
    report_version BIGINT NOT NULL,
    published_at TEXT NOT NULL,
    report_sha256 TEXT NOT NULL,
    page_sha256 TEXT NOT NULL,
    pdf_sha256 TEXT NOT NULL,
    pdf_size BIGINT NOT NULL,
    page TEXT NOT NULL,
    pdf {{bytes}} NOT NULL
);
