-- SPDX-License-Identifier: GPL-3.0-or-later
-- The shared journal of a team: roles and tables. `asternctl team init` runs these files in order, in one transaction, as
-- an administrator, and writes down the number of each. A later version adds files; entries are never written again.
--
-- Nobody who logs in may change a row of entry, node, head or gate: those are written by append() alone, which takes
-- everything that it files from the signed bytes. What a superuser does all the same is found by the mirrors.
-- Every name is written in full and every function has its own search_path, so that no session can slip in another one.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY ['journal_owner', 'journal_writer', 'journal_reader', 'journal_operator', 'journal_privacy']
    LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$$;

CREATE SCHEMA journal AUTHORIZATION journal_owner;
SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

CREATE TABLE journal.version (
    version integer PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The one row whose lock puts all appends into one order: no index is ever left out, and none is seen before the ones
-- below it. A sequence could promise neither.
CREATE TABLE journal.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL CHECK (size >= 0)
);
INSERT INTO journal.head (size) VALUES (0);

CREATE TABLE journal.entry (
    idx bigint PRIMARY KEY CHECK (idx >= 0),
    leaf bytea NOT NULL CHECK (octet_length(leaf) BETWEEN 2 AND 65535),
    leaf_hash bytea NOT NULL UNIQUE CHECK (octet_length(leaf_hash) = 32),
    writer text NOT NULL,
    wseq bigint NOT NULL CHECK (wseq >= 0),
    id text NOT NULL,
    kind text NOT NULL,
    saga text,
    gate text,
    gate_gen bigint,
    gate_won boolean, -- false: another entry had this generation first; it is in the log, and it decides nothing
    recv_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user,
    UNIQUE (writer, wseq),
    CHECK ((gate IS NULL) = (gate_gen IS NULL) AND (gate IS NULL) = (gate_won IS NULL))
);
CREATE INDEX entry_id ON journal.entry (id);
CREATE INDEX entry_saga ON journal.entry (saga) WHERE saga IS NOT NULL;

-- Complete subtrees of RFC 6962: level 0 are the leaf hashes.
CREATE TABLE journal.node (
    level integer NOT NULL CHECK (level BETWEEN 0 AND 62),
    pos bigint NOT NULL CHECK (pos >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, pos)
);

-- Compare and set: which entry took which generation of a gate.
CREATE TABLE journal.gate (
    name text NOT NULL,
    gen bigint NOT NULL CHECK (gen >= 1),
    idx bigint NOT NULL REFERENCES journal.entry (idx),
    PRIMARY KEY (name, gen)
);

-- Entries that contradict the chain of their writer: evidence, never part of the log.
CREATE TABLE journal.fork (
    leaf_hash bytea PRIMARY KEY,
    leaf bytea NOT NULL,
    writer text NOT NULL,
    wseq bigint NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user
);

-- Which login may append for which install.
CREATE TABLE journal.writer_role (
    writer text NOT NULL,
    role name NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (writer, role)
);
-- Which login may see which project. Nothing reads it yet: every reader sees all.
CREATE TABLE journal.member (
    role name NOT NULL,
    project text NOT NULL,
    PRIMARY KEY (role, project)
);

-- Heads signed by the log's operator, and what devices cosigned of them. Readers check the signatures.
CREATE TABLE journal.checkpoint (
    size bigint PRIMARY KEY CHECK (size >= 0),
    note text NOT NULL CHECK (octet_length(note) <= 16384),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user
);
CREATE TABLE journal.cosignature (
    size bigint NOT NULL CHECK (size >= 0),
    writer text NOT NULL CHECK (octet_length(writer) <= 128),
    note text NOT NULL CHECK (octet_length(note) <= 16384), -- the head with this device's signature line
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user,
    PRIMARY KEY (size, writer, db_user)
);

-- Salt and text of what entries only commit to, encrypted by the device that wrote it under the key of the person that it
-- is about. The one table whose rows may go: the entries and the tree stay as they are.
CREATE TABLE journal.opening (
    entry text NOT NULL,
    field text NOT NULL CHECK (octet_length(field) <= 128),
    subject text NOT NULL CHECK (octet_length(subject) <= 256),
    box bytea NOT NULL CHECK (octet_length(box) <= 65535),
    writer text NOT NULL,
    PRIMARY KEY (entry, field)
);
CREATE INDEX opening_subject ON journal.opening (subject);

CREATE FUNCTION journal.no_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'journal: % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- An entry goes to the end, under its own hash, or not at all.
CREATE FUNCTION journal.at_end() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.idx IS DISTINCT FROM (SELECT size FROM journal.head) OR
       NEW.leaf_hash IS DISTINCT FROM sha256('\x00'::bytea || NEW.leaf) THEN
        RAISE EXCEPTION 'journal: entry takes its place at the end by append() alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION journal.one_more() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.size <> OLD.size + 1 OR
       NOT EXISTS (SELECT 1 FROM journal.entry e JOIN journal.node n ON n.level = 0 AND n.pos = e.idx AND n.hash = e.leaf_hash
                    WHERE e.idx = OLD.size) THEN
        RAISE EXCEPTION 'journal: head moves with an entry, by append() alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY ['entry', 'node', 'gate', 'fork', 'checkpoint', 'cosignature', 'version']
    LOOP
        EXECUTE pg_catalog.format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON journal.%I '
                                  'FOR EACH ROW EXECUTE FUNCTION journal.no_change()', kept);
        EXECUTE pg_catalog.format('CREATE TRIGGER whole BEFORE TRUNCATE ON journal.%I '
                                  'FOR EACH STATEMENT EXECUTE FUNCTION journal.no_change()', kept);
    END LOOP;
END
$$;
CREATE TRIGGER at_end BEFORE INSERT ON journal.entry FOR EACH ROW EXECUTE FUNCTION journal.at_end();
CREATE TRIGGER one_more BEFORE UPDATE OR DELETE ON journal.head FOR EACH ROW EXECUTE FUNCTION journal.one_more();
CREATE TRIGGER whole BEFORE TRUNCATE ON journal.head FOR EACH STATEMENT EXECUTE FUNCTION journal.no_change();
