-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is behind a pseudonym, as each device says it of those who speak on it. For people's eyes: nothing is decided by
-- it, and it is no part of the log. Not encrypted, since all members are to read it; it goes with an erasure like what
-- its entry said, and does not come back.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE TABLE journal.person_name (
    writer text NOT NULL,
    ref text NOT NULL CHECK (octet_length(ref) BETWEEN 1 AND 256),
    person text NOT NULL CHECK (octet_length(person) <= 256), -- empty: nobody proved one
    -- One line of at most 100 characters, without any that nobody sees (as isName() of models/presence has them).
    name text NOT NULL CONSTRAINT readable CHECK (
        char_length(name) BETWEEN 1 AND 100 AND name !~ '^ | $|  ' AND
        name COLLATE "C" !~ ('[\u0001-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f'
                             '\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb'
                             '\U000e0000-\U0010ffff]')),
    wseq bigint NOT NULL, -- of the entry that it is said with
    db_user name NOT NULL,
    PRIMARY KEY (writer, ref)
);

-- What the person is called who speaks in this entry: an own one, so that no device names anybody who never spoke on it.
-- False: it is another's, nobody speaks in it, or what it said was erased.
CREATE FUNCTION journal.say_name(entry text, name text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w text;
    s bigint;
    who json;
    r text;
    p text;
BEGIN
    SELECT e.writer, e.wseq, o.body -> 'actor' INTO w, s, who
      FROM journal.entry e JOIN journal.writer_role x ON x.writer = e.writer AND x.role = session_user,
           LATERAL journal.opened(e.leaf) o
     WHERE e.id = say_name.entry LIMIT 1;
    r := journal.member_of(who, 'ref', 'string');
    p := coalesce(journal.member_of(who, 'person', 'string'), '');
    IF w IS NULL OR coalesce(r, '') = '' OR journal.member_of(who, 'automation', 'boolean') = 'true' THEN
        RETURN false;
    END IF;
    -- Whoever erases waits until this is through, and finds it then.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('journal.person_name', 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('journal.opening ' || w, 0));
    IF EXISTS (SELECT 1 FROM journal.erased x WHERE x.subject IN (r, p)) OR
       EXISTS (SELECT 1 FROM journal.erased_own x WHERE x.writer = w AND x.subject IN (r, p) AND x.wseq > s) THEN
        RETURN false;
    END IF;
    INSERT INTO journal.person_name AS n (writer, ref, person, name, wseq, db_user)
    VALUES (w, r, p, say_name.name, s, session_user)
    ON CONFLICT ON CONSTRAINT person_name_pkey
    DO UPDATE SET person = EXCLUDED.person, name = EXCLUDED.name, wseq = EXCLUDED.wseq, db_user = EXCLUDED.db_user
     WHERE n.wseq < EXCLUDED.wseq AND
           (n.person, n.name, n.db_user) IS DISTINCT FROM (EXCLUDED.person, EXCLUDED.name, EXCLUDED.db_user);
    IF FOUND THEN
        PERFORM pg_notify('journal', '');
    END IF;
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION journal.erase(subject text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('journal.person_name', 0));
    INSERT INTO journal.erased (subject) VALUES (erase.subject) ON CONFLICT DO NOTHING;
    DELETE FROM journal.person_name n WHERE erase.subject IN (n.ref, n.person);
    DELETE FROM journal.opening o WHERE o.subject = erase.subject;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM pg_notify('journal', ''); -- copies of names are looked at again
    RETURN gone;
END
$$;

CREATE OR REPLACE FUNCTION journal.erase_own(entry text) RETURNS bigint
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
    DELETE FROM journal.person_name n WHERE n.writer = w AND whom IN (n.ref, n.person) AND n.wseq < s;
    DELETE FROM journal.opening o USING journal.entry e
     WHERE o.subject = whom AND o.writer = w AND e.id = o.entry AND e.writer = w AND e.wseq < s;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

REVOKE ALL ON FUNCTION journal.say_name(text, text) FROM PUBLIC;
REVOKE ALL ON TABLE journal.person_name FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.say_name(text, text) TO journal_writer;
GRANT SELECT ON journal.person_name TO journal_reader;
