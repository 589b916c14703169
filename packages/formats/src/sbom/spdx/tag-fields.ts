/** How the value of a tag goes into the JSON shape: one text, one of several, a Boolean, or a form of its own. */
export type TagForm = 'text' | 'list' | 'boolean' | 'checksum' | 'externalRef' | 'verificationCode' | 'pointer'

type Fields = Readonly<Record<string, readonly [key: string, form: TagForm]>>

/** Tags of SPDX 2.1 to 2.3 by the element they belong to, with the key of the JSON encoding (SPDX 2.3 clauses 6 to 13). */
export const DOCUMENT_TAGS: Fields = {
  SPDXVersion: ['spdxVersion', 'text'],
  DataLicense: ['dataLicense', 'text'],
  SPDXID: ['SPDXID', 'text'],
  DocumentName: ['name', 'text'],
  DocumentNamespace: ['documentNamespace', 'text'],
  DocumentComment: ['comment', 'text'],
}

export const CREATION_TAGS: Fields = {
  Creator: ['creators', 'list'],
  Created: ['created', 'text'],
  CreatorComment: ['comment', 'text'],
  LicenseListVersion: ['licenseListVersion', 'text'],
}

export const PACKAGE_TAGS: Fields = {
  PackageName: ['name', 'text'],
  SPDXID: ['SPDXID', 'text'],
  PackageVersion: ['versionInfo', 'text'],
  PackageFileName: ['packageFileName', 'text'],
  PackageSupplier: ['supplier', 'text'],
  PackageOriginator: ['originator', 'text'],
  PackageDownloadLocation: ['downloadLocation', 'text'],
  FilesAnalyzed: ['filesAnalyzed', 'boolean'],
  PackageVerificationCode: ['packageVerificationCode', 'verificationCode'],
  PackageChecksum: ['checksums', 'checksum'],
  PackageHomePage: ['homepage', 'text'],
  PackageSourceInfo: ['sourceInfo', 'text'],
  PackageLicenseConcluded: ['licenseConcluded', 'text'],
  PackageLicenseInfoFromFiles: ['licenseInfoFromFiles', 'list'],
  PackageLicenseDeclared: ['licenseDeclared', 'text'],
  PackageLicenseComments: ['licenseComments', 'text'],
  PackageCopyrightText: ['copyrightText', 'text'],
  PackageSummary: ['summary', 'text'],
  PackageDescription: ['description', 'text'],
  PackageComment: ['comment', 'text'],
  ExternalRef: ['externalRefs', 'externalRef'],
  PackageAttributionText: ['attributionTexts', 'list'],
  PrimaryPackagePurpose: ['primaryPackagePurpose', 'text'],
  ReleaseDate: ['releaseDate', 'text'],
  BuiltDate: ['builtDate', 'text'],
  ValidUntilDate: ['validUntilDate', 'text'],
}

export const FILE_TAGS: Fields = {
  FileName: ['fileName', 'text'],
  SPDXID: ['SPDXID', 'text'],
  FileType: ['fileTypes', 'list'],
  FileChecksum: ['checksums', 'checksum'],
  LicenseConcluded: ['licenseConcluded', 'text'],
  LicenseInfoInFile: ['licenseInfoInFiles', 'list'],
  LicenseComments: ['licenseComments', 'text'],
  FileCopyrightText: ['copyrightText', 'text'],
  FileComment: ['comment', 'text'],
  FileNotice: ['noticeText', 'text'],
  FileContributor: ['fileContributors', 'list'],
  FileAttributionText: ['attributionTexts', 'list'],
  FileDependency: ['fileDependencies', 'list'],
}

export const SNIPPET_TAGS: Fields = {
  SnippetSPDXID: ['SPDXID', 'text'],
  SnippetFromFileSPDXID: ['snippetFromFile', 'text'],
  SnippetByteRange: ['ranges', 'pointer'],
  SnippetLineRange: ['ranges', 'pointer'],
  SnippetLicenseConcluded: ['licenseConcluded', 'text'],
  LicenseInfoInSnippet: ['licenseInfoInSnippets', 'list'],
  SnippetLicenseComments: ['licenseComments', 'text'],
  SnippetCopyrightText: ['copyrightText', 'text'],
  SnippetComment: ['comment', 'text'],
  SnippetName: ['name', 'text'],
  SnippetAttributionText: ['attributionTexts', 'list'],
}

export const LICENSE_TAGS: Fields = {
  LicenseID: ['licenseId', 'text'],
  ExtractedText: ['extractedText', 'text'],
  LicenseName: ['name', 'text'],
  LicenseCrossReference: ['seeAlsos', 'list'],
  LicenseComment: ['comment', 'text'],
}

export const ANNOTATION_TAGS: Fields = {
  Annotator: ['annotator', 'text'],
  AnnotationDate: ['annotationDate', 'text'],
  AnnotationComment: ['comment', 'text'],
  AnnotationType: ['annotationType', 'text'],
}

/** Tags that are read over: of SPDX 2.0 and earlier, or with nothing for the model. */
export const IGNORED_TAGS: ReadonlySet<string> = new Set([
  'ArtifactOfProjectName',
  'ArtifactOfProjectHomePage',
  'ArtifactOfProjectURI',
  'Reviewer',
  'ReviewDate',
  'ReviewComment',
  'RelationshipComment',
  'ExternalRefComment',
])
