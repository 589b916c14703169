/**
 * Messages of the CycloneDX Protocol Buffers schema that the readers look at: `field=key:Message`, the key being that of
 * the JSON encoding, with `*` when it repeats and `!` when the JSON encoding requires it; `one(a,b)` and `some(a,b)` as in `keyRules`. Other messages are not checked.
 */
export const TEXTPROTO_MESSAGES = `
Bom spec_version=specVersion version serial_number=serialNumber metadata:Metadata components:Component* services:Service* external_references=externalReferences:ExternalReference* dependencies:Dependency* compositions:Any* vulnerabilities:Any* annotations:Any* properties:Property* formulation:Any* declarations:Any* definitions:Any* citations:Citation*
Metadata timestamp:Timestamp tools:Tool* authors:Contact* component:Component manufacture:Entity manufacturer:Entity supplier:Entity licenses:LicenseChoice* properties:Property* lifecycles:Lifecycle* distributionConstraints:Any distribution_constraints:Any
Component type!=type:Classification mime_type=mime-type bom_ref=bom-ref supplier:Entity manufacturer:Entity authors:Contact* author publisher group name! version version_range=versionRange versionRange is_external=isExternal isExternal description scope:Scope hashes:Hash* licenses:LicenseChoice* copyright cpe purl swid:Any modified pedigree:Any external_references=externalReferences:ExternalReference* components:Component* properties:Property* evidence:Evidence* releaseNotes:Any release_notes:Any modelCard:Any model_card:Any data:Any* cryptoProperties:Any crypto_properties:Any omniborId* omnibor_id=omniborId* swhid* tags* patentAssertions:Any* patent_assertions:Any*
Service bom_ref=bom-ref provider:Entity group name! version description endpoints* authenticated x_trust_boundary data:Any* licenses:LicenseChoice* external_references:ExternalReference* services:Service* properties:Property* releaseNotes:Any release_notes:Any trustZone trust_zone tags* patent_assertions:Any* patentAssertions:Any*
Hash alg!=alg:HashAlg value!=content
LicenseChoice license:License expression acknowledgement bom_ref expression_detailed:Any
License one(id,name) id name text:Any url bom_ref licensing:Any properties:Property* acknowledgement
Property name! value
ExternalReference type!=type:ReferenceType url! comment hashes:Hash* properties:Property*
Dependency ref! dependencies=dependsOn:DependencyRef* provides*
DependencyRef ref! dependencies:DependencyRef* provides*
Entity name url* contact:Contact* bom_ref address:Any
Contact name email phone bom_ref
Tool vendor name version hashes:Hash* external_references:ExternalReference* components:Component* services:Service*
Lifecycle phase:Phase name description
Evidence licenses:LicenseChoice* copyright:Any* identity:Any* occurrences:Occurrence* callstack:Any
Citation one(pointers,expressions) some(attributedTo,attributed_to,process) bom_ref pointers:Any* expressions:Any* timestamp:Timestamp attributedTo attributed_to process note signature:Any
Occurrence bom_ref location! line=line:Number offset:Number symbol additionalContext additional_context
`

/** Enumerations: the prefix of their words; the rest in lower case with hyphens is the word of the JSON encoding. */
export const TEXTPROTO_ENUMS: Readonly<Record<string, string>> = {
  Classification: 'CLASSIFICATION_',
  Scope: 'SCOPE_',
  ReferenceType: 'EXTERNAL_REFERENCE_TYPE_',
  Phase: 'LIFECYCLE_PHASE_',
  HashAlg: 'HASH_ALG_',
}
