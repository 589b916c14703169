/** CycloneDX 1.2 to 1.7 in JSON (ECMA-424): workflows that made the components. The notation stands at `jsonGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_JSON_FORMULATION = `
formula { bom-ref:refType, components:[component]*, services:[service]*, workflows:[workflow]*, properties:[property] }
workflow { bom-ref!:refType, uid!:str, name:str, description:str, resourceReferences:[resourceReferenceChoice]*, tasks:[task]*, taskDependencies:[dependency]*, taskTypes!:[taskType], trigger:trigger, steps:[step]*, inputs:[inputType]*, outputs:[outputType]*, timeStart:datetime, timeEnd:datetime, workspaces:[workspace]*, runtimeTopology:[dependency]*, properties:[property] }
task { bom-ref!:refType, uid!:str, name:str, description:str, resourceReferences:[resourceReferenceChoice]*, taskTypes!:[taskType], trigger:trigger, steps:[step]*, inputs:[inputType]*, outputs:[outputType]*, timeStart:datetime, timeEnd:datetime, workspaces:[workspace]*, runtimeTopology:[dependency]*, properties:[property] }
step { name:str, description:str, commands:[command], properties:[property] }
command { executed:str, properties:[property] }
workspaceAccessMode = 'read-only' 'read-write' 'read-write-once' 'write-once' 'write-only'
workspace { bom-ref!:refType, uid!:str, name:str, aliases:[str], description:str, resourceReferences:[resourceReferenceChoice]*, accessMode:workspaceAccessMode, mountPath:str, managedDataType:str, volumeRequest:str, volume:volume, properties:[property] }
volumeMode = 'filesystem' 'block'
volume { uid:str, name:str, mode:volumeMode, path:str, sizeAllocated:str, persistent:bool, remote:bool, properties:[property] }
triggerType = 'manual' 'api' 'webhook' 'scheduled'
trigger { bom-ref!:refType, uid!:str, name:str, description:str, resourceReferences:[resourceReferenceChoice]*, type!:triggerType, event:event, conditions:[condition]*, timeActivated:datetime, inputs:[inputType]*, outputs:[outputType]*, properties:[property] }
event { uid:str, description:str, timeReceived:datetime, data:attachment, source:resourceReferenceChoice, target:resourceReferenceChoice, properties:[property] }
inputType { source:resourceReferenceChoice, target:resourceReferenceChoice, resource:resourceReferenceChoice, parameters:[parameter]*, environmentVars:[(property^str)]*, data:attachment, properties:[property], one(resource parameters environmentVars data) }
outputTypeType = 'artifact' 'attestation' 'log' 'evidence' 'metrics' 'other'
outputType { type:outputTypeType, source:resourceReferenceChoice, target:resourceReferenceChoice, resource:resourceReferenceChoice, data:attachment, environmentVars:[(property^str)]*, properties:[property], one(resource environmentVars data) }
resourceReferenceChoice { ref:(refLinkType|bomLinkElementType), externalReference:externalReference, one(ref externalReference) }
condition { description:str, expression:str, properties:[property] }
taskType = 'copy' 'clone' 'lint' 'scan' 'merge' 'build' 'test' 'deliver' 'deploy' 'release' 'clean' 'other'
parameter { name:str, value:str, dataType:str }
`
