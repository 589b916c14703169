/** Larger modules are those of nobody; the version stands near the start. */
const MAX_CHARS = 256 * 1024

/** `our $VERSION = '1.23'`, `package Foo 1.23;` and the forms between, as ExtUtils::MakeMaker finds them. */
const ASSIGNED =
  /^[ \t]{0,40}(?:our\b[ \t]{0,40})?\(?[ \t]{0,40}\$(?:[A-Za-z_]\w{0,99}(?:::\w{1,99}){0,20}::)?VERSION[ \t]{0,40}\)?[ \t]{0,40}=[ \t]{0,40}(?:['"]([^'"\\$@\n]{1,100})['"]|(v?\d[\d._]{0,50}))/
const PACKAGE = /^[ \t]{0,40}package[ \t]{1,40}[A-Za-z_][\w:']{0,200}[ \t]{1,40}(v?\d[\d._]{0,50})[ \t]{0,40}[;{]/

/** The version that a module of Perl states as a plain value; `` when none is. Nothing is run. */
export function moduleVersion(text: string): string {
  for (const line of text.slice(0, MAX_CHARS).split('\n')) {
    const found = ASSIGNED.exec(line) ?? PACKAGE.exec(line)
    if (found !== null) return (found[1] ?? found[2] ?? '').trim()
    if (line.startsWith('__END__') || line.startsWith('__DATA__')) return ''
  }
  return ''
}
