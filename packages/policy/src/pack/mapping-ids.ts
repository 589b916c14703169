/** NIST SP 800-218, Secure Software Development Framework 1.1: tasks, and the practices they belong to. */
const SSDF_TASKS = [
  ['PO.1', 3],
  ['PO.2', 3],
  ['PO.3', 3],
  ['PO.4', 2],
  ['PO.5', 2],
  ['PS.1', 1],
  ['PS.2', 1],
  ['PS.3', 2],
  ['PW.1', 3],
  ['PW.2', 1],
  ['PW.4', 4],
  ['PW.5', 1],
  ['PW.6', 2],
  ['PW.7', 2],
  ['PW.8', 2],
  ['PW.9', 2],
  ['RV.1', 3],
  ['RV.2', 2],
  ['RV.3', 4],
] as const

/** Regulation (EU) 2024/2847, annex I: part I, 1 and 2 (a) to (m); part II, 1 to 8. */
const CRA_ANNEX_I = [
  '1.1',
  ...[...'abcdefghijklm'].map((letter) => `1.2${letter}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `2.${number}`),
]

/** Standards that rules may be mapped to. Those whose ids are not here are known to whoever has their catalogues. */
export const MAPPING_STANDARDS = ['osps-baseline', 'ssdf', 'slsa', 's2c2f', 'cra-annex-i'] as const

/** Ids that a mapping may name, of the standards without a catalogue of requirements. */
export const MAPPING_IDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'ssdf',
    new Set(SSDF_TASKS.flatMap(([practice, tasks]) => [practice, ...Array.from({ length: tasks }, (_, at) => `${practice}.${at + 1}`)])),
  ],
  ['cra-annex-i', new Set(CRA_ANNEX_I)],
])
