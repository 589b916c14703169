export type { BomTarget } from '@cupel/formats'
export { BOM_TARGETS, componentName, diffBoms, mergeBoms, scoreBom, validateBom, writeBom } from '@cupel/formats'
export { readBomFile, readDocument } from './read-bom-file.ts'
export { sbomOf } from './sbom-of.ts'
