-- The rows of a case are counted on each of its pages: from the index alone, without looking at a row.
CREATE INDEX chronology_row_count ON chronology_row (case_id, organisation_id, replaced_by, start_edtf);
