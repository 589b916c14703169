/** CycloneDX 1.0 to 1.7 in XML (ECMA-424): document, metadata, components, services, licences, dependencies, compositions, signatures. The notation stands at `xmlGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_XML_CORE = `
componentHashes { (hash:hashType)* }
componentLicensesLicense { [id:spdxid* name:str*] }
componentLicenses { (license:componentLicensesLicense)+@0-0 [license:licenseType* expression:str?]@1 }
componentComponents { (component:component)*@0-0 (component:component ~)*@1 }
component { @type!:classification @*@0-0 @mime-type:mimeType@2 @isExternal:bool@7 @bom-ref:refType@1 @**@1 supplier:organizationalEntity?@2 manufacturer:organizationalEntity?@6 authors:componentAuthors?@6 author:str?@2 publisher:str? group:str? name:str version:str@0-3 version:str?@4-5 version:versionType?@6-6 [version:versionType versionRange:versionRangeType]?@7 description:str? scope:scope? hashes:componentHashes? licenses:componentLicenses?@0-2 licenses:licenseChoiceType?@3 copyright:str? patentAssertions:componentPatentAssertions?@7 cpe:cpe? purl:uri? modified:bool@0-0 omniborId:str*@6 swhid:str*@6 swid:swidType?@2 modified:bool?@1 pedigree:pedigreeType?@1 externalReferences:externalReferences?@1 properties:propertiesType?@3 components:componentComponents? evidence:componentEvidenceType?@3 releaseNotes:releaseNotesType?@4 modelCard:modelCardType?@5 data:componentDataType?@5-5 data:componentDataType*@6 cryptoProperties:cryptoPropertiesType?@6 tags:tagsType?@6 ~@1 }
hashType { @alg!:hashAlg =hashValue }
scope = 'required' 'optional' 'excluded'@1 ''
classification = 'application' 'framework' 'library' 'container'@2 'platform'@5 'operating-system' 'device' 'device-driver'@5 'firmware'@2 'file'@1 'machine-learning-model'@5 'data'@5 'cryptographic-asset'@6
hashAlg = 'MD5' 'SHA-1' 'SHA-256' 'SHA-384' 'SHA-512' 'SHA3-256' 'SHA3-384'@2 'SHA3-512' 'BLAKE2b-256'@2 'BLAKE2b-384'@2 'BLAKE2b-512'@2 'BLAKE3'@2 'Streebog-256'@7 'Streebog-512'@7
hashValue = digest
bomComponents { @* (component:component)* }
bom { @version:int@0-4 @*@0-0 @version:int<1:>@5 @serialNumber:urnUuid@1 @**@1 components:bomComponents@0-0 components:componentsType@1-1 metadata:metadata?@2 components:componentsType?@2 services:servicesType?@2 externalReferences:externalReferences?@1 dependencies:dependenciesType?@2 compositions:compositionsType?@3 properties:propertiesType?@3 vulnerabilities:vulnerabilitiesType?@4 annotations:annotationsType?@5 formulation:formulationType?@5 declarations:declarationsType?@6 definitions:definitionsType?@6 citations:citationsType?@7 ~@1 }
refType@0-4 = str
refType@5 = str<1:>
componentsType { @** (component:component ~)* }
licenseType { @bom-ref:refType@5 @acknowledgement:licenseAcknowledgementEnumerationType@6 [id:spdxid? name:str?]@0-5 text:licenseTextType?@0-1 [id:spdxid name:str]@6 text:attachedTextType?@2 url:uri? licensing:licenseTypeLicensing?@5-6 licensing:licensingType?@7 properties:propertiesType?@5 ~ }
licenseTextType { @content-type:str @encoding:encoding =str }
encoding = 'base64'
urnUuid = xmluuid
externalReferenceType = 'vcs' 'issue-tracker' 'website' 'advisories' 'bom' 'mailing-list' 'social' 'chat' 'documentation' 'support' 'source-distribution'@6 'distribution' 'distribution-intake'@5 'license' 'build-meta' 'build-system' 'release-notes'@4 'security-contact'@5 'model-card'@5 'log'@5 'configuration'@5 'evidence'@5 'formulation'@5 'attestation'@5 'threat-model'@5 'adversary-model'@5 'risk-assessment'@5 'vulnerability-assertion'@5 'exploitability-statement'@5 'pentest-report'@5 'static-analysis-report'@5 'dynamic-analysis-report'@5 'runtime-analysis-report'@5 'component-analysis-report'@5 'maturity-report'@5 'certification-report'@5 'quality-metrics'@5 'codified-infrastructure'@5 'poam'@5 'electronic-signature'@6 'digital-signature'@6 'rfc-9116'@6 'patent'@7 'patent-family'@7 'patent-assertion'@7 'citation'@7 'other'
externalReferences { (reference:externalReference)* }
externalReference { @type!:externalReferenceType @** url:uri@0-4 url:(uri|bomLinkType)@5 comment:str? hashes:externalReferenceHashes?@3 properties:propertiesType?@7 }
commitsType { (commit:commitType ~)* }
commitType { uid:str? url:uri? author:identifiableActionType? committer:identifiableActionType? message:str? ~ }
identifiableActionType { timestamp:datetime? name:str? email:str? ~ }
pedigreeType { ancestors:componentsType? descendants:componentsType? variants:componentsType? commits:commitsType? patches:patchesType?@2 notes:str? ~ }
metadataTools { (tool:toolType?)*@0-4 [(tool:toolType?)* (components:componentsType? services:servicesType?)?]@5 }
metadataAuthors { (author:organizationalContact)* }
metadata { @* (timestamp:datetime? tools:metadataTools? authors:metadataAuthors? component:component? manufacture:organizationalEntity* supplier:organizationalEntity* ~)?@0-2 (timestamp:datetime? tools:metadataTools? authors:metadataAuthors? component:component? manufacture:organizationalEntity? supplier:organizationalEntity? licenses:licenseChoiceType? properties:propertiesType? ~)?@3-4 (timestamp:datetime? lifecycles:metadataLifecycles? tools:metadataTools? authors:metadataAuthors? component:component? manufacture:organizationalEntity? supplier:organizationalEntity? licenses:licenseChoiceType? properties:propertiesType? ~)?@5-5 (timestamp:datetime? lifecycles:metadataLifecycles? tools:metadataTools? authors:metadataAuthors? component:component? manufacturer:organizationalEntity? manufacture:organizationalEntity? supplier:organizationalEntity? licenses:licenseChoiceType? properties:propertiesType? ~)?@6-6 (timestamp:datetime? lifecycles:metadataLifecycles? tools:metadataTools? authors:metadataAuthors? component:component? manufacturer:organizationalEntity? manufacture:organizationalEntity? supplier:organizationalEntity? licenses:licenseChoiceType? properties:propertiesType? distributionConstraints:metadataDistributionConstraints? ~)?@7 }
organizationalEntity { @bom-ref:refType@5 @* (name:str? url:uri* contact:organizationalContact* ~)?@0-5 (name:str? address:postalAddressType? url:uri* contact:organizationalContact* ~)?@6 }
toolTypeHashes { (hash:hashType)* }
toolType { @* (vendor:str? name:str? version:str? hashes:toolTypeHashes? ~)?@0-3 (vendor:str? name:str? version:str? hashes:toolTypeHashes? externalReferences:externalReferences? ~)?@4-5 (vendor:str? name:str? version:versionType? hashes:toolTypeHashes? externalReferences:externalReferences? ~)?@6 }
organizationalContact { @bom-ref:refType@5 @* (name:str? email:str* phone:str* ~)?@0-2 (name:str? email:str? phone:str? ~)?@3 }
attachedTextType { @content-type:str @encoding:encoding =str }
mimeType = mime
swidType { @tagId!:str @name!:str @version:str @tagVersion:int @patch:bool text:attachedTextType? url:uri? ~ }
patchesType { (patch:patchType ~)* }
patchTypeResolves { (issue:issueType)* }
patchType { @type!:patchClassification diff:diffType? resolves:patchTypeResolves? ~ }
patchClassification = 'unofficial' 'monkey' 'backport' 'cherry-pick'
issueClassification = 'defect' 'enhancement' 'security'
diffType { text:attachedTextType? url:uri? ~ }
issueTypeSource { name:str? url:uri? }
issueTypeReferences { (url:uri)* }
issueType { @type!:issueClassification id:str? name:str? description:str? source:issueTypeSource? references:issueTypeReferences? ~ }
dependencyType { @ref!:refType@0-4 @ref!:refLinkType@5 @* (dependency:dependencyType)*@0-5 (dependency:dependencyType? provides:dependencyTypeProvides?)*@6 }
dependenciesType { (dependency:dependencyType)* }
servicesType { @** (service:service ~)* }
serviceEndpoints { (endpoint:uri)* }
serviceData { (classification:dataClassificationType)*@0-4 [(classification:dataClassificationType)* dataflow:serviceDataDataflow*]@5 }
serviceLicenses { [license:licenseType* expression:str?] }
serviceServices { (service:service ~)* }
service { @bom-ref:refType @** provider:organizationalEntity? group:str? name:str version:str?@0-5 version:versionType?@6 description:str? endpoints:serviceEndpoints? authenticated:bool? x-trust-boundary:bool? trustZone:str?@5 data:serviceData? licenses:serviceLicenses?@0-2 licenses:licenseChoiceType?@3 patentAssertions:servicePatentAssertions?@7 externalReferences:externalReferences? properties:propertiesType?@3 services:serviceServices? releaseNotes:releaseNotesType?@4 tags:tagsType?@6 ~ }
dataClassificationType { @flow!:dataFlowType =str }
dataFlowType = 'inbound' 'outbound' 'bi-directional' 'unknown'
externalReferenceHashes { (hash:hashType)* }
licenseChoiceType { [license:licenseType* expression:str?]@0-4 [license:licenseType* expression:licenseChoiceTypeExpression?]@5-6 [license:licenseType expression:licenseExpressionType expression-detailed:licenseExpressionDetailedType]*@7 }
copyrightsType { text:str* }
componentEvidenceType { @** identity:componentEvidenceTypeIdentity?@5-5 identity:componentEvidenceTypeIdentity*@6 occurrences:componentEvidenceTypeOccurrences?@5 callstack:componentEvidenceTypeCallstack?@5 licenses:licenseChoiceType? copyright:copyrightsType? ~ }
compositionsType { @** (composition:compositionType ~)* }
compositionTypeAssemblies { (assembly:bomReferenceType ~)* }
compositionTypeDependencies { (dependency:bomReferenceType ~)* }
compositionType { @bom-ref:refType@5 (aggregate:aggregateType assemblies:compositionTypeAssemblies? dependencies:compositionTypeDependencies?)*@0-4 (aggregate:aggregateType assemblies:compositionTypeAssemblies? dependencies:compositionTypeDependencies? vulnerabilities:compositionTypeVulnerabilities?)*@5 }
aggregateType = 'complete' 'incomplete' 'incomplete_first_party_only' 'incomplete_first_party_proprietary_only'@5 'incomplete_first_party_opensource_only'@5 'incomplete_third_party_only' 'incomplete_third_party_proprietary_only'@5 'incomplete_third_party_opensource_only'@5 'unknown' 'not_specified' ''
bomReferenceType { @ref!:refType@0-4 @ref!:(refLinkType|bomLinkType)@5 @* }
propertiesType { @** (property:propertyType ~)* }
propertyType { @name!:str =str }
localeType = locale
releaseNotesTypeAliases { (alias:str)* }
releaseNotesTypeTags { (tag:str)* }
releaseNotesTypeResolves { (issue:issueType)* }
releaseNotesTypeNotesNote { (locale:localeType? text:attachedTextType)* }
releaseNotesTypeNotes { (note:releaseNotesTypeNotesNote)* }
releaseNotesType { @** (type:str title:str? featuredImage:uri? socialImage:uri? description:str? timestamp:datetime? aliases:releaseNotesTypeAliases? tags:releaseNotesTypeTags? resolves:releaseNotesTypeResolves? notes:releaseNotesTypeNotes? properties:propertiesType? ~)*@0-5 (type:str title:str? featuredImage:uri? socialImage:uri? description:str? timestamp:datetime? aliases:releaseNotesTypeAliases? tags:tagsType? resolves:releaseNotesTypeResolves? notes:releaseNotesTypeNotes? properties:propertiesType? ~)*@6 }
refLinkType = refType
bomLinkDocumentType = bomlink
bomLinkElementType = bomlinkel
bomLinkType = (bomLinkDocumentType|bomLinkElementType)
metadataLifecyclesLifecycle { [(phase:lifecyclePhaseType) (name:str description:str?)] }
metadataLifecycles { lifecycle:metadataLifecyclesLifecycle* }
lifecyclePhaseType = 'design' 'pre-build' 'build' 'post-build' 'operations' 'discovery' 'decommission'
licenseTypeLicensingAltIds { altId:str* }
licenseTypeLicensingLicensor { [organization:organizationalEntity? individual:organizationalContact?] }
licenseTypeLicensingLicensee { [organization:organizationalEntity? individual:organizationalContact?] }
licenseTypeLicensingPurchaser { [organization:organizationalEntity? individual:organizationalContact?] }
licenseTypeLicensingLicenseTypes { licenseType:licenseTypeEnum* }
licenseTypeLicensing { altIds:licenseTypeLicensingAltIds? licensor:licenseTypeLicensingLicensor? licensee:licenseTypeLicensingLicensee? purchaser:licenseTypeLicensingPurchaser? purchaseOrder:str? licenseTypes:licenseTypeLicensingLicenseTypes? lastRenewal:datetime? expiration:datetime? ~ }
licenseTypeEnum = 'academic' 'appliance' 'client-access' 'concurrent-user' 'core-points' 'custom-metric' 'device' 'evaluation' 'named-user' 'node-locked' 'oem' 'perpetual' 'processor-points' 'subscription' 'user' 'other'
serviceDataDataflowSource { (url:(uri|bomLinkElementType))* }
serviceDataDataflowDestination { (url:(uri|bomLinkElementType))* }
serviceDataDataflow { @name:str @description:str @** classification:dataClassificationType? governance:dataGovernance? source:serviceDataDataflowSource? destination:serviceDataDataflowDestination? }
licenseChoiceTypeExpression { @bom-ref:refType @acknowledgement:licenseAcknowledgementEnumerationType@6-6 =str }
identityFieldType = 'group' 'name' 'version' 'purl' 'cpe' 'omniborId'@6 'swhid'@6 'swid' 'hash'
decimalPercentType = num<0:1>
evidenceTechnique = 'source-code-analysis' 'binary-analysis' 'manifest-analysis' 'ast-fingerprint' 'hash-comparison' 'instrumentation' 'dynamic-analysis' 'filename' 'attestation' 'other'
componentEvidenceTypeIdentityMethodsMethod { technique:evidenceTechnique confidence:decimalPercentType value:str? }
componentEvidenceTypeIdentityMethods { method:componentEvidenceTypeIdentityMethodsMethod* }
componentEvidenceTypeIdentityTools { tool:bomReferenceType* }
componentEvidenceTypeIdentity { field:identityFieldType confidence:decimalPercentType? concludedValue:str?@6 methods:componentEvidenceTypeIdentityMethods? tools:componentEvidenceTypeIdentityTools? }
componentEvidenceTypeOccurrencesOccurrence { @bom-ref:refType location:any@0-5 location:str@6 line:int<0:>?@6 offset:int<0:>?@6 symbol:str?@6 additionalContext:str?@6 }
componentEvidenceTypeOccurrences { occurrence:componentEvidenceTypeOccurrencesOccurrence* }
componentEvidenceTypeCallstackFramesFrameParameters { parameter:str* }
componentEvidenceTypeCallstackFramesFrame { package:str? module:str function:str? parameters:componentEvidenceTypeCallstackFramesFrameParameters? line:int? column:int? fullFilename:str? }
componentEvidenceTypeCallstackFrames { frame:componentEvidenceTypeCallstackFramesFrame* }
componentEvidenceTypeCallstackTools { tool:bomReferenceType* }
componentEvidenceTypeCallstack { frames:componentEvidenceTypeCallstackFrames? tools:componentEvidenceTypeCallstackTools? }
compositionTypeVulnerabilities { (vulnerability:bomReferenceType ~)* }
organizationOrIndividualType { [organization:organizationalEntity? individual:organizationalContact?] }
annotationsType { @** (annotation:annotationType ~)* }
annotatorChoiceType { [organization:organizationalEntity? individual:organizationalContact? component:component? service:service?] }
annotationTypeSubjects { (subject:bomReferenceType ~)* }
annotationType { @bom-ref:refType @** subjects:annotationTypeSubjects? annotator:annotatorChoiceType timestamp:datetime text:str ~ }
versionType = str<:1024>
versionRangeType = str<1:4096>
componentAuthors { (author:organizationalContact)* }
dependencyTypeProvides { @ref!:refLinkType }
licenseAcknowledgementEnumerationType = 'declared' 'concluded'
postalAddressType { @bom-ref:refType country:str? region:str? locality:str? postOfficeBoxNumber:str? postalCode:str? streetAddress:str? }
tagsType { (tag:str)* }
metadataDistributionConstraints { tlp:tlpClassificationType? }
tlpClassificationType = 'CLEAR' 'GREEN' 'AMBER' 'AMBER_AND_STRICT' 'RED'
componentPatentAssertions { (patentAssertion:patentAssertionType)* }
licensingTypeAltIds { altId:str* }
licensingTypeLicensor { [organization:organizationalEntity? individual:organizationalContact?] }
licensingTypeLicensee { [organization:organizationalEntity? individual:organizationalContact?] }
licensingTypePurchaser { [organization:organizationalEntity? individual:organizationalContact?] }
licensingTypeLicenseTypes { licenseType:licenseTypeEnum* }
licensingType { altIds:licensingTypeAltIds? licensor:licensingTypeLicensor? licensee:licensingTypeLicensee? purchaser:licensingTypePurchaser? purchaseOrder:str? licenseTypes:licensingTypeLicenseTypes? lastRenewal:datetime? expiration:datetime? ~ }
licenseExpressionType { @bom-ref:refType @acknowledgement:licenseAcknowledgementEnumerationType =str }
licenseExpressionDetailedTypeDetails { @license-identifier!:str @bom-ref:refType text:attachedTextType? url:uri? ~ }
licenseExpressionDetailedType { @bom-ref:refType @acknowledgement:licenseAcknowledgementEnumerationType @expression!:str details:licenseExpressionDetailedTypeDetails* licensing:licensingType? properties:propertiesType? ~ }
servicePatentAssertions { (patentAssertion:patentAssertionType)* }
`
