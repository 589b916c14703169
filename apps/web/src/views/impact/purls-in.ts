const MOST = 1000

/** Every package URL in a text, each once: lines that somebody typed, or an SBOM of any format. */
export function purlsIn(text: string): readonly string[] {
  const found = text.match(/pkg:[a-z0-9.+-]+\/[^\s"'<>,\\]+/gi) ?? []
  return [...new Set(found)].slice(0, MOST)
}
