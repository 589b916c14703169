/** Binary packages of Ubuntu that images are cut from, by the source package that advisories name. */
const SOURCES: Readonly<Record<string, string>> = {
  'busybox-static': 'busybox',
  'gir1.2-glib-2.0': 'glib2.0',
  libbrotli1: 'brotli',
  'libbz2-1.0': 'bzip2',
  'libc-bin': 'glibc',
  libc6: 'glibc',
  'libcom-err2': 'e2fsprogs',
  libcrypt1: 'libxcrypt',
  libcurl4: 'curl',
  libcurl4t64: 'curl',
  libexpat1: 'expat',
  libffi7: 'libffi',
  libffi8: 'libffi',
  libfontconfig1: 'fontconfig',
  libfreetype6: 'freetype',
  'libglib2.0-0': 'glib2.0',
  'libglib2.0-0t64': 'glib2.0',
  libgmp10: 'gmp',
  libgnutls30: 'gnutls28',
  libgnutls30t64: 'gnutls28',
  'libgssapi-krb5-2': 'krb5',
  libhogweed6: 'nettle',
  libhogweed6t64: 'nettle',
  'libidn2-0': 'libidn2',
  libk5crypto3: 'krb5',
  libkeyutils1: 'keyutils',
  'libkrb5-3': 'krb5',
  libkrb5support0: 'krb5',
  libldap2: 'openldap',
  'liblz4-1': 'lz4',
  liblzma5: 'xz-utils',
  libmount1: 'util-linux',
  libblkid1: 'util-linux',
  libuuid1: 'util-linux',
  libsmartcols1: 'util-linux',
  libncurses6: 'ncurses',
  libncursesw6: 'ncurses',
  libtinfo6: 'ncurses',
  libnettle8: 'nettle',
  libnettle8t64: 'nettle',
  'libnghttp2-14': 'nghttp2',
  libnsl2: 'libnsl',
  'libp11-kit0': 'p11-kit',
  'libpcre2-8-0': 'pcre2',
  libpcre3: 'pcre3',
  'libpng16-16': 'libpng1.6',
  'libpng16-16t64': 'libpng1.6',
  libpsl5: 'libpsl',
  libpsl5t64: 'libpsl',
  libreadline8: 'readline',
  libreadline8t64: 'readline',
  librtmp1: 'rtmpdump',
  'libsasl2-2': 'cyrus-sasl2',
  libselinux1: 'libselinux',
  'libsqlite3-0': 'sqlite3',
  'libssh-4': 'libssh',
  'libssl1.1': 'openssl',
  libssl3: 'openssl',
  libssl3t64: 'openssl',
  'libtasn1-6': 'libtasn1-6',
  libtirpc3: 'libtirpc',
  libtirpc3t64: 'libtirpc',
  libunistring2: 'libunistring',
  libunistring5: 'libunistring',
  libxml2: 'libxml2',
  libzstd1: 'libzstd',
  'perl-base': 'perl',
  zlib1g: 'zlib',
}

/** Packages that are named like their source. */
const OWN = new Set(
  'base-files base-passwd bash busybox ca-certificates coreutils curl dash findutils git grep gzip hostname jq make mawk nginx openssl sed tar tzdata zstd'.split(
    ' ',
  ),
)

const PATTERNS: readonly (readonly [name: RegExp, source: (match: RegExpExecArray) => string])[] = [
  [
    /^(?:dotnet-(?:host|hostfxr|runtime|sdk|apphost-pack|targeting-pack)|aspnetcore-(?:runtime|targeting-pack))-(\d+)\.0$/,
    ([, major]) => `dotnet${major}`,
  ],
  [/^openjdk-(\d+)-/, ([, major]) => `openjdk-${major}`],
  [/^(?:lib)?python(3\.\d+)(?:t64)?(?:-|$)/, ([, release]) => `python${release}`],
  [/^libicu\d+$/, () => 'icu'],
]

/** The source of a binary package; null when it is not known. `gcc` builds the libraries of the compiler, one a release. */
export function chiselSource(name: string, version: string): string | null {
  const known = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined
  if (known !== undefined) return known
  if (OWN.has(name)) return name
  if (/^(?:libgcc-s1|libstdc\+\+6|gcc-\d+-base|libgomp1|libatomic1)$/.test(name)) return `gcc-${/^\d+/.exec(version)?.[0] ?? ''}`
  for (const [pattern, source] of PATTERNS) {
    const match = pattern.exec(name)
    if (match !== null) return source(match)
  }
  return null
}
