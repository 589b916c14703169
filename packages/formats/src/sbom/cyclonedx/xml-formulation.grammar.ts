/** CycloneDX 1.0 to 1.7 in XML (ECMA-424): workflows that made the components. The notation stands at `xmlGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_XML_FORMULATION = `
formulationType { @** (formula:formulaType ~)* }
formulaType { @bom-ref:refType @** components:componentsType? services:servicesType? workflows:workflowsType? properties:propertiesType? }
workflowsType { @** workflow:workflowType* ~ }
workflowTypeTaskTypes { taskType:taskTypeEnum* }
workflowTypeSteps { step:stepType* }
workflowTypeInputs { input:inputType* }
workflowTypeOutputs { output:outputType* }
workflowType { @bom-ref!:refType @** uid:str name:str? description:str? resourceReferences:resourceReferencesType? tasks:tasksType? taskDependencies:dependenciesType? taskTypes:workflowTypeTaskTypes trigger:triggerType? steps:workflowTypeSteps? inputs:workflowTypeInputs? outputs:workflowTypeOutputs? timeStart:datetime? timeEnd:datetime? workspaces:workspacesType? runtimeTopology:dependenciesType? properties:propertiesType? ~ }
resourceReferencesType { @** resourceReference:resourceReferenceType* ~ }
resourceReferenceType { @** [ref:(refLinkType|bomLinkElementType) externalReference:externalReference] ~ }
tasksType { @** task:taskType* ~ }
taskTypeTaskTypes { taskType:taskTypeEnum* }
taskTypeSteps { step:stepType* }
taskTypeInputs { input:inputType* }
taskTypeOutputs { output:outputType* }
taskType { @bom-ref!:refType @** uid:str name:str? description:str? resourceReferences:resourceReferencesType? taskTypes:taskTypeTaskTypes trigger:triggerType? steps:taskTypeSteps? inputs:taskTypeInputs? outputs:taskTypeOutputs? timeStart:datetime? timeEnd:datetime? workspaces:workspacesType? runtimeTopology:dependenciesType? properties:propertiesType? ~ }
taskTypeEnum = 'copy' 'clone' 'lint' 'scan' 'merge' 'build' 'test' 'deliver' 'deploy' 'release' 'clean' 'other'
workspacesType { @** workspace:workspaceType* ~ }
workspaceTypeAliases { alias:str* }
workspaceType { @bom-ref!:refType @** (uid:str name:str? aliases:workspaceTypeAliases? description:str? resourceReferences:resourceReferencesType? accessMode:accessModeEnum? mountPath:str? managedDataType:str? volumeRequest:str? volume:volumeType? properties:propertiesType? ~)* }
accessModeEnum = 'read-only' 'read-write' 'read-write-once' 'write-once' 'write-only'
volumeType { uid:str? name:str? mode:volumeModeEnum? path:str? sizeAllocated:str? persistent:bool? remote:bool? properties:propertiesType? }
volumeModeEnum = 'filesystem' 'block'
stepTypeCommandsCommand { executed:str? properties:propertiesType? }
stepTypeCommands { command:stepTypeCommandsCommand* }
stepType { @** name:str? description:str? commands:stepTypeCommands? properties:propertiesType? ~ }
triggerTypeConditionsCondition { description:str? expression:str? properties:propertiesType? }
triggerTypeConditions { condition:triggerTypeConditionsCondition* }
triggerTypeInputs { input:inputType* }
triggerTypeOutputs { output:outputType* }
triggerType { @bom-ref!:refType @** uid:str name:str? description:str? resourceReferences:resourceReferencesType? type:triggerTypeType event:eventType? conditions:triggerTypeConditions? timeActivated:datetime? inputs:triggerTypeInputs? outputs:triggerTypeOutputs? properties:propertiesType? ~ }
triggerTypeType = 'manual' 'api' 'webhook' 'scheduled'
eventType { @** uid:str? description:str? timeReceived:datetime? data:attachedTextType? source:resourceReferenceType? target:resourceReferenceType? properties:propertiesType? ~ }
inputTypeEnvironmentVars { ([environmentVar:propertyType? value:str?])* }
inputType { @** [resource:resourceReferenceType parameters:parametersType environmentVars:inputTypeEnvironmentVars data:attachedTextType] source:resourceReferenceType? target:resourceReferenceType? properties:propertiesType? ~ }
outputTypeEnvironmentVars { ([environmentVar:propertyType? value:str?])* }
outputType { @** [resource:resourceReferenceType environmentVars:outputTypeEnvironmentVars data:attachedTextType] type:outputTypeEnum? source:resourceReferenceType? target:resourceReferenceType? properties:propertiesType? ~ }
outputTypeEnum = 'artifact' 'attestation' 'log' 'evidence' 'metrics' 'other'
parametersType { parameter:parameterType* }
parameterType { @** name:str? value:str? dataType:str? ~ }
`
