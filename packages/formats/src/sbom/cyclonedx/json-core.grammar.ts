/** CycloneDX 1.2 to 1.7 in JSON (ECMA-424): document, metadata, components, services, licences, dependencies, compositions, signatures. The notation stands at `jsonGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_JSON_CORE = `
bomBomFormat = 'CycloneDX'
bom { bomFormat!:bomBomFormat, specVersion!:str, serialNumber:uuid, version!:int@2-4, version:int<1:>@5, metadata:metadata, components:[component]*, services:[service]*, externalReferences:[externalReference], dependencies:[dependency]*, compositions:[compositions]*@3, $schema:bomSchema@4-5, $schema:str@6, vulnerabilities:[vulnerability]*@4, signature:signature@4, annotations:[annotations]*@5, formulation:[formula]*@5, properties:[property]@5, declarations:bomDeclarations@6, definitions:bomDefinitions@6, citations:[citation]*@7, ...@2-3 }
refType@2-4 = str
refType@5 = str1
metadata { timestamp:datetime, tools:[tool]@2-4, tools:(metadataToolsCreationTools^[tool])@5-5, tools:(metadataToolsTools^[tool])@6, authors:[organizationalContact], component:component, manufacture:organizationalEntity, supplier:organizationalEntity, licenses:[licenseChoice]@3-4, licenses:licenseChoice@5, properties:[property]@3, lifecycles:[(metadataLifecycles0^metadataLifecycles1)]@5-5, lifecycles:[(metadataLifecyclesPreDefinedPhase^metadataLifecyclesCustomPhase)]@6, manufacturer:organizationalEntity@6, distributionConstraints:metadataDistributionConstraints@7, ...@2-3 }
tool { vendor:str, name:str, version:str@2-5, version:version@6, hashes:[hash], externalReferences:[externalReference]@4, ...@2-3 }
organizationalEntity { name:str, url:[any]@2-2, url:[iri]@3, contact:[organizationalContact], bom-ref:refType@5, address:postalAddress@6, ...@2-3 }
organizationalContact { name:str, email:str@2-3, email:email@4, phone:str, bom-ref:refType@5, ...@2-3 }
componentType = 'application' 'framework' 'library' 'container' 'operating-system' 'device' 'firmware' 'file' 'platform'@5 'device-driver'@5 'machine-learning-model'@5 'data'@5 'cryptographic-asset'@6
componentScope = 'required' 'optional' 'excluded'
componentLicenses { license:license, expression:str, one(license expression), ... }
componentPedigree { ancestors:[component], descendants:[component], variants:[component], commits:[commit], patches:[patch], notes:str, ...@2-3 }
component { type!:componentType, mime-type:mime, bom-ref:refType, supplier:organizationalEntity, author:str, publisher:str, group:str, name!:str, version!:str@2-3, version:str@4-5, version:version@6, description:str, scope:componentScope, hashes:[hash], licenses:[componentLicenses]@2-2, licenses:[licenseChoice]@3-4, licenses:licenseChoice@5, copyright:str, cpe:str, purl:str, swid:swid, modified:bool, pedigree:componentPedigree, externalReferences:[externalReference], components:[component]*, evidence:componentEvidence@3, properties:[property]@3, releaseNotes:releaseNotes@4, signature:signature@4, modelCard:modelCard@5, data:[componentData]@5, manufacturer:organizationalEntity@6, authors:[organizationalContact]@6, omniborId:[str]@6, swhid:[str]@6, cryptoProperties:cryptoProperties@6, tags:tags@6, versionRange:versionRange@7, isExternal:bool@7, patentAssertions:patentAssertions@7, not(version versionRange)@7, needs(versionRange isExternal)@7, ...@2-3 }
swid { tagId!:str, name!:str, version:str, tagVersion:int, patch:bool, text:attachment, url:str@2-2, url:iri@3, ...@2-3 }
attachmentEncoding = 'base64'
attachment { contentType:str, encoding:attachmentEncoding, content!:str, ...@2-3 }
hash { alg!:hash-alg, content!:hash-content, ...@2-3 }
hash-alg = 'MD5' 'SHA-1' 'SHA-256' 'SHA-384' 'SHA-512' 'SHA3-256' 'SHA3-384' 'SHA3-512' 'BLAKE2b-256' 'BLAKE2b-384' 'BLAKE2b-512' 'BLAKE3' 'Streebog-256'@7 'Streebog-512'@7
hash-content = digest
license { id:spdxid, name:str, text:attachment, url:str@2-2, url:iri@3, bom-ref:refType@5, licensing:licenseLicensing@5-6, licensing:licensing@7, properties:[property]@5, acknowledgement:licenseAcknowledgementEnumeration@6, one(id name), ...@2-3 }
commit { uid:str, url:iri, author:identifiableAction, committer:identifiableAction, message:str, ...@2-3 }
patchType = 'unofficial' 'monkey' 'backport' 'cherry-pick'
patch { type!:patchType, diff:diff, resolves:[issue], ...@2-3 }
diff { text:attachment, url:str@2-2, url:iri@3, ...@2-3 }
issueType = 'defect' 'enhancement' 'security'
issueSource { name:str, url:str@2-2, url:iri@3, ...@2-3 }
issue { type!:issueType, id:str, name:str, description:str, source:issueSource, references:[any]@2-2, references:[iri]@3, ...@2-3 }
identifiableAction { timestamp:datetime, name:str, email:email, ...@2-3 }
externalReferenceType = 'vcs' 'issue-tracker' 'website' 'advisories' 'bom' 'mailing-list' 'social' 'chat' 'documentation' 'support' 'distribution' 'license' 'build-meta' 'build-system' 'other' 'release-notes'@4 'distribution-intake'@5 'security-contact'@5 'model-card'@5 'log'@5 'configuration'@5 'evidence'@5 'formulation'@5 'attestation'@5 'threat-model'@5 'adversary-model'@5 'risk-assessment'@5 'vulnerability-assertion'@5 'exploitability-statement'@5 'pentest-report'@5 'static-analysis-report'@5 'dynamic-analysis-report'@5 'runtime-analysis-report'@5 'component-analysis-report'@5 'maturity-report'@5 'certification-report'@5 'codified-infrastructure'@5 'quality-metrics'@5 'poam'@5 'source-distribution'@6 'electronic-signature'@6 'digital-signature'@6 'rfc-9116'@6 'patent'@7 'patent-family'@7 'patent-assertion'@7 'citation'@7
externalReference { url!:str@2-2, url!:iri@3-4, url!:(iri|bomLink)@5, comment:str, type!:externalReferenceType, hashes:[hash]@3, properties:[property]@7, ...@2-3 }
dependency { ref!:refType@2-4, ref!:refLinkType@5, dependsOn:[refType]*@2-4, dependsOn:[refLinkType]*@5, provides:[refLinkType]*@6, ...@2-3 }
serviceLicenses { license:license, expression:str, one(license expression), ... }
service { bom-ref:refType, provider:organizationalEntity, group:str, name!:str, version:str@2-5, version:version@6, description:str, endpoints:[any]@2-2, endpoints:[iri]@3, authenticated:bool, x-trust-boundary:bool, data:[dataClassification]@2-4, data:[serviceData]@5, licenses:[serviceLicenses]@2-2, licenses:[licenseChoice]@3-4, licenses:licenseChoice@5, externalReferences:[externalReference], services:[service]*, properties:[property]@3, releaseNotes:releaseNotes@4, signature:signature@4, trustZone:str@5, tags:tags@6, patentAssertions:patentAssertions@7, ...@2-3 }
dataClassification@2-4 { flow!:dataFlow@2-4, classification!:str@2-4, ...@2-3 }
dataClassification@5 = str
dataFlow = 'inbound' 'outbound' 'bi-directional' 'unknown'
licenseChoice@3-4 { license:license@2-4, expression:str@2-4, one(license expression)@2-4, ...@2-3 }
licenseChoice@5-6 = ([licenseChoiceItemMultiplelicenses]^[1:1 licenseChoiceItemSPDXLicenseExpression])
licenseChoice@7 = [(licenseChoiceItemLicense^licenseChoiceItemLicenseExpression)]
copyright { text!:str, ...@2-3 }
componentEvidence { licenses:[licenseChoice]@2-4, licenses:licenseChoice@5, copyright:[copyright], identity:componentEvidenceIdentity@5-5, identity:([componentIdentityEvidence]^componentIdentityEvidence)@6, occurrences:[componentEvidenceOccurrences]@5, callstack:componentEvidenceCallstack@5, ...@2-3 }
compositions { aggregate!:aggregateType, assemblies:[str]*@2-4, assemblies:[(refLinkType|bomLinkElementType)]*@5, dependencies:[str]*, signature:signature@4, bom-ref:refType@5, vulnerabilities:[str]*@5, ...@2-3 }
aggregateType = 'complete' 'incomplete' 'incomplete_first_party_only' 'incomplete_third_party_only' 'unknown' 'not_specified' 'incomplete_first_party_proprietary_only'@5 'incomplete_first_party_opensource_only'@5 'incomplete_third_party_proprietary_only'@5 'incomplete_third_party_opensource_only'@5
property { name:str@2-5, name!:str@6, value:str, ...@2-5 }
bomSchema = 'http://cyclonedx.org/schema/bom-1.4.schema.json'@4-4 'http://cyclonedx.org/schema/bom-1.5.schema.json'@5-5
releaseType = str
note { locale:localeType, text!:attachment }
releaseNotes { type!:releaseType, title:str, featuredImage:iri, socialImage:iri, description:str, timestamp:datetime, aliases:[str], tags:[str]@2-5, tags:tags@6, resolves:[issue], notes:[note], properties:[property] }
signature = jsf
refLinkType = refType
bomLinkDocumentType = bomlink
bomLinkElementType = bomlinkel
bomLink = (bomLinkDocumentType|bomLinkElementType)
metadataLifecycles0Phase = 'design' 'pre-build' 'build' 'post-build' 'operations' 'discovery' 'decommission'
metadataLifecycles0 { phase!:metadataLifecycles0Phase }
metadataLifecycles1 { name!:str, description:str }
metadataToolsCreationTools { components:[component]*, services:[service]* }
licenseLicensingLicensor { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licenseLicensingLicensee { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licenseLicensingPurchaser { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licenseLicensingLicenseTypes = 'academic' 'appliance' 'client-access' 'concurrent-user' 'core-points' 'custom-metric' 'device' 'evaluation' 'named-user' 'node-locked' 'oem' 'perpetual' 'processor-points' 'subscription' 'user' 'other'
licenseLicensing { altIds:[str], licensor:licenseLicensingLicensor, licensee:licenseLicensingLicensee, purchaser:licenseLicensingPurchaser, purchaseOrder:str, licenseTypes:[licenseLicensingLicenseTypes], lastRenewal:datetime, expiration:datetime }
licenseChoiceItemMultiplelicenses { license!:license }
licenseChoiceItemSPDXLicenseExpression { expression!:str, bom-ref:refType, acknowledgement:licenseAcknowledgementEnumeration@6-6 }
serviceData { flow!:dataFlowDirection, classification!:dataClassification, name:str, description:str, governance:dataGovernance, source:[(iri|bomLinkElementType)], destination:[(iri|bomLinkElementType)] }
dataFlowDirection = 'inbound' 'outbound' 'bi-directional' 'unknown'
componentEvidenceIdentityField = 'group' 'name' 'version' 'purl' 'cpe' 'swid' 'hash'
componentEvidenceIdentityMethodsTechnique = 'source-code-analysis' 'binary-analysis' 'manifest-analysis' 'ast-fingerprint' 'hash-comparison' 'instrumentation' 'dynamic-analysis' 'filename' 'attestation' 'other'
componentEvidenceIdentityMethods { technique!:componentEvidenceIdentityMethodsTechnique, confidence!:num<0:1>, value:str }
componentEvidenceIdentity { field!:componentEvidenceIdentityField, confidence:num<0:1>, methods:[componentEvidenceIdentityMethods], tools:[(refLinkType|bomLinkElementType)]* }
componentEvidenceOccurrences { bom-ref:refType, location!:str, line:int<0:>@6, offset:int<0:>@6, symbol:str@6, additionalContext:str@6 }
componentEvidenceCallstackFrames { package:str, module!:str, function:str, parameters:[str], line:int, column:int, fullFilename:str }
componentEvidenceCallstack { frames:[componentEvidenceCallstackFrames] }
annotationsAnnotator { organization:organizationalEntity, individual:organizationalContact, component:component, service:service, one(organization individual component service) }
annotations { bom-ref:refType, subjects!:[(refLinkType|bomLinkElementType)]*, annotator!:annotationsAnnotator, timestamp!:datetime, text!:str, signature:signature }
metadataLifecyclesPreDefinedPhasePhase = 'design' 'pre-build' 'build' 'post-build' 'operations' 'discovery' 'decommission'
metadataLifecyclesPreDefinedPhase { phase!:metadataLifecyclesPreDefinedPhasePhase }
metadataLifecyclesCustomPhase { name!:str, description:str }
metadataToolsTools { components:[component]*, services:[service]* }
licenseAcknowledgementEnumeration = 'declared' 'concluded'
postalAddress { bom-ref:refType, country:str, region:str, locality:str, postOfficeBoxNumber:str, postalCode:str, streetAddress:str }
componentIdentityEvidenceField = 'group' 'name' 'version' 'purl' 'cpe' 'omniborId' 'swhid' 'swid' 'hash'
componentIdentityEvidenceMethodsTechnique = 'source-code-analysis' 'binary-analysis' 'manifest-analysis' 'ast-fingerprint' 'hash-comparison' 'instrumentation' 'dynamic-analysis' 'filename' 'attestation' 'other'
componentIdentityEvidenceMethods { technique!:componentIdentityEvidenceMethodsTechnique, confidence!:num<0:1>, value:str }
componentIdentityEvidence { field!:componentIdentityEvidenceField, confidence:num<0:1>, concludedValue:str, methods:[componentIdentityEvidenceMethods], tools:[(refLinkType|bomLinkElementType)]* }
tags = [str]
metadataDistributionConstraints { tlp:tlpClassification }
tlpClassification = 'CLEAR' 'GREEN' 'AMBER' 'AMBER_AND_STRICT' 'RED'
licensingLicensor { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licensingLicensee { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licensingPurchaser { organization:organizationalEntity, individual:organizationalContact, one(organization individual) }
licensingLicenseTypes = 'academic' 'appliance' 'client-access' 'concurrent-user' 'core-points' 'custom-metric' 'device' 'evaluation' 'named-user' 'node-locked' 'oem' 'perpetual' 'processor-points' 'subscription' 'user' 'other'
licensing { altIds:[str], licensor:licensingLicensor, licensee:licensingLicensee, purchaser:licensingPurchaser, purchaseOrder:str, licenseTypes:[licensingLicenseTypes], lastRenewal:datetime, expiration:datetime }
licenseChoiceItemLicense { license!:license }
licenseChoiceItemLicenseExpressionExpressionDetails { licenseIdentifier!:str, bom-ref:refType, text:attachment, url:iri }
licenseChoiceItemLicenseExpression { expression!:str, expressionDetails:[licenseChoiceItemLicenseExpressionExpressionDetails], acknowledgement:licenseAcknowledgementEnumeration, bom-ref:refType, licensing:licensing, properties:[property] }
jsf = (jsfSigners^jsfChain^jsfSigner)
jsfSigners { signers:[jsfSigner] }
jsfChain { chain:[jsfSigner] }
jsfSigner { algorithm!:(jsfAlgorithm|absuri), keyId:str, publicKey:jsfKey, certificatePath:[str], excludes:[str], value!:str }
jsfAlgorithm = 'RS256' 'RS384' 'RS512' 'PS256' 'PS384' 'PS512' 'ES256' 'ES384' 'ES512' 'Ed25519' 'Ed448' 'HS256' 'HS384' 'HS512'
jsfKey = (jsfEcKey|jsfOkpKey|jsfRsaKey)
jsfEcKey { kty!:jsfEc, crv!:jsfEcCurve, x!:str, y!:str }
jsfOkpKey { kty!:jsfOkp, crv!:jsfOkpCurve, x!:str }
jsfRsaKey { kty!:jsfRsa, n!:str, e!:str }
jsfEc = 'EC'
jsfOkp = 'OKP'
jsfRsa = 'RSA'
jsfEcCurve = 'P-256' 'P-384' 'P-521'
jsfOkpCurve = 'Ed25519' 'Ed448'
localeType = locale
version@2-5 = str<1:1024>
version@6 = str<:1024>
range@2-5 = str<1:1024>
range@6 = versionRange
versionRange = str<1:4096>
`
