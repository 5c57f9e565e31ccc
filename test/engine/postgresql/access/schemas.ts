/** Tenants by `app.tenant_id`, as many applications without a platform have them; `{user}` is their role. */
export const tenants = `
  CREATE TABLE tenants (id integer PRIMARY KEY, name text NOT NULL);
  CREATE TYPE state AS ENUM ('open', 'paid');
  CREATE DOMAIN amount AS numeric(10,2) CHECK (VALUE > 0);
  CREATE TABLE customers (id bigserial PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants, name varchar(12) NOT NULL, email text UNIQUE CHECK (email LIKE '%@%'));
  CREATE TABLE invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id integer NOT NULL REFERENCES tenants, customer_id bigint NOT NULL REFERENCES customers, state state NOT NULL, total amount NOT NULL, note text);
  CREATE TABLE lines (invoice_id uuid NOT NULL REFERENCES invoices, position smallint NOT NULL, words text NOT NULL CHECK (words <> ''), PRIMARY KEY (invoice_id, position));
  CREATE TABLE units (code char(3) PRIMARY KEY);
  CREATE VIEW totals WITH (security_invoker = true) AS SELECT tenant_id, customer_id, id, total FROM invoices;
  ALTER TABLE customers ENABLE ROW LEVEL SECURITY; ALTER TABLE invoices ENABLE ROW LEVEL SECURITY; ALTER TABLE lines ENABLE ROW LEVEL SECURITY;
  CREATE POLICY customers_own ON customers USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
  CREATE POLICY invoices_own ON invoices USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer AND state IN ('open', 'paid'));
  CREATE POLICY lines_own ON lines USING (EXISTS (SELECT 1 FROM invoices i WHERE i.id = invoice_id));
  GRANT SELECT, INSERT, UPDATE, DELETE ON customers, invoices, lines TO {user}; GRANT SELECT ON units, totals TO {user}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {user};
  INSERT INTO tenants VALUES (7, 'Seven'), (8, 'Eight'); INSERT INTO customers (tenant_id, name, email) VALUES (7, 'Ann', 'ann@example.com'); INSERT INTO units VALUES ('pcs');
`;

/** Supabase's ways under other role names: claims, a private helper, members, storage of text ids beside. */
export const platform = `
  CREATE SCHEMA auth; CREATE SCHEMA private;
  CREATE TABLE auth.users (id uuid PRIMARY KEY);
  CREATE FUNCTION auth.jwt() RETURNS jsonb STABLE LANGUAGE sql AS $$ SELECT NULLIF(current_setting('request.jwt.claims', true), '')::jsonb $$;
  CREATE FUNCTION auth.uid() RETURNS uuid STABLE LANGUAGE sql AS $$ SELECT (COALESCE(NULLIF(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub'))::uuid $$;
  GRANT USAGE ON SCHEMA auth TO {anon}, {user};
  CREATE TABLE orgs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
  CREATE TABLE members (org_id uuid NOT NULL REFERENCES orgs, user_id uuid NOT NULL REFERENCES auth.users, PRIMARY KEY (org_id, user_id));
  CREATE FUNCTION private.my_orgs() RETURNS SETOF uuid STABLE SECURITY DEFINER SET search_path = '' LANGUAGE sql AS $$ SELECT org_id FROM public.members WHERE user_id = (SELECT auth.uid()) $$;
  CREATE TABLE projects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs, created_by uuid NOT NULL REFERENCES auth.users, name text NOT NULL);
  ALTER TABLE orgs ENABLE ROW LEVEL SECURITY; ALTER TABLE members ENABLE ROW LEVEL SECURITY; ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
  CREATE POLICY members_read ON members FOR SELECT TO {user} USING (org_id IN (SELECT private.my_orgs()));
  CREATE POLICY projects_read ON projects FOR SELECT TO {user} USING (org_id IN (SELECT private.my_orgs()));
  CREATE POLICY projects_add ON projects FOR INSERT TO {user} WITH CHECK (org_id IN (SELECT private.my_orgs()) AND created_by = (SELECT auth.uid()));
  CREATE POLICY projects_drop ON projects FOR DELETE TO {user} USING (created_by = (SELECT auth.uid()) AND (SELECT auth.jwt() ->> 'aal') = 'aal2');
  GRANT SELECT, INSERT, UPDATE, DELETE ON members, projects TO {user};
`;
