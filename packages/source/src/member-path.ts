/**
 * The path of an archive member as a path of a tree: `.` and empty segments dropped, `\` of Windows archives turned. null when it
 * is absolute, has a `..`, a NUL or a drive: such a member is reported and never read, even where it would land inside.
 */
export function memberPath(name: string): string | null {
  if (!/[\\\0:]|\/\/|(^|\/)\.{0,2}(\/|$)/.test(name)) return name
  const slashed = name.replaceAll('\\', '/')
  if (slashed.startsWith('/') || slashed.includes('\0') || /^[A-Za-z]:/.test(slashed)) return null
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.')
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/')
}
