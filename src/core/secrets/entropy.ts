/** Bits of surprise for each character, from how often each of them comes: 0 for "aaaa", 3 for "abcdefgh". */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = [...text].length;
  return [...counts.values()].reduce((sum, count) => sum - (count / length) * Math.log2(count / length), 0);
}

/** Made by a machine or by somebody careful: long enough, of several kinds of characters, hardly repeating. */
export function looksRandom(value: string): boolean {
  if (value.length < 10 || /\s/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropy(value) >= (value.length < 16 ? 3 : 3.3);
}

/** A digest or a salted hash: what is kept in the place of a password, not the password. */
export function looksHashed(value: string): boolean {
  return /^(?:\$(?:2[abxy]?|argon2(?:id?|d)|scrypt|s0|7|5|6|1|y|pbkdf2[\w-]*|bcrypt-sha256)\$.+|pbkdf2[_:$].+|scrypt[:$].+|argon2.*\$.+|\{(?:SSHA|SHA|SMD5|MD5|CRYPT|PBKDF2)[\w-]*\}.+|SCRAM-SHA-\d+\$.+|md5[0-9a-f]{32}|\*[0-9A-F]{40}|(?:sha1|sha256|sha512|md5|bcrypt(?:_sha256)?)\$.+|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}(?::.+)?|[0-9a-f]{32,128}[:.$][0-9a-f]{8,128}|[0-9a-f]{8,128}[:.$][0-9a-f]{32,256}|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/i.test(value);
}
