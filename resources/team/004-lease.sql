-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which process of a team acts by itself: one at a time, by a lease that runs out by this server's clock.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE TABLE journal.leader (
    name text PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 256),
    holder text NOT NULL CHECK (octet_length(holder) <= 64), -- another for each life of a process
    who text NOT NULL CHECK (octet_length(who) <= 256),
    epoch bigint NOT NULL CHECK (epoch >= 0),
    until timestamptz NOT NULL,
    db_user name NOT NULL
);

-- Takes the lease, or keeps it: `mine`, and the epoch, which grows with each take-over and never otherwise.
CREATE FUNCTION journal.lease(name text, holder text, who text, ms bigint, OUT mine boolean, OUT epoch bigint,
                              OUT leader text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row journal.leader;
    moment timestamptz;
    span interval := make_interval(secs => least(greatest(lease.ms, 500), 60000) / 1000.0);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM journal.writer_role r WHERE r.role = session_user) THEN
        RAISE EXCEPTION 'journal: this login writes for no device' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('synchronous_commit', 'on', true);
    INSERT INTO journal.leader (name, holder, who, epoch, until, db_user)
    VALUES (lease.name, '', '', 0, '-infinity', session_user) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT row FROM journal.leader l WHERE l.name = lease.name FOR UPDATE;
    moment := clock_timestamp(); -- behind the lock
    mine := row.until <= moment OR (row.holder = lease.holder AND row.db_user = session_user);
    epoch := row.epoch;
    leader := row.who;
    IF NOT mine THEN
        RETURN;
    END IF;
    leader := lease.who;
    IF row.until <= moment THEN
        epoch := epoch + 1;
    END IF;
    UPDATE journal.leader l
       SET holder = lease.holder, who = lease.who, epoch = lease.epoch, until = moment + span, db_user = session_user
     WHERE l.name = lease.name;
END
$$;

CREATE FUNCTION journal.leave(name text, holder text) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE journal.leader l SET until = '-infinity'
     WHERE l.name = leave.name AND l.holder = leave.holder AND l.db_user = session_user
$$;

REVOKE ALL ON FUNCTION journal.lease(text, text, text, bigint), journal.leave(text, text) FROM PUBLIC;
REVOKE ALL ON TABLE journal.leader FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.lease(text, text, text, bigint), journal.leave(text, text) TO journal_writer;
GRANT SELECT ON journal.leader TO journal_reader;
