/** SPDX 2.2 and 2.3 in JSON (ISO/IEC 5962 and its successor, clauses 6 to 13). Notation: `jsonGrammar`. The spellings with `_` are those of 2.2. */
export const SPDX2_JSON = `
annotationType = 'OTHER' 'REVIEW'
annotation { annotationDate!:str, annotationType!:annotationType, annotator!:str, comment!:str }
creationInfo { comment:str, created!:str, creators!:[1: str], licenseListVersion:str }
checksumAlgorithm = 'SHA1' 'BLAKE3' 'SHA3-384' 'SHA256' 'SHA384' 'BLAKE2b-512' 'BLAKE2b-256' 'SHA3-512' 'MD2' 'ADLER32' 'MD4' 'SHA3-256' 'BLAKE2b-384' 'SHA512' 'MD6' 'MD5' 'SHA224'
checksum { algorithm!:checksumAlgorithm, checksumValue!:str }
externalDocumentRef { checksum!:checksum, externalDocumentId!:str, spdxDocument!:str }
crossRef { isLive:bool, isValid:bool, isWayBackLink:bool, match:str, order:int, timestamp:str, url!:str }
extractedLicense { comment:str, crossRefs:[crossRef], extractedText!:str, licenseId!:str, name:str, seeAlsos:[str] }
review { comment:str, reviewDate!:str, reviewer:str }
referenceCategory = 'OTHER' 'PERSISTENT-ID' 'PERSISTENT_ID' 'SECURITY' 'PACKAGE-MANAGER' 'PACKAGE_MANAGER'
externalRef { comment:str, referenceCategory!:referenceCategory, referenceLocator!:str, referenceType!:str }
verificationCode { packageVerificationCodeExcludedFiles:[str], packageVerificationCodeValue!:str }
purpose = 'OTHER' 'INSTALL' 'ARCHIVE' 'FIRMWARE' 'APPLICATION' 'FRAMEWORK' 'LIBRARY' 'CONTAINER' 'SOURCE' 'DEVICE' 'OPERATING_SYSTEM' 'OPERATING-SYSTEM' 'FILE'
package { SPDXID!:str, annotations:[annotation], attributionTexts:[str], builtDate:str, checksums:[checksum], comment:str, copyrightText:str, description:str, downloadLocation!:str, externalRefs:[externalRef], filesAnalyzed:bool, hasFiles:[str], homepage:str, licenseComments:str, licenseConcluded:str, licenseDeclared:str, licenseInfoFromFiles:[str], name!:str, originator:str, packageFileName:str, packageVerificationCode:verificationCode, primaryPackagePurpose:purpose, releaseDate:str, sourceInfo:str, summary:str, supplier:str, validUntilDate:str, versionInfo:str }
fileType = 'OTHER' 'DOCUMENTATION' 'IMAGE' 'VIDEO' 'ARCHIVE' 'SPDX' 'APPLICATION' 'SOURCE' 'BINARY' 'TEXT' 'AUDIO'
file { SPDXID!:str, annotations:[annotation], artifactOfs:[obj], attributionTexts:[str], checksums!:[1: checksum], comment:str, copyrightText:str, fileContributors:[str], fileDependencies:[str], fileName!:str, fileTypes:[fileType], licenseComments:str, licenseConcluded:str, licenseInfoInFiles:[str], noticeText:str }
pointer { reference!:str, offset:int, lineNumber:int }
range { endPointer!:pointer, startPointer!:pointer }
snippet { SPDXID!:str, annotations:[annotation], attributionTexts:[str], comment:str, copyrightText:str, licenseComments:str, licenseConcluded:str, licenseInfoInSnippets:[str], name!:str, ranges!:[1: range], snippetFromFile!:str }
relationshipType = 'VARIANT_OF' 'COPY_OF' 'PATCH_FOR' 'TEST_DEPENDENCY_OF' 'CONTAINED_BY' 'DATA_FILE_OF' 'OPTIONAL_COMPONENT_OF' 'ANCESTOR_OF' 'GENERATES' 'CONTAINS' 'OPTIONAL_DEPENDENCY_OF' 'FILE_ADDED' 'REQUIREMENT_DESCRIPTION_FOR' 'DEV_DEPENDENCY_OF' 'DEPENDENCY_OF' 'BUILD_DEPENDENCY_OF' 'DESCRIBES' 'PREREQUISITE_FOR' 'HAS_PREREQUISITE' 'PROVIDED_DEPENDENCY_OF' 'DYNAMIC_LINK' 'DESCRIBED_BY' 'METAFILE_OF' 'DEPENDENCY_MANIFEST_OF' 'PATCH_APPLIED' 'RUNTIME_DEPENDENCY_OF' 'TEST_OF' 'TEST_TOOL_OF' 'DEPENDS_ON' 'SPECIFICATION_FOR' 'FILE_MODIFIED' 'DISTRIBUTION_ARTIFACT' 'AMENDS' 'DOCUMENTATION_OF' 'GENERATED_FROM' 'STATIC_LINK' 'OTHER' 'BUILD_TOOL_OF' 'TEST_CASE_OF' 'PACKAGE_OF' 'DESCENDANT_OF' 'FILE_DELETED' 'EXPANDED_FROM_ARCHIVE' 'DEV_TOOL_OF' 'EXAMPLE_OF'
relationship { spdxElementId!:str, comment:str, relatedSpdxElement!:str, relationshipType!:relationshipType }
document { SPDXID!:str, annotations:[annotation], comment:str, creationInfo!:creationInfo, dataLicense!:str, externalDocumentRefs:[externalDocumentRef], hasExtractedLicensingInfos:[extractedLicense], name!:str, revieweds:[review], spdxVersion!:str, documentNamespace:str, documentDescribes:[str], packages:[package], files:[file], snippets:[snippet], relationships:[relationship] }
`
