-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the shared journal does: reading signed bytes, append(), and the proofs of the tree.

SET LOCAL ROLE journal_owner;
SET LOCAL search_path = pg_catalog, pg_temp;

-- The one text of a JSON value as RFC 8785 writes it, with ASCII keys and whole numbers; null when it has none. Not by jsonb:
-- that keeps the last of two equal keys, and a reader that keeps the first would read another entry out of the same bytes.
CREATE FUNCTION journal.canonical(value json, depth integer DEFAULT 0) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raw text := value::text;
    made text;
BEGIN
    IF depth > 64 THEN
        RETURN NULL; -- as every reader does
    END IF;
    CASE json_typeof(value)
        WHEN 'object' THEN
            SELECT '{' || coalesce(string_agg(to_json(m.key)::text || ':' || m.item, ',' ORDER BY m.at), '') || '}'
              INTO made
              FROM (SELECT e.key, e.at, journal.canonical(e.value, depth + 1) AS item, lag(e.key) OVER (ORDER BY e.at) AS before
                      FROM json_each(value) WITH ORDINALITY AS e(key, value, at) OFFSET 0) m
            HAVING coalesce(bool_and(m.item IS NOT NULL AND m.key COLLATE "C" !~ '[^\x01-\x7f]' AND
                                     (m.before IS NULL OR m.before COLLATE "C" < m.key COLLATE "C")), true);
            RETURN made;
        WHEN 'array' THEN
            SELECT '[' || coalesce(string_agg(m.item, ',' ORDER BY m.at), '') || ']'
              INTO made
              FROM (SELECT e.at, journal.canonical(e.value, depth + 1) AS item
                      FROM json_array_elements(value) WITH ORDINALITY AS e(value, at) OFFSET 0) m -- once each, not once a use
            HAVING coalesce(bool_and(m.item IS NOT NULL), true);
            RETURN made;
        WHEN 'number' THEN
            IF raw ~ '^(0|-?[1-9][0-9]{0,15})$' AND abs(raw::numeric) <= 9007199254740991 THEN
                RETURN raw;
            END IF;
        WHEN 'string' THEN
            IF raw ~ '^"([^"\\\x01-\x1f]|\\["\\bfnrt]|\\u00(0[0-7be-f]|1[0-9a-f]))*"$' THEN
                RETURN raw;
            END IF;
        ELSE
            IF raw IN ('true', 'false', 'null') THEN
                RETURN raw;
            END IF;
    END CASE;
    RETURN NULL;
END
$$;

-- Base64 with padding and without stray bits, or null.
CREATE FUNCTION journal.strict_base64(encoded text) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bytes bytea := decode(encoded, 'base64');
BEGIN
    RETURN CASE WHEN replace(encode(bytes, 'base64'), E'\n', '') = encoded THEN bytes END;
END
$$;

-- The signed text of a leaf, or why there is none that every reader would read alike. Signatures are for the readers.
CREATE FUNCTION journal.opened(leaf bytea, OUT body json, OUT why text)
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[];
    payload bytea;
    words text;
BEGIN
    IF leaf IS NULL OR octet_length(leaf) > 65535 THEN
        why := 'larger than 65535 bytes, or nothing';
        RETURN;
    END IF;
    parts := regexp_match(convert_from(leaf, 'UTF8'),
                          '^\{"payload":"([A-Za-z0-9+/]+={0,2})","payloadType":"application/vnd\.astern\.journal\.entry\.v1\+json",'
                          '"signatures":\[\{"keyid":"ed25519:[0-9a-f]{64}","sig":"([A-Za-z0-9+/]{86}==)"\}\]\}$');
    IF parts IS NULL THEN
        why := 'not an envelope in its canonical form';
        RETURN;
    END IF;
    payload := journal.strict_base64(parts[1]);
    IF payload IS NULL OR journal.strict_base64(parts[2]) IS NULL THEN
        why := 'base64 that is not strict';
        RETURN;
    END IF;
    IF octet_length(payload) > 32768 THEN
        why := 'entry larger than 32768 bytes';
        RETURN;
    END IF;
    -- PostgreSQL's text cannot hold U+0000, which is a character like others here. No field that is filed may have one.
    words := replace(convert_from(payload, 'UTF8'), '\u0000', '\u0001');
    IF journal.canonical(words::json) IS DISTINCT FROM words OR json_typeof(words::json) <> 'object' THEN
        why := 'entry not in its canonical form';
        RETURN;
    END IF;
    body := words::json;
