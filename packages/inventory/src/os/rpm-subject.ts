import { namesSourcePackages } from '@cupel/model'
import type { AdvisorySubject } from '@cupel/model'
import type { RpmRecord } from './rpm-header.ts'

/** `bash-5.1.8-4.el9.src.rpm` is bash, 5.1.8-4.el9. null when it is not of that form. */
export function sourceOf(sourceRpm: string): AdvisorySubject | null {
  const stem = sourceRpm.replace(/\.(?:no)?src\.rpm$/, '')
  const release = stem.lastIndexOf('-')
  const version = stem.lastIndexOf('-', release - 1)
  return stem === sourceRpm || version <= 0 ? null : { name: stem.slice(0, version), version: stem.slice(version + 1) }
}

/** Name and version, epoch included, under which the distribution's advisories know an installed package. */
export function rpmSubject({ name, epoch, version, release, sourceRpm }: RpmRecord, ecosystem: string): AdvisorySubject {
  const prefix = epoch === 0 ? '' : `${epoch}:`
  const source = namesSourcePackages(ecosystem) ? sourceOf(sourceRpm) : null
  return source === null ? { name, version: `${prefix}${version}-${release}` } : { name: source.name, version: prefix + source.version }
}
