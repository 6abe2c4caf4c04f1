-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is there now, and what they look at. For people's eyes: nothing is decided by it, nothing of it is kept, and it is
-- no part of the log. A row says of itself until when it is believed, by this server's clock.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE UNLOGGED TABLE journal.presence (
    session text PRIMARY KEY CHECK (octet_length(session) BETWEEN 1 AND 64), -- another for each life of a process
    db_user name NOT NULL,
    said jsonb NOT NULL CHECK (jsonb_typeof(said) = 'object' AND octet_length(said::text) <= 4096),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL
);

-- Says that this process is there, for so long. Others are told where it says something new.
CREATE FUNCTION journal.here(session text, said jsonb, ms bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    known journal.presence;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM journal.writer_role r WHERE r.role = session_user) THEN
        RAISE EXCEPTION 'journal: this login writes for no device' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Not worth a wait for the disk: after a crash everybody says it anew.
    PERFORM set_config('synchronous_commit', 'off', true);
    SELECT * INTO known FROM journal.presence p WHERE p.session = here.session AND p.until > moment;
    IF known.db_user <> session_user THEN
        RAISE EXCEPTION 'journal: another login has this session' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM journal.presence p WHERE p.until <= moment;
    INSERT INTO journal.presence AS p (session, db_user, said, since, until)
    VALUES (here.session, session_user, here.said, moment,
            moment + make_interval(secs => least(greatest(here.ms, 1000), 120000) / 1000.0))
    ON CONFLICT ON CONSTRAINT presence_pkey
    DO UPDATE SET said = EXCLUDED.said, until = EXCLUDED.until WHERE p.db_user = session_user;
    IF known.said IS DISTINCT FROM here.said THEN
        PERFORM pg_notify('journal_presence', '');
    END IF;
END
$$;

CREATE FUNCTION journal.gone(session text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM journal.presence p WHERE p.session = gone.session AND p.db_user = session_user;
    IF FOUND THEN
        PERFORM pg_notify('journal_presence', '');
    END IF;
END
$$;

REVOKE ALL ON FUNCTION journal.here(text, jsonb, bigint), journal.gone(text) FROM PUBLIC;
REVOKE ALL ON TABLE journal.presence FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.here(text, jsonb, bigint), journal.gone(text) TO journal_writer;
GRANT SELECT ON journal.presence TO journal_reader;
