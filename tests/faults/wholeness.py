# SPDX-License-Identifier: GPL-3.0-or-later
"""What would be half done, asked of the database itself: every question must find nothing."""

# A file without all its parts, rows without their return, a change without its entry in the ledger or the other way round.
QUESTIONS = {
    "a file without all its parts": """
        SELECT d.id, d.size, count(c.n) FROM document d LEFT JOIN document_chunk c ON c.document_id = d.id
         GROUP BY d.id, d.size HAVING count(c.n) <> CASE WHEN d.size = 0 THEN 1 ELSE (d.size + 262143) / 262144 END""",
    "parts of a file that is not there": """
        SELECT document_id FROM document_chunk WHERE document_id NOT IN (SELECT id FROM document)""",
    "a return without all its rows": """
        SELECT r.id, r.rows_given, count(w.id) FROM agency_return r LEFT JOIN chronology_row w ON w.return_id = r.id
         GROUP BY r.id, r.rows_given HAVING count(w.id) <> r.rows_given""",
    "a return with a file that is not there": """
        SELECT id FROM agency_return WHERE document_id IS NOT NULL AND document_id NOT IN (SELECT id FROM document)""",
    "a return without its entry, or an entry without its return": """
        SELECT c.reference FROM case_file c
         WHERE (SELECT count(*) FROM agency_return r WHERE r.case_id = c.id)
            <> (SELECT count(*) FROM ledger l WHERE l.record = c.reference
                   AND l.what IN ('agency_return.given', 'agency_return.nothing_held'))""",
    "a case without its entry, or an entry without its case": """
        SELECT a.n, b.n FROM (SELECT count(*) AS n FROM case_file) a,
               (SELECT count(DISTINCT record) AS n FROM ledger WHERE what = 'case_file.opened') b WHERE a.n <> b.n""",
    "a case that nobody may open": """
        SELECT reference FROM case_file WHERE id NOT IN (SELECT case_id FROM case_grant)""",
    "a section without its entry, or an entry without its section": """
        SELECT c.reference FROM case_file c
         WHERE (SELECT count(*) FROM ledger l WHERE l.record = c.reference AND l.what = 'notification.saved')
            <> coalesce((SELECT sum(version) FROM notification_section s WHERE s.case_id = c.id), 0)""",
    "a version that is not there, or that has no entry": """
        SELECT r.reference FROM rapid_review r
         WHERE r.latest_version <> (SELECT count(*) FROM rapid_review_version v WHERE v.review_id = r.id)
            OR r.latest_version <> (SELECT count(*) FROM ledger l
                                     WHERE l.record = r.reference AND l.what = 'rapid_review.version_fixed')""",
    "a signature without its version or its entry": """
        SELECT r.reference FROM rapid_review r
         WHERE (SELECT count(*) FROM rapid_review_signature s
                  JOIN rapid_review_version v ON v.review_id = s.review_id AND v.number = s.number
                 WHERE s.review_id = r.id)
            <> (SELECT count(*) FROM ledger l WHERE l.record = r.reference AND l.what = 'rapid_review.signed')""",
    "a standing signature on a version that is not the latest": """
        SELECT s.id FROM rapid_review_signature s JOIN rapid_review r ON r.id = s.review_id
         WHERE s.ended_at IS NULL AND s.number <> r.latest_version""",
    "a draft without its entry": """
        SELECT r.reference FROM rapid_review r
         WHERE r.draft_version <> (SELECT count(*) FROM ledger l
                                    WHERE l.record = r.reference AND l.what = 'rapid_review.drafted')""",
    "a report without all its versions or their entries": """
        SELECT c.reference FROM report p JOIN case_file c ON c.id = p.case_id
         WHERE p.version <> (SELECT count(*) FROM report_version v WHERE v.case_id = p.case_id)
            OR p.version <> (SELECT count(*) FROM ledger l
                              WHERE l.record = c.reference AND l.what = 'publication.report_saved')""",
    "a review published by halves": """
        SELECT p.id FROM publication p LEFT JOIN published_review v ON v.id = p.id
         WHERE (p.state = 'published') <> (v.id IS NOT NULL) OR v.pdf_size <> length(v.pdf)""",
    "a published review without its one entry": """
        SELECT c.reference FROM publication p JOIN case_file c ON c.id = p.case_id
         WHERE (SELECT count(*) FROM ledger l WHERE l.record = c.reference AND l.what = 'publication.published')
            <> CASE WHEN p.state = 'published' THEN 1 ELSE 0 END""",
    "text of a case that is not there": """
        SELECT w.id FROM written_text w WHERE w.case_id NOT IN (SELECT id FROM case_file)""",
}


def half_done(county):
    """What is half done in this county: question and first findings."""
    return {question: found[:5] for question, sql in QUESTIONS.items() if (found := county.rows(sql))}
