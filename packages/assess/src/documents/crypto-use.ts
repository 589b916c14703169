/** Imports and calls that show that code uses cryptography itself, by language. Names only; no judgement of the use. */
const COMMON =
  /\b(?:openssl|libsodium|sodium_crypto|mbedtls|wolfssl|boringssl|libgcrypt|gnutls|nss3|EVP_(?:Encrypt|Decrypt|Digest|Cipher|Sign)|SSL_CTX_new|SHA(?:1|256|512)_(?:Init|Update)|MD5_(?:Init|Update)|BCrypt(?:Encrypt|OpenAlgorithmProvider)|CryptAcquireContext|CCCrypt|SecKeyCreate)\b/

export const CRYPTO_USE: ReadonlyMap<string, RegExp> = new Map([
  [
    'Go',
    /"(?:crypto\/(?:aes|cipher|des|dsa|ecdh|ecdsa|ed25519|elliptic|hmac|md5|rand|rc4|rsa|sha1|sha256|sha3|sha512|tls|x509|hkdf|pbkdf2)|golang\.org\/x\/crypto\/[\w/]+)"/,
  ],
  [
    'Python',
    /^\s*(?:from|import)\s+(?:hashlib|hmac|secrets|ssl|cryptography|Crypto|Cryptodome|nacl|OpenSSL|jwt|jose|paramiko|bcrypt|passlib|argon2|itsdangerous|ecdsa|rsa|gnupg|M2Crypto)\b/,
  ],
  [
    'JavaScript',
    /(?:require\(\s*|from\s+|import\s*\(\s*)['"](?:node:)?(?:crypto|tls|bcrypt(?:js)?|argon2|jsonwebtoken|jose|crypto-js|node-forge|tweetnacl|libsodium[\w-]*|openpgp|elliptic|@noble\/[\w-]+|cookie-signature|md5|sha\.js|scrypt[\w-]*)['"/]|\bcrypto\.subtle\b|\bcrypto\.(?:createH|randomBytes|createCipher)/,
  ],
  [
    'Rust',
    /\b(?:use|extern crate)\s+(?:ring|rustls|openssl|native_tls|aes|aes_gcm|chacha20poly1305|sha[123]|md[-_]?5|md5|hmac|blake[23]b?|blake3|ed25519[\w]*|x25519[\w]*|rsa|p256|k256|argon2|bcrypt|scrypt|pbkdf2|hkdf|sodiumoxide|dryoc|jsonwebtoken|sequoia_openpgp|pgp|orion|getrandom)\b/,
  ],
  [
    'Java',
    /\bimport\s+(?:static\s+)?(?:javax\.crypto|java\.security\.(?:MessageDigest|SecureRandom|Signature|KeyStore|KeyPair|PrivateKey|PublicKey|cert|spec|interfaces)|javax\.net\.ssl|org\.bouncycastle|io\.jsonwebtoken|com\.nimbusds|org\.springframework\.security\.crypto)\b/,
  ],
  ['C#', /\busing\s+(?:System\.Security\.Cryptography|System\.Net\.Security|Org\.BouncyCastle|NSec|Sodium)\b/],
  ['Ruby', /^\s*require\s+['"](?:openssl|digest(?:\/\w+)?|securerandom|bcrypt|rbnacl|jwt|ed25519|scrypt|argon2)['"]/],
  ['PHP', /\b(?:openssl_\w+|sodium_\w+|password_hash|hash_hmac|random_bytes|mcrypt_\w+|md5\s*\(|sha1\s*\(|hash\s*\(\s*['"])/],
  ['Perl', /^\s*use\s+(?:Crypt|Digest|Net::SSLeay|IO::Socket::SSL)\b/],
  ['Elixir', /:crypto\.\w+|\b(?:Bcrypt|Argon2|Plug\.Crypto|Joken)\b/],
  ['Swift', /\bimport\s+(?:CryptoKit|CommonCrypto|Crypto|Security|CryptoSwift|NIOSSL)\b/],
  ['Haskell', /\bimport\s+(?:qualified\s+)?(?:Crypto|Cryptography|Network\.TLS)\b/],
  ['R', /\b(?:library|requireNamespace)\(\s*["']?(?:openssl|digest|sodium|bcrypt)\b|\b(?:openssl|digest|sodium)::/],
  ['Lua', /\brequire\s*\(?\s*['"](?:openssl|resty\.(?:aes|sha|md5|rsa)|luacrypto|crypto)['"./]/],
  ['Julia', /^\s*(?:using|import)\s+(?:SHA|MD5|Nettle|OpenSSL|Sodium)\b/],
  ['Dart', /\bimport\s+['"]package:(?:crypto|pointycastle|encrypt|cryptography)\//],
  ['Shell', /\b(?:openssl\s+(?:enc|dgst|genrsa|req|rand|pkcs|x509|rsautl)|gpg2?\s+-|sha(?:1|256|512)sum|md5sum)\b/],
  ['PowerShell', /\[System\.Security\.Cryptography|\bGet-FileHash\b|ConvertTo-SecureString/],
])

/** The pattern for a language: its own, that of the language it is a dialect of, or names of well-known libraries. */
export function cryptoPattern(language: string): RegExp | undefined {
  const own = CRYPTO_USE.get(DIALECTS.get(language) ?? language)
  return own ?? COMMON
}

const DIALECTS: ReadonlyMap<string, string> = new Map([
  ['TypeScript', 'JavaScript'],
  ['Vue', 'JavaScript'],
  ['Svelte', 'JavaScript'],
  ['Kotlin', 'Java'],
  ['Scala', 'Java'],
  ['Groovy', 'Java'],
  ['Clojure', 'Java'],
  ['F#', 'C#'],
  ['Visual Basic', 'C#'],
])
