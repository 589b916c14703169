import type { CoreMetadata } from './core-metadata.ts'

/** SPDX ids of the trove classifiers that mean exactly one licence. */
const CLASSIFIERS: Readonly<Record<string, string>> = {
  'Apache Software License': 'Apache-2.0',
  'BSD License': 'BSD',
  'Boost Software License 1.0 (BSL-1.0)': 'BSL-1.0',
  'Eclipse Public License 2.0 (EPL-2.0)': 'EPL-2.0',
  'GNU Affero General Public License v3': 'AGPL-3.0-only',
  'GNU Affero General Public License v3 or later (AGPLv3+)': 'AGPL-3.0-or-later',
  'GNU General Public License v2 (GPLv2)': 'GPL-2.0-only',
  'GNU General Public License v2 or later (GPLv2+)': 'GPL-2.0-or-later',
  'GNU General Public License v3 (GPLv3)': 'GPL-3.0-only',
  'GNU General Public License v3 or later (GPLv3+)': 'GPL-3.0-or-later',
  'GNU Lesser General Public License v2 (LGPLv2)': 'LGPL-2.0-only',
  'GNU Lesser General Public License v2 or later (LGPLv2+)': 'LGPL-2.0-or-later',
  'GNU Lesser General Public License v3 (LGPLv3)': 'LGPL-3.0-only',
  'GNU Lesser General Public License v3 or later (LGPLv3+)': 'LGPL-3.0-or-later',
  'ISC License (ISCL)': 'ISC',
  'MIT License': 'MIT',
  'MIT No Attribution License (MIT-0)': 'MIT-0',
  'Mozilla Public License 1.1 (MPL 1.1)': 'MPL-1.1',
  'Mozilla Public License 2.0 (MPL 2.0)': 'MPL-2.0',
  'Python Software Foundation License': 'PSF-2.0',
  'The Unlicense (Unlicense)': 'Unlicense',
  'Zope Public License': 'ZPL-2.1',
  'zlib/libpng License': 'Zlib',
}

/** A whole licence text in the `License` field is no name. */
const LONGEST_NAME = 120

/** The licence a distribution states: `License-Expression`, else a short `License`, else its classifiers. */
export function metadataLicenses({ values }: CoreMetadata): readonly string[] {
  const expression = values.get('license-expression')?.[0] ?? ''
  if (expression !== '') return [expression]
  const named = values.get('license')?.[0] ?? ''
  if (named !== '' && named !== 'UNKNOWN' && named.length <= LONGEST_NAME && !named.includes('\n')) return [named]
  const classified = new Set<string>()
  for (const classifier of values.get('classifier') ?? []) {
    if (!classifier.startsWith('License ::')) continue
    const name = classifier.slice(classifier.lastIndexOf('::') + 2).trim()
    if (name !== 'OSI Approved') classified.add(CLASSIFIERS[name] ?? name)
  }
  return [...classified]
}
