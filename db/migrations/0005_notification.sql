-- The serious incident notification. Codes, dates and numbers stand plain; what people wrote is sealed.

-- One incident, one notification. `due_counted` is how the due date was counted, as JSON of dates and weekdays: it is
-- stored when the clock starts and not counted anew.
CREATE TABLE notification (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    reference TEXT UNIQUE,
    edition TEXT NOT NULL,
    state TEXT NOT NULL,
    aware_on TEXT,
    incident_on TEXT,
    type TEXT NOT NULL,
    abuse_or_neglect TEXT NOT NULL,
    home_authority TEXT NOT NULL,
    due_on TEXT,
    due_counted TEXT,
    due_guidance TEXT,
    due_calendar TEXT,
    began_at TEXT NOT NULL,
    began_by TEXT NOT NULL,
    submitted_at TEXT,
    submitted_by TEXT,
    sealed_record {{bytes}},
    sha256 TEXT,
    guidance TEXT,
    requires_rapid_review BIGINT NOT NULL,
    decided_at TEXT,
    decided_by TEXT,
    reason_text TEXT REFERENCES written_text (id)
);

-- The answers of one section as they were typed, sealed.
CREATE TABLE notification_section (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    section TEXT NOT NULL,
    version BIGINT NOT NULL,
    sealed {{bytes}} NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (case_id, section)
);

-- Which registered person the first, second … child of the form is.
CREATE TABLE notification_child (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    number BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (case_id, number)
);

CREATE TABLE notification_view (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    partner_id TEXT NOT NULL REFERENCES organisation (id),
    answer TEXT NOT NULL,
    said_on TEXT NOT NULL,
    text_id TEXT REFERENCES written_text (id),
    given_at TEXT NOT NULL,
    given_by TEXT NOT NULL,
    by_partner BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, partner_id)
);
