import type { ObjectRef } from "../../../core/script/facts.ts";

interface Contents {
  readonly types?: string;
  readonly routines?: string;
  readonly operatorClasses?: string;
  readonly wrapper?: string;
}

/** What scripts use by name of the extensions that migrations create most; read from the catalogs of PostgreSQL 18. Names that the server has by itself are left out. */
const contents: Readonly<Record<string, Contents>> = {
  autoinc: { routines: "autoinc" },
  citext: { types: "citext", operatorClasses: "citext_ops citext_pattern_ops" },
  cube: { types: "cube", routines: "cube_dim cube_enlarge cube_inter cube_is_point cube_ll_coord cube_size cube_subset cube_union cube_ur_coord", operatorClasses: "cube_ops gist_cube_ops" },
  dblink: { routines: "dblink dblink_connect dblink_connect_u dblink_disconnect dblink_exec dblink_open dblink_close dblink_fetch dblink_send_query dblink_get_result", wrapper: "dblink_fdw" },
  earthdistance: { types: "earth", routines: "earth earth_box earth_distance latitude longitude ll_to_earth" },
  file_fdw: { wrapper: "file_fdw" },
  fuzzystrmatch: { routines: "daitch_mokotoff dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal metaphone soundex" },
  hstore: { types: "hstore", routines: "akeys avals skeys svals hstore hstore_to_json hstore_to_jsonb", operatorClasses: "gin_hstore_ops gist_hstore_ops" },
  insert_username: { routines: "insert_username" },
  intarray: { types: "query_int", operatorClasses: "gin__int_ops gist__int_ops gist__intbig_ops" },
  isn: { types: "upc ismn13 ean13 isbn13 issn13 isbn ismn issn" },
  lo: { types: "lo", routines: "lo_manage" },
  ltree: { types: "ltree lquery ltxtquery", routines: "nlevel subltree subpath text2ltree ltree2text lca", operatorClasses: "gist_ltree_ops gist__ltree_ops" },
  moddatetime: { routines: "moddatetime" },
  pg_trgm: { routines: "similarity word_similarity strict_word_similarity show_trgm", operatorClasses: "gin_trgm_ops gist_trgm_ops" },
  pgcrypto: { routines: "armor crypt dearmor decrypt digest encrypt gen_random_bytes gen_salt hmac pgp_pub_decrypt pgp_pub_encrypt pgp_sym_decrypt pgp_sym_encrypt" },
  postgis: { types: "geometry geography box2d box3d spheroid geometry_dump", operatorClasses: "gist_geometry_ops_2d gist_geometry_ops_nd gist_geography_ops" },
  postgres_fdw: { wrapper: "postgres_fdw" },
  seg: { types: "seg", operatorClasses: "seg_ops gist_seg_ops" },
  tablefunc: { routines: "connectby crosstab crosstab2 crosstab3 crosstab4 normal_rand" },
  unaccent: { routines: "unaccent" },
  "uuid-ossp": { routines: "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500" },
  vector: { types: "vector halfvec sparsevec", routines: "inner_product cosine_distance l2_distance l2_normalize vector_dims", operatorClasses: "vector_ops vector_cosine_ops vector_ip_ops vector_l2_ops vector_l1_ops halfvec_cosine_ops halfvec_ip_ops halfvec_l2_ops" },
};

/** The objects that an extension brings, in the schema it is created in where the script says one. */
export function provided(extension: string, schema: string | undefined): ObjectRef[] {
  const found = contents[extension];
  if (found === undefined) return [];
  const where = schema === undefined ? {} : { schema };
  const names = (text: string | undefined): string[] => (text === undefined ? [] : text.split(" "));
  return [
    ...names(found.types).map((name): ObjectRef => ({ kind: "type", ...where, name })),
    ...names(found.routines).map((name): ObjectRef => ({ kind: "routine", ...where, name })),
    ...names(found.operatorClasses).map((name): ObjectRef => ({ kind: "other", name: `operator class ${name}` })),
    ...names(found.wrapper).map((name): ObjectRef => ({ kind: "other", name: `wrapper ${name}` })),
  ];
}
