/** Metrics of one CVSS version: which must stand in a vector, and all values each may have. */
export interface CvssGrammar {
  readonly prefix: string
  /** Space-separated `METRIC:VALUES` of the base group, all of them required; values are separated by commas. */
  readonly base: ReadonlyMap<string, readonly string[]>
  readonly optional: ReadonlyMap<string, readonly string[]>
}

const V3_BASE = 'AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:H,L,N I:H,L,N A:H,L,N'
const V3_OPTIONAL =
  'E:X,H,F,P,U RL:X,U,W,T,O RC:X,C,R,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,H,L,N MI:X,H,L,N MA:X,H,L,N'

/** CVSS v2 guide §2, v3.0 and v3.1 specification §2-4 and 6, v4.0 specification §2-5 and 7. */
export const CVSS_GRAMMARS: Readonly<Record<'2.0' | '3.0' | '3.1' | '4.0', CvssGrammar>> = {
  '2.0': grammar(
    '',
    'AV:L,A,N AC:H,M,L Au:M,S,N C:N,P,C I:N,P,C A:N,P,C',
    'E:U,POC,F,H,ND RL:OF,TF,W,U,ND RC:UC,UR,C,ND CDP:N,L,LM,MH,H,ND TD:N,L,M,H,ND CR:L,M,H,ND IR:L,M,H,ND AR:L,M,H,ND',
  ),
  '3.0': grammar('CVSS:3.0/', V3_BASE, V3_OPTIONAL),
  '3.1': grammar('CVSS:3.1/', V3_BASE, V3_OPTIONAL),
  '4.0': grammar(
    'CVSS:4.0/',
    'AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N',
    'E:X,A,P,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red',
  ),
}

function grammar(prefix: string, base: string, optional: string): CvssGrammar {
  return { prefix, base: metrics(base), optional: metrics(optional) }
}

function metrics(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split(' ').map((one) => {
      const colon = one.indexOf(':')
      return [one.slice(0, colon), one.slice(colon + 1).split(',')] as const
    }),
  )
}
