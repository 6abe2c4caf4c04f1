-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is erased for everybody waits for openings that are on their way, as it does for names.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE OR REPLACE FUNCTION journal.put_opening(entry text, field text, subject text, box bytea) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w text;
    s bigint;
BEGIN
    SELECT e.writer, e.wseq INTO w, s
      FROM journal.entry e JOIN journal.writer_role r ON r.writer = e.writer AND r.role = session_user
     WHERE e.id = put_opening.entry LIMIT 1;
    -- Whoever erases waits until this is through, and finds it then: journal.erase() by the first, erase_own() by the
    -- second, in the order that say_name() takes them.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('journal.person_name', 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('journal.opening ' || w, 0));
    IF w IS NULL OR EXISTS (SELECT 1 FROM journal.erased x WHERE x.subject = put_opening.subject) OR
       EXISTS (SELECT 1 FROM journal.erased_own x
                WHERE x.writer = w AND x.subject = put_opening.subject AND x.wseq > s) THEN
        RETURN false;
    END IF;
    INSERT INTO journal.opening (entry, field, subject, box, writer)
    VALUES (put_opening.entry, put_opening.field, put_opening.subject, put_opening.box, w) ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;
