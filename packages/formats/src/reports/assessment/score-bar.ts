/** Ten cells, as many full ones as points; dashes without a score. */
export function scoreBar(score: number, ascii: boolean, of = 10): string {
  const [full, empty] = ascii ? ['#', '.'] : ['█', '░']
  if (score < 0) return '-'.repeat(10)
  const cells = Math.max(0, Math.min(10, Math.floor((score * 10) / of)))
  return `${full}`.repeat(cells) + `${empty}`.repeat(10 - cells)
}
