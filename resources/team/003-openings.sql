-- SPDX-License-Identifier: GPL-3.0-or-later
-- Openings come from the devices that wrote their entries, and go with an erasure that such a device recorded.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

-- What a device erased: of its own entries below the one that says so. What the person says later has another key.
CREATE TABLE journal.erased_own (
    writer text NOT NULL,
    subject text NOT NULL CHECK (octet_length(subject) <= 256),
    wseq bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user,
    PRIMARY KEY (writer, subject, wseq)
);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON journal.erased_own FOR EACH ROW EXECUTE FUNCTION journal.no_change();
CREATE TRIGGER whole BEFORE TRUNCATE ON journal.erased_own FOR EACH STATEMENT EXECUTE FUNCTION journal.no_change();

CREATE OR REPLACE FUNCTION journal.put_opening(entry text, field text, subject text, box bytea) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w text;
    s bigint;
BEGIN
    SELECT e.writer, e.wseq INTO w, s
      FROM journal.entry e JOIN journal.writer_role r ON r.writer = e.writer AND r.role = session_user
     WHERE e.id = put_opening.entry LIMIT 1;
    -- Whoever erases this writer's words waits until this is through, and finds it then.
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

-- Behind a privacy.erase of a writer of this login, for the person that it names: -1 where there is none.
CREATE FUNCTION journal.erase_own(entry text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w text;
    s bigint;
    whom text;
    gone bigint;
BEGIN
    SELECT e.writer, e.wseq, journal.member_of(o.body -> 'erase', 'subject', 'string') INTO w, s, whom
      FROM journal.entry e JOIN journal.writer_role r ON r.writer = e.writer AND r.role = session_user,
           LATERAL journal.opened(e.leaf) o
     WHERE e.id = erase_own.entry AND e.kind = 'privacy.erase' LIMIT 1;
    IF whom IS NULL OR octet_length(whom) > 256 THEN
        RETURN -1;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('journal.opening ' || w, 0));
    INSERT INTO journal.erased_own (writer, subject, wseq) VALUES (w, whom, s) ON CONFLICT DO NOTHING;
    DELETE FROM journal.opening o USING journal.entry e
     WHERE o.subject = whom AND o.writer = w AND e.id = o.entry AND e.writer = w AND e.wseq < s;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

REVOKE ALL ON FUNCTION journal.erase_own(text) FROM PUBLIC;
REVOKE ALL ON TABLE journal.erased_own FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.erase_own(text) TO journal_writer;
GRANT SELECT ON journal.erased_own TO journal_privacy;
