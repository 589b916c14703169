export type { Component, Coverage, DependencyGraph, Finding, Problem, ScanReport } from '@cupel/engine'
export type { Emit, Event, InventoryRequest, ScanOptions, TakenInventory } from '@cupel/engine'
export { scan, takeInventory as inventory } from '@cupel/engine'
