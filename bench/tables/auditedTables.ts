/** A schema as an application with row level security has it, with mistakes in one table of eight; statements for PostgreSQL that make so many tables. */
export function auditedTables(count: number): readonly string[] {
  return [
    "CREATE SCHEMA app",
    "GRANT USAGE ON SCHEMA app TO PUBLIC",
    "CREATE FUNCTION app.caller() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid $$",
    "CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN NEW.updated_at := pg_catalog.now(); RETURN NEW; END $$",
    `DO $$ BEGIN FOR n IN 0..${count - 1} LOOP
      EXECUTE format('CREATE TABLE app.t%1$s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id bigint REFERENCES app.t%2$s, owner_id uuid NOT NULL, title text NOT NULL, note text, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now())', n, greatest(n - 1, 0));
      EXECUTE format('CREATE INDEX ON app.t%s (owner_id)', n);
      IF n %% 8 <> 1 THEN EXECUTE format('CREATE INDEX ON app.t%s (parent_id)', n); END IF;
      EXECUTE format('CREATE POLICY t_read ON app.t%s FOR SELECT USING (owner_id = (SELECT app.caller()))', n);
      EXECUTE format('CREATE POLICY t_add ON app.t%s FOR INSERT WITH CHECK (owner_id = (SELECT app.caller()))', n);
      EXECUTE format('CREATE POLICY t_change ON app.t%s FOR UPDATE USING (owner_id = (SELECT app.caller())) WITH CHECK (owner_id = (SELECT app.caller()))', n);
      EXECUTE format('CREATE POLICY t_remove ON app.t%s FOR DELETE USING (owner_id = (SELECT app.caller()))', n);
      IF n %% 8 <> 0 THEN EXECUTE format('ALTER TABLE app.t%s ENABLE ROW LEVEL SECURITY', n); END IF;
      EXECUTE format('ALTER TABLE app.t%s FORCE ROW LEVEL SECURITY', n);
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON app.t%s TO PUBLIC', n);
      EXECUTE format('COMMENT ON TABLE app.t%s IS ''table %s''', n, n);
      IF n %% 5 = 0 THEN EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON app.t%s FOR EACH ROW EXECUTE FUNCTION app.touch()', n); END IF;
      IF n %% 10 = 0 THEN EXECUTE format('CREATE VIEW app.v%1$s WITH (security_invoker = true) AS SELECT id, title FROM app.t%1$s', n); END IF;
    END LOOP; END $$`.replaceAll("%%", "%"),
    "ANALYZE",
  ];
}
