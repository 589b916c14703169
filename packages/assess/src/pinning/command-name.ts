/** Whether a word names the program `name`, with or without a folder before it; case does not matter. */
export function isProgram(word: string | undefined, name: string): boolean {
  if (word === undefined) return false
  const trimmed = word.replace(/\/+$/, '')
  return trimmed.slice(trimmed.lastIndexOf('/') + 1).toLowerCase() === name
}

/** Equal but for case; the second is in lower case. */
export function isWord(word: string | undefined, lower: string): boolean {
  return word !== undefined && word.toLowerCase() === lower
}