EXCEPTION
    WHEN data_exception OR program_limit_exceeded THEN
        body := NULL;
        why := 'not readable: ' || SQLERRM;
END
$$;

-- A member of the given type, or null.
CREATE FUNCTION journal.member_of(body json, name text, kind text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN json_typeof(body -> name) = kind THEN body ->> name END
$$;

-- Files one signed entry at the end of the log.
--   ok         at: its index
--   dup        these very bytes are there already; at: their index
--   stale      the generation of its gate is taken. It is filed, since its writer's chain goes on behind it, and decides
--              nothing; sent again it is stale again. at: its index, why: the newest generation
--   gap        entries of this writer before it are missing; at: the seq that is wanted
--   fork       it contradicts the chain of its writer and is kept as evidence; at: the seq wanted
--   not-yours  this login may not write for this writer
--   malformed  readers could not agree on what it says; why: what is wrong
CREATE FUNCTION journal.append(leaf bytea, OUT status text, OUT at bigint, OUT why text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    body json;
    hash bytea;
    n bigint;
    w text;
    s bigint;
    prev text;
    last journal.entry;
    known journal.entry;
    g text;
    gn bigint;
    newest bigint;
    cur bytea;
    ps bigint;
    lv integer := 0;
BEGIN
    -- In a repeatable read the head would be as it was when the transaction began.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'journal: append() needs READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
    END IF;
    -- Whatever the session chose: the answer is given for what is on disk. Holds until this transaction has committed.
    PERFORM set_config('synchronous_commit', 'on', true);

    SELECT o.body, o.why INTO body, why FROM journal.opened(append.leaf) o;
    IF body IS NULL THEN
        status := 'malformed';
        RETURN;
    END IF;
    w := journal.member_of(body -> 'writer', 'id', 'string');
    prev := journal.member_of(body -> 'writer', 'prev', 'string');
    s := journal.member_of(body -> 'writer', 'seq', 'number')::bigint;
    g := journal.member_of(body, 'gate', 'string');
    gn := journal.member_of(body, 'gate_gen', 'number')::bigint;
    why := CASE
        WHEN w IS NULL OR w !~ '^[!-~]{1,128}$' THEN 'writer.id'
        WHEN s IS NULL OR s < 0 THEN 'writer.seq'
        WHEN prev IS NULL OR prev !~ '^[0-9a-f]{64}$' THEN 'writer.prev'
        WHEN coalesce(journal.member_of(body, 'id', 'string') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', true) THEN 'id'
        WHEN coalesce(journal.member_of(body, 'kind', 'string') !~ '^[!-~]{1,64}$', true) THEN 'kind'
        WHEN json_typeof(body -> 'saga') IS NOT NULL AND
             coalesce(journal.member_of(body, 'saga', 'string') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', true) THEN 'saga'
        WHEN (json_typeof(body -> 'gate') IS NOT NULL OR json_typeof(body -> 'gate_gen') IS NOT NULL) AND
             (g IS NULL OR gn IS NULL OR gn < 1 OR octet_length(g) > 256 OR g !~ '^[^\x01-\x1f\x7f]+$') THEN 'gate'
    END;
    IF why IS NOT NULL THEN
        status := 'malformed';
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM journal.writer_role r WHERE r.writer = w AND r.role = session_user) THEN
        status := 'not-yours';
        RETURN;
    END IF;
    hash := sha256('\x00'::bytea || append.leaf);

    SELECT h.size INTO STRICT n FROM journal.head h FOR UPDATE; -- the one order of all appends

    SELECT * INTO known FROM journal.entry e WHERE e.leaf_hash = hash;
    IF FOUND THEN
        at := known.idx;
        status := CASE WHEN known.gate_won IS FALSE THEN 'stale' ELSE 'dup' END;
        IF status = 'stale' THEN
            SELECT max(t.gen)::text INTO why FROM journal.gate t WHERE t.name = g;
        END IF;
        RETURN;
    END IF;
    SELECT * INTO last FROM journal.entry e WHERE e.writer = w ORDER BY e.wseq DESC LIMIT 1;
    at := coalesce(last.wseq + 1, 0);
    IF s > at THEN
        status := 'gap';
        RETURN;
    END IF;
    IF s < at OR prev <> coalesce(encode(last.leaf_hash, 'hex'), repeat('0', 64)) THEN
        why := CASE WHEN s < at THEN 'second entry for this sequence number' ELSE 'names another entry as the one before it' END;
        INSERT INTO journal.fork (leaf_hash, leaf, writer, wseq, why) VALUES (hash, append.leaf, w, s, append.why)
            ON CONFLICT (leaf_hash) DO NOTHING;
        status := 'fork';
        RETURN;
    END IF;

    IF g IS NOT NULL THEN
        SELECT coalesce(max(t.gen), 0) INTO newest FROM journal.gate t WHERE t.name = g;
    END IF;
    INSERT INTO journal.entry (idx, leaf, leaf_hash, writer, wseq, id, kind, saga, gate, gate_gen, gate_won)
    VALUES (n, append.leaf, hash, w, s, body ->> 'id', body ->> 'kind', body ->> 'saga', g, gn, gn = newest + 1);
    cur := hash;
    ps := n;
    LOOP
        INSERT INTO journal.node (level, pos, hash) VALUES (lv, ps, cur);
        EXIT WHEN ps % 2 = 0;
        SELECT sha256('\x01'::bytea || t.hash || cur) INTO STRICT cur
          FROM journal.node t WHERE t.level = lv AND t.pos = ps - 1;
        ps := ps / 2;
        lv := lv + 1;
    END LOOP;
    UPDATE journal.head SET size = n + 1;
    at := n;
    status := 'ok';
    IF g IS NOT NULL AND gn = newest + 1 THEN
        INSERT INTO journal.gate (name, gen, idx) VALUES (g, gn, n);
    ELSIF g IS NOT NULL THEN
        status := 'stale';
        why := newest::text;
    END IF;
END
$$;

-- Hash of the `size` leaves from `first` on; only for ranges as RFC 6962 splits a tree.
CREATE FUNCTION journal.range_hash(first bigint, size bigint) RETURNS bytea
    LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k bigint := 1;
    l integer := 0;
    found_hash bytea;
BEGIN
    IF size <= 0 THEN
        RETURN sha256(''::bytea);
    END IF;
    WHILE k * 2 <= size LOOP
        k := k * 2;
        l := l + 1;
    END LOOP;
    IF k < size THEN
        RETURN sha256('\x01'::bytea || journal.range_hash(first, k) || journal.range_hash(first + k, size - k));
    END IF;
    SELECT t.hash INTO found_hash FROM journal.node t WHERE t.level = l AND t.pos = first / k;
    RETURN found_hash;
END
$$;

CREATE FUNCTION journal.root(size bigint) RETURNS bytea
    LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN size <= (SELECT h.size FROM journal.head h) THEN journal.range_hash(0, size) END
$$;

CREATE FUNCTION journal.split(size bigint) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k bigint := 1;
BEGIN
    WHILE k * 2 < size LOOP
        k := k * 2;
    END LOOP;
    RETURN k;
END
$$;

-- Paths of RFC 6962 section 2.1, as readers verify them; empty where there is nothing to prove.
CREATE FUNCTION journal.inclusion(idx bigint, size bigint, first bigint DEFAULT 0) RETURNS bytea[]
    LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k bigint;
BEGIN
    IF size <= 1 OR idx < 0 OR idx >= size OR first + size > (SELECT h.size FROM journal.head h) THEN
        RETURN ARRAY []::bytea[];
    END IF;
    k := journal.split(size);
    IF idx < k THEN
        RETURN journal.inclusion(idx, k, first) || journal.range_hash(first + k, size - k);
    END IF;
    RETURN journal.inclusion(idx - k, size - k, first + k) || journal.range_hash(first, k);
END
$$;

CREATE FUNCTION journal.consistency(old bigint, size bigint, first bigint DEFAULT 0, whole boolean DEFAULT true) RETURNS bytea[]
    LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k bigint;
BEGIN
    IF old <= 0 OR old > size OR first + size > (SELECT h.size FROM journal.head h) THEN
        RETURN ARRAY []::bytea[];
    END IF;
    IF old = size THEN
        RETURN CASE WHEN whole THEN ARRAY []::bytea[] ELSE ARRAY [journal.range_hash(first, size)] END;
    END IF;
    k := journal.split(size);
    IF old <= k THEN
        RETURN journal.consistency(old, k, first, whole) || journal.range_hash(first + k, size - k);
    END IF;
    RETURN journal.consistency(old - k, size - k, first + k, false) || journal.range_hash(first, k);
END
$$;

-- An encrypted opening of an entry that this login wrote. Sent again it changes nothing; erased, it does not come back.
CREATE FUNCTION journal.put_opening(entry text, field text, subject text, box bytea) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w text;
BEGIN
    SELECT e.writer INTO w FROM journal.entry e JOIN journal.writer_role r ON r.writer = e.writer AND r.role = session_user
     WHERE e.id = put_opening.entry LIMIT 1;
    IF w IS NULL OR EXISTS (SELECT 1 FROM journal.erased x WHERE x.subject = put_opening.subject) THEN
        RETURN false;
    END IF;
    INSERT INTO journal.opening (entry, field, subject, box, writer)
    VALUES (put_opening.entry, put_opening.field, put_opening.subject, put_opening.box, w) ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;

-- What was erased stays erased: a device that comes back from a holiday must not bring it again.
CREATE TABLE journal.erased (
    subject text PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    db_user name NOT NULL DEFAULT session_user
);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON journal.erased FOR EACH ROW EXECUTE FUNCTION journal.no_change();
CREATE TRIGGER whole BEFORE TRUNCATE ON journal.erased FOR EACH STATEMENT EXECUTE FUNCTION journal.no_change();
CREATE FUNCTION journal.erase(subject text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    INSERT INTO journal.erased (subject) VALUES (erase.subject) ON CONFLICT DO NOTHING;
    DELETE FROM journal.opening o WHERE o.subject = erase.subject;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA journal FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA journal FROM PUBLIC;
GRANT USAGE ON SCHEMA journal TO journal_writer, journal_reader, journal_operator, journal_privacy;
GRANT EXECUTE ON FUNCTION journal.append(bytea), journal.put_opening(text, text, text, bytea) TO journal_writer;
GRANT INSERT (size, writer, note) ON journal.cosignature TO journal_writer;
GRANT SELECT ON journal.entry, journal.node, journal.head, journal.gate, journal.fork, journal.checkpoint, journal.cosignature,
    journal.writer_role, journal.member, journal.version TO journal_reader;
GRANT EXECUTE ON FUNCTION journal.range_hash(bigint, bigint), journal.root(bigint), journal.split(bigint),
    journal.inclusion(bigint, bigint, bigint), journal.consistency(bigint, bigint, bigint, boolean) TO journal_reader;
GRANT INSERT (size, note) ON journal.checkpoint TO journal_operator;
GRANT SELECT ON journal.opening, journal.erased TO journal_privacy;
GRANT EXECUTE ON FUNCTION journal.erase(text) TO journal_privacy;
