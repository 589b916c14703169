/**
 * Scores of the 270 macro vectors (CVSS v4.0 §8.2, table of FIRST): a line for EQ1, EQ2, EQ3 and EQ6, in it the score for
 * each EQ4 and, within that, each EQ5.
 */
const SCORES = `
0000 10 9.8 9.5 10 9.3 9.1 9.3 8.9 8.1
0001 9.9 9.5 9.2 9.6 8.7 8.1 9 8 6.8
0010 9.8 9.5 9 9.3 8.9 8.1 8.8 7.8 6.9
0011 9.5 9.2 8.4 9.2 8.1 6.5 8 7 4.8
0021 9.2 8.2 7.2 7.9 6.9 5 6.9 5.5 2.7
0100 9.9 9.5 9.2 9.5 9 8.4 9.2 8.2 7.2
0101 9.7 9.2 8.5 9.1 8.3 7.1 8.1 7.1 5.3
0110 9.5 9.2 8.5 9.2 8 7 8.4 7.1 5
0111 9.3 8.5 7.3 8.2 7.2 5.9 7 5.2 3
0121 8.6 7.5 5.2 7.1 5.2 2.9 6.3 2.9 1.7
1000 9.8 9.4 9.1 9.4 8.6 7.7 8.7 7.4 6.3
1001 9.5 8.7 8.1 8.9 7.4 6.4 7.5 6.3 4.9
1010 9.4 8.8 7.6 8.6 7.4 5.9 7.2 5.7 5.2
1011 8.9 7.7 6.7 7.6 5.8 5 5.7 5.2 2.5
1021 8.3 7 5.4 6.5 5.8 2.6 5.3 2.1 1.3
1100 9.5 8.8 7.6 9 7.5 6.1 7.7 6.8 5.2
1101 9 7.6 7 7.7 6.2 5.3 6.6 5.9 3
1110 8.9 7.6 6.2 7.4 5.7 4.7 6.1 5.7 2.4
1111 7.8 6.7 5.8 5.9 5.7 2.3 5.2 2.9 1.6
1121 7.1 5.9 3 5.8 2.6 1.5 2.3 1.3 0.6
2000 9.3 8.6 7.5 8.6 7.4 5.6 7 5.2 4
2001 8.7 7.2 5.8 7.4 6.1 3.4 5.4 4 2.2
2010 8.5 7.4 6.2 7.2 5.5 4.6 5.3 3.4 1.9
2011 7.5 5.5 5.1 5.7 4.1 1.9 3.6 1.9 0.8
2021 6.4 5.1 2 4.7 2.1 1.1 2.4 0.9 0.4
2100 8.8 7.3 6 7.3 5.9 4.1 5.4 4.5 2
2101 7.5 5.3 5 5.5 4 2 4.3 2.2 1.1
2110 7.5 5.8 4 6.1 4.8 2 4.6 1.7 0.8
2111 5.5 4.5 2.1 5.1 1.8 0.9 1.8 0.7 0.2
2121 5.3 2.4 1.4 2.4 1.2 0.5 1 0.3 0.1`

let table: ReadonlyMap<string, readonly number[]> | undefined

/** Score of a macro vector; undefined where there is none (a class beyond the last). */
export function macroScore(eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number): number | undefined {
  table ??= readTable()
  return eq4 > 2 || eq5 > 2 ? undefined : table.get(`${eq1}${eq2}${eq3}${eq6}`)?.[eq4 * 3 + eq5]
}

function readTable(): ReadonlyMap<string, readonly number[]> {
  return new Map(
    SCORES.trim()
      .split('\n')
      .map((line) => [line.slice(0, 4), line.slice(5).split(' ').map(Number)] as const),
  )
}
