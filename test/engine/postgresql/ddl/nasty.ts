/** Roles that the schema grants to; they belong to the server, so they are made once and stay. */
export const ROLES = `
DO $$BEGIN CREATE ROLE de_ddl_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$$;
DO $$BEGIN CREATE ROLE "De Ddl ""Writer"""; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$$;
`;

/** A schema with an object of every kind and with names that try to break whoever quotes them. */
export const NASTY = `
CREATE SCHEMA "Odd ""Schema""";
CREATE SCHEMA über;
COMMENT ON SCHEMA über IS 'it''s \\ über';
GRANT USAGE ON SCHEMA über TO de_ddl_reader;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA über;
CREATE COLLATION public."numeric" (provider = icu, locale = 'en-u-kn-true');

CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok', 'happy');
COMMENT ON TYPE public.mood IS 'how one feels';
CREATE TYPE "Odd ""Schema"""."select" AS ENUM ('a', 'b');
CREATE TYPE public.point3 AS (x double precision, y double precision, "Z z" public.mood, name text COLLATE "C");
CREATE TYPE public.floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE DOMAIN public.positive AS integer DEFAULT 1 CONSTRAINT "is > 0" CHECK (VALUE > 0);
CREATE DOMAIN public.small_positive AS public.positive NOT NULL CHECK (VALUE < 1000);
COMMENT ON DOMAIN public.positive IS 'more than nothing';
REVOKE USAGE ON TYPE public.mood FROM PUBLIC;
GRANT USAGE ON TYPE public.mood TO de_ddl_reader;

CREATE SEQUENCE public.numbers AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 50 CACHE 3 CYCLE;
GRANT USAGE, SELECT ON SEQUENCE public.numbers TO de_ddl_reader WITH GRANT OPTION;
COMMENT ON SEQUENCE public.numbers IS 'down';

CREATE FUNCTION public.next_code(prefix text DEFAULT 'it''s', n integer DEFAULT 3) RETURNS text LANGUAGE sql VOLATILE AS $f$ SELECT prefix || nextval('public.numbers') $f$;
CREATE FUNCTION public.lower_of(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT lower(value)';
CREATE FUNCTION public.is_fine(m public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN m IS DISTINCT FROM 'sad'::public.mood;

CREATE TABLE public.users (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 10) PRIMARY KEY,
  email text COLLATE "C" NOT NULL CONSTRAINT "valid e-mail" CHECK (email LIKE '%@%'),
  code text DEFAULT public.next_code(),
  mood public.mood DEFAULT 'happy' NOT NULL CHECK (public.is_fine(mood)),
  moods public.mood[] DEFAULT '{}',
  place public.point3,
  size public.small_positive,
  "full Name" varchar(40) DEFAULT 'x',
  low text GENERATED ALWAYS AS (public.lower_of(email)) STORED,
  created timestamptz(3) DEFAULT now() NOT NULL,
  extra jsonb DEFAULT '{"a": "it''s"}',
  during tstzrange,
  room integer,
  CONSTRAINT "no overlap" EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room IS NOT NULL) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT email_once UNIQUE (email) INCLUDE (mood) DEFERRABLE
) WITH (fillfactor = 70, autovacuum_enabled = false);
COMMENT ON TABLE public.users IS 'People; they''re "here"';
COMMENT ON COLUMN public.users."full Name" IS E'two\\nlines';
COMMENT ON CONSTRAINT "valid e-mail" ON public.users IS 'weak';
ALTER TABLE public.users ALTER COLUMN extra SET STORAGE EXTERNAL, ALTER COLUMN room SET STATISTICS 500;
ALTER TABLE public.users ALTER COLUMN code SET COMPRESSION pglz;
CREATE INDEX users_low ON public.users USING btree (low text_pattern_ops DESC NULLS LAST) INCLUDE (id) WHERE mood <> 'sad';
CREATE UNIQUE INDEX "Users Expr" ON public.users ((lower(email) || 'x'), id) WITH (fillfactor = 80);
CREATE INDEX users_trgm ON public.users USING gin (email über.gin_trgm_ops);
COMMENT ON INDEX public.users_low IS 'for search';
COMMENT ON INDEX public.users_pkey IS 'the key';
CREATE STATISTICS public.users_stats (ndistinct, dependencies) ON room, email FROM public.users;

CREATE TABLE "Odd ""Schema"""."order" (
  "user" bigint REFERENCES public.users ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE,
  "group" "Odd ""Schema"""."select" NOT NULL DEFAULT 'a',
  serial_no serial,
  "a""b" integer,
  PRIMARY KEY ("group", serial_no)
);
ALTER TABLE "Odd ""Schema"""."order" REPLICA IDENTITY FULL;
CREATE UNLOGGED TABLE public.scratch (a integer, b integer UNIQUE NOT NULL, c text) WITH (toast.autovacuum_enabled = off);
ALTER TABLE public.scratch REPLICA IDENTITY USING INDEX scratch_b_key;
ALTER TABLE public.scratch ADD CONSTRAINT late CHECK (a > 0) NOT VALID;

CREATE TYPE public.pair AS (a integer, b text);
CREATE TABLE public.typed OF public.pair (a WITH OPTIONS NOT NULL DEFAULT 3, PRIMARY KEY (a));

CREATE TABLE public.animals (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''), legs integer DEFAULT 4);
CREATE TABLE public.birds (wings integer DEFAULT 2, legs integer DEFAULT 2) INHERITS (public.animals);
CREATE TABLE public.fish (CONSTRAINT fins CHECK (legs = 0)) INHERITS (public.animals);
ALTER TABLE public.fish ALTER COLUMN legs SET DEFAULT 0, ALTER COLUMN name DROP DEFAULT;

CREATE TABLE public.events (at date NOT NULL, kind public.mood DEFAULT 'sad', id bigint NOT NULL, who bigint REFERENCES public.users, note text DEFAULT 'n' CHECK (length(note) < 100), PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.events_2025 PARTITION OF public.events (note DEFAULT 'other') FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (id);
CREATE TABLE "Odd ""Schema"""."events 2025 sad" PARTITION OF public.events_2025 FOR VALUES FROM (0) TO (1000);
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
CREATE INDEX events_who ON public.events (who);
CREATE UNIQUE INDEX events_note ON public.events (at, id, note);
CREATE INDEX own_of_2024 ON public.events_2024 (note);
CREATE TABLE public.refers (at date, id bigint, FOREIGN KEY (at, id) REFERENCES public.events MATCH FULL);
CREATE TABLE public.hashed (a integer, b text) PARTITION BY HASH (a, (lower(b)));
CREATE TABLE public.hashed_0 PARTITION OF public.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);

CREATE FUNCTION public.user_label(u public.users) RETURNS text LANGUAGE sql STABLE AS $$ SELECT u.email $$;
CREATE FUNCTION public.users_of(m public.mood) RETURNS SETOF bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT id FROM public.users WHERE users.mood = m; END;
CREATE PROCEDURE public.tidy(INOUT n integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $p$ BEGIN n := n + 1; END $p$;
CREATE AGGREGATE public.total(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
REVOKE EXECUTE ON FUNCTION public.lower_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.lower_of(text) TO "De Ddl ""Writer""";
COMMENT ON FUNCTION public.lower_of(text) IS 'lower';
COMMENT ON AGGREGATE public.total(numeric) IS 'sum';

CREATE VIEW public.z_first AS SELECT id, email, mood, "full Name" FROM public.users WHERE mood <> 'sad';
CREATE VIEW public.a_second WITH (security_barrier = true) AS SELECT z.*, public.lower_of(z.email) AS low FROM public.z_first z WITH CASCADED CHECK OPTION;
CREATE VIEW "Odd ""Schema"""."View ""1""" AS SELECT u.id, u.email, count(*) AS "how many" FROM public.users u JOIN "Odd ""Schema"""."order" o ON o."user" = u.id GROUP BY u.id;
COMMENT ON VIEW public.z_first IS 'first';
COMMENT ON COLUMN public.z_first.email IS 'mail';
GRANT SELECT, INSERT ON public.z_first TO de_ddl_reader;
CREATE MATERIALIZED VIEW public.counted AS SELECT mood, count(*) AS n FROM public.z_first GROUP BY mood;
CREATE UNIQUE INDEX counted_mood ON public.counted (mood);
CREATE MATERIALIZED VIEW public.empty AS SELECT * FROM public.counted WITH NO DATA;

CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER "touch it" BEFORE UPDATE OF email, mood ON public.users FOR EACH ROW WHEN (old.email IS DISTINCT FROM new.email) EXECUTE FUNCTION public.touch('it''s', 'b');
CREATE TRIGGER after_all AFTER INSERT ON public.users REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
CREATE TRIGGER insteadof INSTEAD OF UPDATE ON public.z_first FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON public.scratch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER on_events AFTER INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.users DISABLE TRIGGER after_all;
ALTER TABLE public.users ENABLE ALWAYS TRIGGER "touch it";
COMMENT ON TRIGGER "touch it" ON public.users IS 'touches';

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;
CREATE POLICY "own rows" ON public.users AS PERMISSIVE FOR SELECT TO de_ddl_reader, "De Ddl ""Writer""" USING (email = CURRENT_USER);
CREATE POLICY writes ON public.users AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM public.scratch s WHERE s.a = users.room));
COMMENT ON POLICY writes ON public.users IS 'strict';
GRANT SELECT (id, email), UPDATE ("full Name") ON public.users TO de_ddl_reader;
GRANT ALL ON public.scratch TO "De Ddl ""Writer""";
GRANT SELECT ON public.animals TO PUBLIC;

CREATE RULE "no delete" AS ON DELETE TO public.scratch DO INSTEAD NOTHING;
CREATE RULE log_insert AS ON INSERT TO public.animals WHERE new.legs > 4 DO ALSO INSERT INTO public.scratch (a, b, c) VALUES (new.legs, new.id, new.name) ON CONFLICT (b) DO NOTHING;
CREATE PUBLICATION "pub 1" FOR TABLE public.users (id, email), public.animals WHERE (legs > 3);
CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER "watch it" ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.watch();
CREATE FUNCTION public.mood_of(integer) RETURNS public.mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'sad'::public.mood $$;
CREATE CAST (integer AS public.mood) WITH FUNCTION public.mood_of(integer);
CREATE FUNCTION public.far(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT abs($1 - $2) > 10 $$;
CREATE OPERATOR public.<#> (FUNCTION = public.far, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(public.<#>));
CREATE VIEW public.far_ones AS SELECT id FROM public.animals WHERE legs OPERATOR(public.<#>) 3;
CREATE TEXT SEARCH DICTIONARY public.simple_one (TEMPLATE = pg_catalog.simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION public.search (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION public.search ALTER MAPPING FOR word WITH public.simple_one;
CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing OPTIONS (host 'h');
CREATE FOREIGN TABLE public.remote (id integer NOT NULL, t text) SERVER elsewhere OPTIONS (a 'b');
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO de_ddl_reader;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
`;

/** What stands on the order of a table's columns, which a change cannot bring back. */
export const POSITIONAL = `
CREATE FUNCTION public.rows_of(m public.mood) RETURNS SETOF public.users LANGUAGE sql STABLE BEGIN ATOMIC SELECT * FROM public.users WHERE users.mood = m; END;
CREATE VIEW public.over_function AS SELECT * FROM public.rows_of('happy');
`;
